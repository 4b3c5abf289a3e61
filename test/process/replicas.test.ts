/**
 * Three processes on one PostgreSQL, through a working day: side by side, one dies and one hangs, a new version is rolled out under load, the database
 * goes away for a while. Each test goes on where the one before ended.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MIGRATIONS, migrate } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/store.ts';
import { describeOnPostgres } from '../support/postgres.ts';
import { OWNER, REPO, type Replica, type Replicas, openReplicas } from '../support/replicas.ts';
import { commentEvent, signed } from '../support/webhooks.ts';

describeOnPostgres('three replicas', () => {
  let world: Replicas;
  let replicas: readonly Replica[];

  beforeAll(async () => {
    world = await openReplicas('2026-11-20T09:00:00Z');
    replicas = await Promise.all([world.start(), world.start(), world.start()]);
  }, 60_000);
  afterAll(async () => world.close());

  const prima = () => world.github.as('prima');
  const declare = async (title: string): Promise<number> =>
    (await prima().createIssue(OWNER, REPO, { title, labels: ['incident'] })).number;
  const say = async (number: number, text: string): Promise<number> =>
    (await prima().comment(OWNER, REPO, number, text)).id;

  /** Bodies of Muster's comments on the issue. */
  const ours = (number: number): readonly string[] =>
    world.github
      .issueExport(OWNER, REPO, number)
      .comments.filter((c) => c.user?.login === 'muster[bot]')
      .map((c) => c.body);
  /** Muster's writes to a path, since the last `clearCalls`. */
  const writes = (path: string): number =>
    world.github.calls.filter(
      (c) => c.actor === 'muster[bot]' && c.method === 'POST' && c.path.endsWith(path),
    ).length;
  const reactionsTo = (comment: number) => writes(`/issues/comments/${comment}/reactions`);

  /** Holds the next such request of any replica; `who` has it. */
  function holdAny(pattern: RegExp) {
    const holds = replicas.map((replica) => ({ replica, ...replica.gate.hold(pattern) }));
    const arrived: Replica[] = [];
    const arrivals = holds.map(async ({ replica, held }) => {
      await held;
      arrived.push(replica);
      return replica;
    });
    return {
      who: async () => Promise.race(arrivals),
      arrived,
      release: (which: (replica: Replica) => boolean = () => true) => {
        for (const hold of holds) if (which(hold.replica)) hold.release();
      },
    };
  }

  test('E4: an incident is worked by one of them at a time, others meanwhile by the rest', async () => {
    const board = holdAny(/^POST .*\/issues\/1\/comments$/u);
    const first = await declare('Checkout fails');
    await board.who();
    const comments: number[] = [];
    for (const name of ['a', 'b', 'c']) comments.push(await say(first, `/timeline note ${name}`));
    const others = [await declare('Search is slow'), await declare('Mail is late')];
    await world.until(() => others.every((number) => ours(number).length === 1));
    expect(board.arrived).toHaveLength(1);
    expect(ours(first)).toEqual([]);
    board.release();
    await world.settled();
    expect(writes(`/issues/${first}/comments`)).toBe(1);
    expect(comments.map(reactionsTo)).toEqual([1, 1, 1]);
  }, 30_000);

  test('E4: a timer fires once, though all of them see that it is due', async () => {
    world.github.clearCalls();
    await world.github.advance({ minutes: 30 });
    await world.until(() => [1, 2, 3].every((number) => ours(number).length === 2));
    await world.settled();
    expect([1, 2, 3].map((number) => writes(`/issues/${number}/comments`))).toEqual([1, 1, 1]);
  }, 30_000);

  test('E2: runs of one that hangs and of one that died are taken over; the hung one wakes up and writes nothing', async () => {
    await world.github.advance({ minutes: 6 }); // what is known of people's rights is too old then
    await world.settled();
    world.github.clearCalls();
    // the last thing that a run asks before it writes
    const reading = holdAny(/^GET .*\/collaborators\/prima\/permission$/u);
    await declare('Login fails');
    const hung = await reading.who();
    hung.main.kill('SIGSTOP');
    world.rest(hung);
    reading.release((replica) => replica !== hung);

    const writing = holdAny(/^POST .*\/issues\/5\/comments$/u);
    await declare('Cart is empty');
    const dead = await writing.who();
    dead.main.kill('SIGKILL');
    writing.release((replica) => replica !== dead);
    await dead.main.ended();

    await world.ageHeartbeats(10);
    await world.until(() => ours(4).length === 1 && ours(5).length === 1);
    reading.release();
    hung.main.kill('SIGCONT');
    await hung.main.said('was left to another');
    world.rejoin(hung);
    await world.settled();
    expect([4, 5].map((number) => writes(`/issues/${number}/comments`))).toEqual([1, 1]);
    expect([4, 5].map((number) => writes(`/issues/${number}/reactions`))).toEqual([1, 1]);
    replicas = replicas.filter((replica) => replica !== dead);
  }, 30_000);

  test('E4: a rolling upgrade under load, with a migration in its middle, loses and doubles nothing', async () => {
    world.github.clearCalls();
    const incidents = [1, 2, 3];
    const load = { isOver: false, said: [] as { incident: number; note: string; comment: number }[] };
    const players = incidents.map(async (incident) => {
      for (let n = 1; !load.isOver; n += 1) {
        const note = `load-${incident}-${n}-`;
        const comment = await say(incident, `/timeline ${note}`);
        load.said.push({ incident, note, comment });
        // as fast as they answer, and no faster: how much that is differs from machine to machine
        await world.until(() => reactionsTo(comment) > 0);
        await world.github.advance({ seconds: 1 });
      }
    });
    const delivered = world.github.deliveries.length;
    const next = await openStore({ databaseUrl: world.databaseUrl, dataDir: '' });
    const added = { adds: ["alter table muster.incident add column mood text not null default 'calm'"] };
    expect(await migrate(next.db, [...MIGRATIONS, added])).toBeNull();
    await next.close();
    const former = replicas;
    const newer = [await world.start()];
    for (const one of former) {
      newer.push(await world.start());
      expect(await world.drain(one)).toBe(0);
    }
    replicas = newer;
    load.isOver = true;
    await Promise.all(players);
    await world.settled();
    expect(load.said.length).toBeGreaterThan(20);
    expect(load.said.filter(({ comment }) => reactionsTo(comment) !== 1)).toEqual([]);
    expect(incidents.map((number) => writes(`/issues/${number}/comments`))).toEqual([0, 0, 0]);
    for (const { main } of newer) expect(main.out()).toContain('this one works on beside it');
    const answers = world.github.deliveries.slice(delivered).map((delivery) => delivery.statusCode);
    expect(answers.filter((status) => status !== 202)).toEqual([]);

    for (const number of incidents) await prima().editIssue(OWNER, REPO, number, { state: 'closed' });
    await world.settled();
    // the scribe comment has each of them, once
    const told = new Map(
      incidents.map((number) => [
        number,
        ours(number).find((body) => body.includes(`load-${number}-1-`)) ?? '',
      ]),
    );
    expect(
      load.said.filter(({ incident, note }) => (told.get(incident) ?? '').split(note).length !== 2),
    ).toEqual([]);
    expect(incidents.map((number) => writes(`/issues/${number}/comments`))).toEqual([2, 2, 2]);
  }, 120_000);

  test('U5: the database goes away and comes back: not ready meanwhile, then all as before, and nothing lost', async () => {
    const incident = await declare('Payments fail');
    await world.settled();
    world.github.clearCalls();
    await world.postgres.crash();
    for (const replica of replicas) await world.until(async () => (await world.readiness(replica)) === 503);
    const unheard = await say(incident, '/timeline while it was away');
    await world.github.settled();
    const { port } = replicas[0]!;
    const event = signed(world.webhookSecret, 'issue_comment', commentEvent('created'));
    const refused = await fetch(`http://127.0.0.1:${port}/api/github/webhooks`, { method: 'POST', ...event });
    expect(refused.status).toBe(503);
    await world.postgres.resume();
    for (const replica of replicas) await world.until(async () => (await world.readiness(replica)) === 200);
    const heard = await say(incident, '/timeline when it was back');
    await world.until(() => reactionsTo(heard) === 1);
    await world.github.advance({ hours: 1 });
    await world.until(() => reactionsTo(unheard) === 1);
    await world.settled();
    expect([unheard, heard].map(reactionsTo)).toEqual([1, 1]);
  }, 60_000);
});
