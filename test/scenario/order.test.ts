/**
 * One story, whose webhooks come in many ways: in order, late, doubled, from the last to the first, at random, or never. What stands in the end is what
 * the issue says (E2). Everything is played at the same times on issues side by side, so that whole documents can be compared.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type StoredComment, mergeComment } from '../../src/store/merge-comment.ts';
import { ana, at, ben, commentFacts } from '../support/facts.ts';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

interface Played {
  number: number;
  /** Comments of people, in the order of the story. */
  readonly comments: number[];
}

type Step = (world: World, played: Played) => Promise<unknown>;

const say =
  (login: string, body: string): Step =>
  async (world, { number, comments }) =>
    comments.push((await world.as(login).comment(OWNER, REPO, number, body)).id);

/** Longer than two minutes: what comes a part late is late. */
const PART_MINUTES = 3;

/** In parts; each step brings one webhook. */
const STORY: readonly (readonly Step[])[] = [
  [
    async (world, { number }) => world.as('prima').addLabels(OWNER, REPO, number, ['sev2']),
    say('atul', '/timeline error rate at 30 %'),
    say('sylvain', '/take tech'),
  ],
  [
    // two edits within a second of the clock
    async (world, { comments: [id = 0] }) =>
      world.as('eric').editComment(OWNER, REPO, id, '/timeline error rate at 32 %'),
    async (world, { comments: [id = 0] }) =>
      world.as('atul').editComment(OWNER, REPO, id, '/timeline error rate at 34 %'),
    say('diane', '/milestone a mistake'),
    say('stranger', '/severity sev1'),
  ],
  [
    async (world, { comments: [, , id = 0] }) => world.as('diane').deleteComment(OWNER, REPO, id),
    async (world, { number }) =>
      world.as('prima').editIssue(OWNER, REPO, number, { title: 'Search is down' }),
  ],
  [async (world, { number }) => world.as('prima').editIssue(OWNER, REPO, number, { state: 'closed' })],
];

/** What people read of Muster's comments, without what differs between two issues. */
async function documents(world: World, number: number): Promise<readonly string[]> {
  const bodies = (await world.ours(number)).map(({ body }) =>
    body
      .replaceAll(/<!--[\s\S]*?-->/gu, '')
      .replaceAll(/(issuecomment-|issues\/|#)\d+/gu, '$1N')
      .trim(),
  );
  return bodies.toSorted();
}

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
});

/** Does something on GitHub whose one webhook (or `count`) does not arrive; it can be sent later, by its id. */
async function unheard(does: () => Promise<unknown>, count = 1): Promise<readonly string[]> {
  const before = world.github.deliveries.length;
  world.github.deliveryFault({ kind: 'lost', times: count });
  await does();
  await world.github.settled();
  const lost = world.github.deliveries.slice(before);
  expect(lost.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: count }, () => 502));
  return lost.map(({ id }) => id);
}

/** How the webhooks of one telling come. */
type Way =
  | 'at once'
  /** When the next part of the story has been played, twice. */
  | 'a part late'
  /** When everything was played: indices into all webhooks, as often and in the order in which they come. */
  | ((count: number) => readonly number[]);

interface Telling extends Played {
  readonly way: Way;
  /** Webhooks that have not come yet. */
  waiting: string[];
}

/** One step in every telling: first where nobody hears of it, because Muster is at rest then. */
async function act(
  tellings: readonly Telling[],
  does: (telling: Telling) => Promise<unknown>,
  count = 1,
): Promise<void> {
  for (const telling of tellings.filter(({ way }) => way !== 'at once'))
    telling.waiting.push(...(await unheard(async () => does(telling), count)));
  for (const telling of tellings.filter(({ way }) => way === 'at once')) await does(telling);
  await world.settled();
}

async function send(ids: readonly string[]): Promise<void> {
  await Promise.all(ids.map(async (id) => world.github.redeliver(id)));
  await world.settled();
}

/** Plays the story once for each way, at the same times; returns what stands after the last webhook and one resync. */
async function tell(ways: readonly Way[]): Promise<readonly (readonly string[])[]> {
  const tellings = ways.map((way): Telling => ({ number: 0, comments: [], way, waiting: [] }));
  const issue = { title: 'Search is slow', labels: ['incident'], body: 'Results take 9 s.' };
  const open = async (telling: Telling): Promise<void> => {
    telling.number = (await world.as('prima').createIssue(OWNER, REPO, issue)).number;
  };
  await world.settled();
  await act(tellings, open, 2);
  for (const part of STORY) {
    await world.advance({ minutes: PART_MINUTES });
    const late = tellings
      .filter(({ way }) => way === 'a part late')
      .map((one) => [one, one.waiting] as const);
    for (const [telling] of late) telling.waiting = [];
    for (const step of part) await act(tellings, async (telling) => step(world, telling));
    for (const [, ids] of late) await send([...ids, ...ids]);
  }
  for (const { way, waiting } of tellings) {
    const order = typeof way === 'function' ? way(waiting.length) : waiting.keys();
    await send([...order].map((index) => waiting[index] ?? ''));
  }
  await world.advance({ minutes: 61 });
  return Promise.all(tellings.map(async ({ number }) => documents(world, number)));
}

const forward = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Any order, in which some come twice and some never. */
const anyOrder = fc
  .infiniteStream(fc.tuple(fc.nat({ max: 10_000 }), fc.constantFrom(1, 1, 1, 2, 0)))
  .map((stream) => (count: number): readonly number[] => {
    const dice = [...stream.take(count)];
    return forward(count)
      .flatMap((index) => Array.from({ length: dice[index]?.[1] ?? 1 }, (_, again) => ({ index, again })))
      .map(({ index, again }) => ({ index, at: ((dice[index]?.[0] ?? 0) + again * 4_999) % 10_000 }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ index }) => index);
  });

test('E2: at once, doubled, late, backwards, at random or never: the same story has the same documents', async () => {
  const [atOnce, aPartLate, inOrder, ...others] = await tell([
    'at once',
    'a part late',
    forward,
    (count) => forward(count).toReversed(),
    () => [],
    ...fc.sample(anyOrder, { numRuns: 1, seed: 20_261_025 }),
  ]);
  const text = atOnce?.join('\n');
  expect(text).toContain('error rate at 34 % *(corrected 08:06, first said “error rate at 30 %”)*');
  expect(text).toContain('~~a mistake~~ *(withdrawn 08:09)*');
  expect(aPartLate).toEqual(atOnce);
  // who sees a comment only after its edits has nothing to correct
  expect(inOrder).toEqual(
    atOnce?.map((document) =>
      document.replace(/ \*\(corrected 08:06, first said “error rate at 30 %”\)\*/u, ''),
    ),
  );
  for (const other of others) expect(other).toEqual(inOrder);
}, 120_000);

test('E2: a command that comes before the one it builds on is refused with the reason, and taken when it is said again', async () => {
  const number = await world.incident({ labels: ['incident', 'sev2'] });
  const late = await unheard(async () => world.as('hank').comment(OWNER, REPO, number, '/take scribe'));
  await world.say('hank', number, '/release scribe');
  await send(late);
  expect((await documents(world, number)).join('\n')).toContain('**Line 1 was not recorded:**');
  expect((await documents(world, number)).join('\n')).toMatch(/\| Scribe \| \[hank\]/u);
  await world.say('hank', number, '/release scribe');
  expect((await documents(world, number)).join('\n')).toMatch(/\| Scribe \| \*nobody\*/u);
});

/** Versions of one comment as webhooks bring them, oldest first; with `second`, all edits fall into one. */
function versions(texts: readonly string[], isOneSecond: boolean) {
  return texts.map((text, index) =>
    commentFacts(1, text, {
      updatedAt: at('14:05').add({ seconds: isOneSecond ? Math.min(index, 1) : index }),
      ...(index === 0 ? {} : { editor: index % 2 === 0 ? ana : ben, former: texts[index - 1] ?? null }),
    }),
  );
}

function merged(incoming: readonly ReturnType<typeof commentFacts>[]): StoredComment | null {
  let stored: StoredComment | null = null;
  for (const facts of incoming) stored = mergeComment(stored, facts, { from: 'webhook' }) ?? stored;
  return stored;
}

test('E2: the last of a comment’s texts stands, or it is known that nobody can tell and it is read again', () => {
  const texts = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      texts,
      fc.boolean(),
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
      (all, isOneSecond, isGone, dice) => {
        const told = versions(all, isOneSecond);
        const last = told.at(-1);
        if (last === undefined) return;
        const deletion = { ...last, editor: null, former: null, deleted: { at: at('14:30'), by: ben } };
        const incoming = [...told, ...told, ...(isGone ? [deletion] : [])]
          .map((facts) => ({ facts, place: dice.next().value }))
          .toSorted((a, b) => a.place - b.place)
          .map(({ facts }) => facts);
        const stored = merged(incoming);
        expect(stored?.facts.deleted).toEqual(isGone ? deletion.deleted : null);
        // within one second nobody can always tell; then the doubt has the comment read again
        const isTie = isOneSecond && !isGone;
        expect(isTie ? 0 : stored?.doubt).toBe(0);
        expect(stored?.facts.body === last.body || (isTie && (stored?.doubt ?? 0) > 0)).toBe(true);
      },
    ),
  );
});
