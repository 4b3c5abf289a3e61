/** One run: people play while everything breaks, then it comes to rest, then what stands is held against what should. */
import { setTimeout } from 'node:timers/promises';
import { createSigner } from '../../signer.ts';
import { derivedSecret } from '../../settings.ts';
import { type Arena, openArena } from './arena.ts';
import { compareDocuments, neighboursIn } from './check/compare-documents.ts';
import { readRecord, readRepository } from './check/read-repository.ts';
import { throwDice } from './dice.ts';
import type { FaultCount } from './faults.ts';
import type { Finding } from './finding.ts';
import type { ChaosOptions } from './options.ts';
import { ADMIN, CAST } from './players/cast.ts';
import { lastVersion } from './players/journal.ts';
import { MUSTER } from './players/page.ts';
import { callsOf, quiet, settle } from './settle.ts';

export interface ChaosResult {
  readonly options: ChaosOptions;
  readonly engine: string;
  readonly faults: FaultCount;
  readonly incidents: number;
  readonly comments: number;
  readonly commands: number;
  readonly deeds: number;
  /** How often what is told apart was played. */
  readonly played: Readonly<Record<string, number>>;
  readonly calls: number;
  readonly webhooks: number;
  readonly settleSeconds: number;
  readonly findings: readonly Finding[];
}

/** Real milliseconds of a tick. */
const TICK = 50;
/** Longest move of the clock in a tick, in seconds: a minute of play is some two hours. */
const LEAP = 4;
/** People pause while more runs or webhooks than this wait: a run is about faults and not about load, and any machine shall come to its end. */
const MOST_WAITING = 60;
const ASK_EVERY_TICKS = 6;

/** Share of the pace that people keep. They go on while nobody answers, but not so that it would take minutes to catch up. */
async function eagerness({ github, fleet }: Arena): Promise<number> {
  const work = await fleet.work();
  if (work === null) return 0.2;
  return Math.max(work, github.waiting()) > MOST_WAITING ? 0 : 1;
}

/** So long the storm goes on over what is still to be done when people have stopped. */
const AFTERMATH_MS = 15_000;

/** The clock moves, people act, everything breaks; and when they have stopped, it goes on breaking until Muster has caught up. */
async function play(arena: Arena, { seconds, seed, pace, deeds }: ChaosOptions): Promise<void> {
  const { github, crew, fleet } = arena;
  const dice = throwDice(seed, 'clock');
  let last = performance.now();
  /** One tick; `work` is done in it. */
  const tick = async (work: (passed: number) => Promise<void>): Promise<void> => {
    const now = performance.now();
    const passed = now - last;
    last = now;
    // several deeds of one tick happen in one second of GitHub's
    await github.advance({ seconds: dice.between(0, LEAP) });
    await work(passed);
    fleet.trouble(passed);
    await setTimeout(Math.max(0, TICK - (performance.now() - now)));
  };

  const end = last + seconds * 1_000;
  let [owed, eager] = [0, 1];
  for (let index = 0; performance.now() < end && crew.deeds < deeds; index += 1) {
    await tick(async (passed) => {
      if (index % ASK_EVERY_TICKS === 0) eager = await eagerness(arena);
      owed = Math.min(owed + (eager * pace * passed) / 1_000, pace);
      await crew.act(Math.floor(owed));
      owed -= Math.floor(owed);
      await crew.administer(passed);
    });
  }
  await crew.finish();
  const limit = performance.now() + AFTERMATH_MS;
  while (performance.now() < limit && (github.waiting() > 0 || (await fleet.work()) !== 0))
    await tick(async () => Promise.resolve());
}

/** What stands on GitHub against what the core makes of GitHub's record. */
async function compare(arena: Arena): Promise<readonly Finding[]> {
  const { github, crew, webhookSecret } = arena;
  const { body: self } = await github.as(ADMIN).request('GET', `/users/${encodeURIComponent(MUSTER)}`);
  const setting = {
    self: Number(typeof self === 'object' && self !== null ? Reflect.get(self, 'id') : NaN),
    signer: createSigner([derivedSecret(webhookSecret)]),
    now: github.now(),
    permissions: new Map(
      CAST.map(({ login, role }) => [login, role === 'outsider' ? ('read' as const) : role]),
    ),
  };
  const found: Finding[] = [];
  for (const repository of new Set(crew.issues.map((issue) => issue.repository))) {
    const read = await readRepository(github, ADMIN, repository, MUSTER);
    const there = crew.issues.filter(
      (issue) => issue.repository === repository && !issue.isDeleted && !crew.outOfSight.has(issue),
    );
    const records = new Map(
      there.map((issue) => [issue, readRecord(github, read, issue.number, MUSTER, setting.signer)]),
    );
    const neighbours = neighboursIn([...records.values()], setting);
    for (const [issue, record] of records) {
      if (issue.phase !== 'never') found.push(...compareDocuments(record, setting, neighbours));
    }
  }
  return found;
}

/** What becomes a fact; pins do not. */
const FACTS = new Set(['created', 'edited', 'deleted']);

/** An issue of Muster's own is no incident. */
function isAboutOwnIssue(payload: Readonly<Record<string, unknown>>): boolean {
  const { issue } = payload;
  const user: unknown = typeof issue === 'object' && issue !== null ? Reflect.get(issue, 'user') : null;
  return typeof user === 'object' && user !== null && Reflect.get(user, 'login') === MUSTER;
}

/** What was acknowledged was stored: every webhook about an incident's comment that was answered with 202 since the database was lost last. */
async function judgeDatabase(arena: Arena, lostAt: Temporal.Instant | null): Promise<readonly Finding[]> {
  const { worked, givenUp } = await arena.database.lastLook();
  const since = lostAt?.add({ minutes: 1 }).epochMilliseconds ?? -Infinity;
  const unkept = arena.github.deliveries.filter(
    ({ id, event, action, statusCode, request, response, deliveredAt }) =>
      event === 'issue_comment' &&
      FACTS.has(action ?? '') &&
      !isAboutOwnIssue(request.payload) &&
      statusCode === 202 &&
      response.payload.includes('"stored"') &&
      Date.parse(deliveredAt) > since &&
      !worked.has(id),
  );
  return [
    ...unkept.map(({ id, action, deliveredAt }): Finding => ({
      kind: 'lost',
      where: `webhook ${id}`,
      what: `issue_comment ${action} of ${deliveredAt} was answered with 202 and is not stored`,
      details: [],
    })),
    ...givenUp.map(({ key, tries, why }): Finding => ({
      kind: 'unsettled',
      where: `incident ${key.repositoryId}#${key.number}`,
      what: `given up after ${tries} tries: ${why}`,
      details: [],
    })),
  ];
}

/** Also where one was taken away again: each document is written once. */
function judgeWrites({ watch, crew }: Arena): readonly Finding[] {
  return watch.doubles.map(({ where, name }) => ({
    kind: 'doubled',
    where,
    what: `${name} was written while another one stood there`,
    details: crew.storyOf(where),
  }));
}

/** The database is lost once more: the same documents, and nothing new. */
async function rebuild(arena: Arena): Promise<readonly Finding[]> {
  const before = arena.watch.written.length;
  await arena.fleet.loseEverything();
  await arena.fleet.untilCalm();
  const what = await quiet(arena);
  const found: Finding[] = [];
  const about = 'after the database was lost at the end';
  if (what !== null)
    found.push({ kind: 'unsettled', where: 'the whole', what: `${about}: ${what}`, details: [] });
  for (const { where, name } of arena.watch.written.slice(before))
    found.push({
      kind: 'doubled',
      where,
      what: `${about}, ${name} was written anew`,
      details: arena.crew.storyOf(where),
    });
  return found;
}

function afterRebuild(finding: Finding): Finding {
  return { ...finding, what: `after the database was lost at the end: ${finding.what}` };
}

async function judgeAll(arena: Arena, options: ChaosOptions): Promise<readonly Finding[]> {
  const { fleet, crew } = arena;
  const times = fleet.losses;
  const at = fleet.lostAt === null ? null : fleet.lostAt.epochMilliseconds / 1_000;
  const rest = await settle(arena);
  if (rest.length > 0) return rest;
  const found = [...(await crew.judge({ times, at, ever: times })), ...(await compare(arena))];
  if (options.rebuild && found.length === 0) {
    found.push(...(await rebuild(arena)));
    found.push(
      ...(await crew.judge({ times, at, ever: times + 1 })).map(afterRebuild),
      ...(await compare(arena)).map(afterRebuild),
    );
  }
  return found;
}

function playedIn({ crew }: Arena): ChaosResult['played'] {
  const pieces = crew.issues.flatMap(({ comments }) =>
    comments.flatMap((posted) => posted.versions.flatMap((version) => version.pieces)),
  );
  const count = (kind: (typeof pieces)[number]['kind']): number =>
    pieces.filter((piece) => piece.kind === kind).length;
  return {
    merges: count('merge'),
    'commands of calls': count('attempt'),
    questions: count('question'),
    'pasted logs': pieces.filter((piece) => 'tail' in piece && piece.tail.length > 1_000).length,
    edits: crew.issues.flatMap(({ comments }) => comments.flatMap(({ versions }) => versions.slice(1)))
      .length,
    deletions: crew.issues.flatMap(({ comments }) => comments.filter(({ isDeleted }) => isDeleted)).length,
    'write-ups': crew.issues.flatMap(({ postmortem: { words, ticked } }) => [...words, ...ticked]).length,
    'comments on one incident': Math.max(0, ...crew.issues.map(({ comments }) => comments.length)),
  };
}

/** Throws what keeps it from starting; everything is closed and gone at the end. */
export async function runChaos(
  options: ChaosOptions,
  onRest: () => void = () => undefined,
): Promise<ChaosResult> {
  const arena = await openArena(options);
  try {
    await play(arena, options);
    onRest();
    const started = performance.now();
    const found = await judgeAll(arena, options);
    const settleSeconds = (performance.now() - started) / 1_000;
    await arena.fleet.stop();
    const kept = await judgeDatabase(arena, arena.fleet.lostAt);
    const { crew, count, github, fleet, database } = arena;
    const comments = crew.issues.flatMap((issue) => issue.comments);
    return {
      options,
      engine: database.engine,
      faults: count,
      incidents: crew.issues.filter(({ phase }) => phase !== 'never').length,
      comments: comments.length,
      commands: comments.flatMap((posted) => lastVersion(posted).pieces.filter(({ kind }) => kind !== 'talk'))
        .length,
      deeds: crew.deeds,
      played: playedIn(arena),
      calls: callsOf(arena),
      webhooks: github.deliveries.length,
      settleSeconds,
      findings: [...fleet.findings, ...found, ...judgeWrites(arena), ...kept],
    };
  } finally {
    await arena.close();
  }
}
