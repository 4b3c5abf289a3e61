/**
 * Writes the difference, round by round, until nothing is missing: what a round creates is linked by the next one, what GitHub refuses is told by the next
 * one's board. Each round computes everything anew, so none is made where it could only find that all is well.
 */
import { setTimeout } from 'node:timers/promises';
import type { Permission } from '../core/incident/account.ts';
import { type Considered, consider } from '../core/incident/consider.ts';
import type { Neighbours } from '../core/incident/neighbour.ts';
import type { Instant, IncidentRecord } from '../core/incident/record.ts';
import { type Desired, desired } from '../core/desired.ts';
import { writeBody } from '../core/documents/marker.ts';
import type { Policy } from '../core/policy.ts';
import { isOfSilence } from '../core/reminders/remind.ts';
import { loadIncident } from '../store/load-incident.ts';
import { dropRefusals } from '../store/refusals.ts';
import { type Bodies, diff, isBoardEdit, makesLinks } from './diff.ts';
import { type Effect, EffectRefused } from './effect.ts';
import { findOwnIssue } from './find-own-issue.ts';
import { NotThere } from './gateway.ts';
import { keepRead, withIssueBodies } from './issue-bodies.ts';
import type { Looked } from './look.ts';
import { lookUpNeighbour, neighboursOf } from './neighbours.ts';
import { noteDoubtful } from './note-done.ts';
import { linksOf } from './observed.ts';
import { type OwnDocuments, observedOf, ownDocuments } from './own-documents.ts';
import { type Performance, keepRefusal, perform } from './perform.ts';
import { lookUpPermissions } from './permissions.ts';
import { effectName, isHeldBack, isOfPlace, nextTry, refusedWrites } from './refusal.ts';

/** Rounds of compute-and-write; each creates at least one document, so this many means that something disagrees with itself. */
const MOST_ROUNDS = 60;

export interface Run extends Performance {
  readonly policy: Policy;
  readonly self: number;
  readonly scope: string;
  readonly signal: AbortSignal;
  /** Whether a board edit may still wait for more to come. */
  readonly mayWait: boolean;
}

/** More came while the run was at work: look again and tell it all at once. */
export const MORE_CAME = Symbol('more came');

/**
 * Somebody is to be reminded, and the cache alone says that nothing was heard: what was written while Muster was down, or told by a webhook that was lost
 * or is late, would be asked for although it is there. GitHub is read first.
 */
export const LOOK_FIRST = Symbol('look first');

const isReminder = (effect: Effect): boolean =>
  effect.kind === 'create-comment' && isOfSilence(effect.document);

export interface Converged {
  readonly want: Desired;
  readonly considered: Considered;
  /** Numbers of the other incidents that were looked at. */
  readonly seen: ReadonlySet<number>;
  /** When a refused write is due again. */
  readonly triesAgainAt: Instant | null;
}

function recordOf(
  looked: Looked,
  own: OwnDocuments,
  self: number,
  permissions: ReadonlyMap<string, Permission | 'unknown'>,
  neighbours: Neighbours,
): IncidentRecord {
  return {
    issue: looked.issue,
    comments: looked.comments,
    events: looked.events,
    journal: [...own.journal, ...own.restored],
    self,
    permissions: { byLogin: permissions, others: null },
    neighbours,
  };
}

/** The fold, with the permissions and the other incidents that it asks for looked up. */
async function considerAll(
  run: Run,
  looked: Looked,
  own: OwnDocuments,
): Promise<Pick<Converged, 'considered' | 'seen'>> {
  const { digest } = run.ports;
  const permissions = new Map<string, Permission | 'unknown'>();
  const neighbours = await neighboursOf(run.ports, run.key, own.journal);
  for (;;) {
    const considered = consider({
      record: recordOf(looked, own, run.self, permissions, neighbours),
      policy: run.policy,
      digest,
    });
    const missing = considered.missing.filter((login) => !permissions.has(login));
    const unknown = considered.unknown.filter((number) => !neighbours.has(number));
    if (missing.length + unknown.length === 0) return { considered, seen: new Set(neighbours.keys()) };
    for (const number of unknown) neighbours.set(number, await lookUpNeighbour(run, looked, number));
    if (missing.length === 0) continue;
    for (const [login, permission] of await lookUpPermissions(run, run.policy, missing))
      permissions.set(login, permission);
  }
}

function bodiesOf({ ports, scope }: Run): Bodies {
  return {
    digest: ports.digest,
    write: ({ key, payload, text }) => writeBody({ scope, key, payload, text }, ports.signer),
  };
}

/** `null`: it stands already. */
async function createIssue(
  run: Run,
  effect: Effect & { kind: 'create-issue' },
  since: Instant,
): Promise<EffectRefused | null> {
  try {
    return (await findOwnIssue(run, effect, since)) ? null : await perform(run, effect);
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
    // issues cannot even be listed: nothing could be opened, and nothing else is kept from being written
    const refusal = new EffectRefused(effect, error.status, '');
    await keepRefusal(run, effect, refusal);
    return refusal;
  }
}

/** Whether nothing else is wanted once it is written. */
function settles(effect: Effect): boolean {
  const { kind } = effect;
  if (kind === 'create-comment') return !makesLinks(effect);
  return kind === 'react' || kind === 'unreact' || kind === 'update-comment';
}

/** `settled`: all of it stands, and nothing more is wanted because of it. */
type Ending = 'settled' | 'went through' | typeof MORE_CAME;

interface Round {
  readonly effects: readonly Effect[];
  readonly since: Instant;
  /** After an issue of ours was edited. */
  readonly onEdited: (effect: Effect & { kind: 'update-issue' }) => Promise<void>;
}

/** Writes until something was made that others link to. A board that would not tell of a refusal yet waits for the next round. */
async function write(run: Run, { effects, since, onEdited }: Round): Promise<Ending> {
  const { ports, key } = run;
  const closed = new Map<number, EffectRefused>();
  let isRefused = false;
  for (const effect of effects) {
    run.signal.throwIfAborted();
    if (isBoardEdit(effect) && isRefused) break;
    if (isBoardEdit(effect) && run.mayWait) {
      await ports.whileWaiting(async () => setTimeout(ports.quietMs, undefined, { signal: run.signal }));
      if (await ports.queue().isWoken(key)) return MORE_CAME;
    }
    const known = effect.kind === 'create-comment' ? closed.get(effect.on) : undefined;
    if (known !== undefined) {
      await keepRefusal(run, effect, known);
      continue;
    }
    const refusal =
      effect.kind === 'create-issue' ? await createIssue(run, effect, since) : await perform(run, effect);
    if (refusal === null && effect.kind === 'update-issue') await onEdited(effect);
    if (refusal === null && makesLinks(effect)) break;
    isRefused ||= refusal !== null;
    if (refusal !== null && isOfPlace(effect, refusal.status)) closed.set(effect.on, refusal);
  }
  return effects.every(settles) && !isRefused ? 'settled' : 'went through';
}

/** During a run people's comments stay as they were considered; only our own move. */
function ownOnly(before: Looked, comments: Looked['comments'], self: number): Looked['comments'] {
  return [
    ...before.comments.filter((c) => c.author.id !== self),
    ...comments.filter((c) => c.author.id === self),
  ];
}

async function reload(run: Run, now: Looked): Promise<Looked> {
  const stored = await loadIncident(run.ports.store.db, run.key);
  if (stored === null) throw new Error('the incident was forgotten during its own run');
  const { documents, memos, refusals } = stored;
  const issue = stored.issue ?? now.issue;
  return { ...now, comments: ownOnly(now, stored.comments, run.self), documents, memos, refusals, issue };
}

/** Refusals of what nobody wants any more are forgotten; whether there were any. */
async function forgetUnwanted(
  { ports, key }: Run,
  now: Looked,
  effects: readonly Effect[],
): Promise<boolean> {
  const wanted = new Set(effects.map(effectName));
  const gone = now.refusals.map(({ effect }) => effect).filter((effect) => !wanted.has(effect));
  await dropRefusals(ports.store.db, key, gone);
  return gone.length > 0;
}

export async function converge(
  run: Run,
  looked: Looked,
  own: OwnDocuments,
): Promise<Converged | typeof MORE_CAME | typeof LOOK_FIRST> {
  const { ports, key, policy } = run;
  const bodies = bodiesOf(run);
  const { considered, seen: others } = await considerAll(run, looked, own);
  const journal = [...own.journal, ...own.restored];
  let now = looked;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const mine = round === 0 ? own : ownDocuments(now, run.self, run.scope, ports.signer);
    const seen = observedOf(now, mine, run.self);
    const want = desired({
      considered,
      policy,
      journal,
      links: linksOf(seen),
      now: ports.clock.now(),
      // as GitHub itself writes it: the API may have a host of its own
      serverUrl: new URL(looked.issue.url).origin,
      refusals: refusedWrites(now.refusals, now.issue.isLocked),
    });
    if (round === 0) {
      const before = now;
      now = await noteDoubtful(ports, looked, own, want);
      if (now !== before) continue;
    }
    const observed = await withIssueBodies(run, want, seen, bodies);
    const all = diff(want, observed, key.number, bodies);
    if (await forgetUnwanted(run, now, all)) {
      now = await reload(run, now);
      continue;
    }
    const refusals = new Map(now.refusals.map((refusal) => [refusal.effect, refusal]));
    const effects = all.filter((effect) => {
      const refusal = refusals.get(effectName(effect));
      const content = ports.digest(JSON.stringify(effect));
      return refusal === undefined || !isHeldBack(refusal, content, now.readMark, ports.clock.now());
    });
    if (looked.shown === null && effects.some(isReminder)) return LOOK_FIRST;
    const edited = new Set(all.flatMap((e) => (e.kind === 'update-issue' ? [e.document] : [])));
    await keepRead(run, seen, observed, (document) => !edited.has(document));
    const end = { want, considered, seen: others, triesAgainAt: nextTry(now.refusals) };
    if (effects.length === 0) return end;
    const ending = await write(run, {
      effects,
      since: looked.issue.createdAt,
      onEdited: (effect) => keepRead(run, seen, observed, (document) => document === effect.document),
    });
    if (ending === MORE_CAME) return MORE_CAME;
    // what was refused before is told until it went through, and a double goes when all that it held stands elsewhere
    if (ending === 'settled' && now.refusals.length + mine.doubles.length === 0) return end;
    now = await reload(run, now);
  }
  throw new Error(`no end after ${MOST_ROUNDS} rounds: the documents disagree with themselves`);
}
