/**
 * One run for one incident: look at GitHub's record, compute the whole answer, write the difference, say when to look again. Run twice, the second
 * run writes nothing. The job that starts it carries the incident's key and nothing else.
 */
import { setTimeout } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Permission } from '../core/incident/account.ts';
import { type Considered, consider } from '../core/incident/consider.ts';
import type { IncidentRecord } from '../core/incident/record.ts';
import { type Desired, desired } from '../core/desired.ts';
import { writeBody } from '../core/documents/marker.ts';
import type { Policy } from '../core/policy.ts';
import { type IncidentKey, keyText, kindOf } from '../store/incident-key.ts';
import { touchIncident } from '../store/incident-row.ts';
import { saveJournal } from '../store/journal.ts';
import { loadIncident } from '../store/load-incident.ts';
import { type Bodies, diff, isBoardEdit } from './diff.ts';
import { type Effect, InDoubt, TryLater } from './effect.ts';
import { findOwnIssue } from './find-own-issue.ts';
import { NotThere } from './gateway.ts';
import { keepRead, withIssueBodies } from './issue-bodies.ts';
import { type Looked, look, placeOf } from './look.ts';
import { lookAgain } from './look-again.ts';
import { noteReactions } from './note-reactions.ts';
import { linksOf } from './observed.ts';
import { type OwnDocuments, observedOf, ownDocuments } from './own-documents.ts';
import { type Performance, perform } from './perform.ts';
import { lookUpPermissions } from './permissions.ts';
import type { Ports } from './ports.ts';
import { reconcileRepository } from './reconcile-repository.ts';
import { resyncApp } from './resync-app.ts';
import { resyncInstallation } from './resync-installation.ts';

/** Rounds of compute-and-write; each creates at least one document, so this many means that something disagrees with itself. */
const MOST_ROUNDS = 60;
/** So often a board edit waits for the incident to be quiet; then the board is written whatever comes. */
const MOST_WAITS = 10;

interface Run extends Performance {
  readonly policy: Policy;
  readonly self: number;
  readonly scope: string;
  readonly signal: AbortSignal;
  /** Whether a board edit may still wait for more to come. */
  readonly mayWait: boolean;
}

/** More came while the run was at work: look again and tell it all at once. */
const MORE_CAME = Symbol('more came');

function recordOf(
  looked: Looked,
  own: OwnDocuments,
  self: number,
  permissions: ReadonlyMap<string, Permission | 'unknown'>,
): IncidentRecord {
  return {
    issue: looked.issue,
    comments: looked.comments,
    events: looked.events,
    journal: [...own.journal, ...own.restored],
    self,
    permissions: { byLogin: permissions, others: null },
  };
}

/** The fold, with the permissions it asks for looked up. */
async function considerAll(run: Run, looked: Looked, own: OwnDocuments): Promise<Considered> {
  const { digest } = run.ports;
  const permissions = new Map<string, Permission | 'unknown'>();
  for (;;) {
    const considered = consider({
      record: recordOf(looked, own, run.self, permissions),
      policy: run.policy,
      digest,
    });
    const missing = considered.missing.filter((login) => !permissions.has(login));
    if (missing.length === 0) return considered;
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

/** Whether later effects may depend on what this one made: then everything is computed anew. */
function makesLinks(effect: Effect): boolean {
  return effect.kind === 'create-comment' || effect.kind === 'create-issue';
}

async function writeDifference(
  run: Run,
  looked: Looked,
  own: OwnDocuments,
): Promise<Desired | typeof MORE_CAME> {
  const { ports, key, policy } = run;
  const bodies = bodiesOf(run);
  const considered = await considerAll(run, looked, own);
  const journal = [...own.journal, ...own.restored];
  const refused = new Set<string>();
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
    });
    const observed = await withIssueBodies(run, want, seen, bodies);
    const effects = diff(want, observed, key.number, bodies).filter((e) => !refused.has(JSON.stringify(e)));
    const edited = new Set(effects.flatMap((e) => (e.kind === 'update-issue' ? [e.document] : [])));
    await keepRead(run, seen, observed, (document) => !edited.has(document));
    if (effects.length === 0) return want;
    for (const effect of effects) {
      run.signal.throwIfAborted();
      if (isBoardEdit(effect) && run.mayWait) {
        await setTimeout(ports.quietMs, undefined, { signal: run.signal });
        if (await ports.queue().isWoken(key)) return MORE_CAME;
      }
      if (
        effect.kind === 'create-issue' &&
        (await findOwnIssue(run, effect, looked.issue.createdAt, bodies.digest))
      )
        break;
      const isWritten = await perform(run, effect);
      if (!isWritten) refused.add(JSON.stringify(effect));
      else if (effect.kind === 'update-issue') {
        await keepRead(run, seen, observed, (document) => document === effect.document);
      } else if (makesLinks(effect)) break;
    }
    const stored = await ports.store.transaction((db) => loadIncident(db, key));
    if (stored === null) throw new Error('the incident was forgotten during its own run');
    now = {
      ...now,
      comments: ownOnly(now, stored.comments, run.self),
      documents: stored.documents,
      memos: stored.memos,
      issue: stored.issue ?? now.issue,
    };
  }
  throw new Error(`no end after ${MOST_ROUNDS} rounds: the documents disagree with themselves`);
}

/** During a run people's comments stay as they were considered; only our own move. */
function ownOnly(before: Looked, comments: Looked['comments'], self: number): Looked['comments'] {
  return [
    ...before.comments.filter((c) => c.author.id !== self),
    ...comments.filter((c) => c.author.id === self),
  ];
}

/** One look and what follows from it. */
async function attempt(
  ports: Ports,
  key: IncidentKey,
  signal: AbortSignal,
  mayWait: boolean,
): Promise<Temporal.Instant | null | typeof MORE_CAME> {
  const stored = await ports.store.transaction((db) => loadIncident(db, key));
  if (stored?.repository == null || stored.gone !== null) return null;
  const { repository } = stored;
  if (repository.isRemoved || repository.isArchived || repository.installationId === null) return null;
  const [gateway, self] = await Promise.all([ports.gateway(repository.installationId), ports.self()]);
  const looked = await look(ports, gateway, stored, self);
  if (looked === null || looked.issue.isPullRequest) return null;
  const policy = await ports.policy(repository.installationId, looked.issue.repository);
  const scope = keyText(key);
  const work: Run = { ports, gateway, place: placeOf(looked), key, policy, self, scope, signal, mayWait };
  const own = ownDocuments(looked, self, scope, ports.signer);
  const noted = await noteReactions(ports, looked, own.journal);
  const want = await writeDifference(work, noted, own);
  if (want === MORE_CAME) return MORE_CAME;
  await ports.store.transaction(async (db) => {
    await touchIncident(db, key);
    await saveJournal(db, key, want.journal);
  });
  return want.wakeAt;
}

async function reconcileIncident(
  ports: Ports,
  key: IncidentKey,
  signal: AbortSignal,
): Promise<Temporal.Instant | null> {
  for (let waits = 0; ; waits += 1) {
    const wakeAt = await attempt(ports, key, signal, waits < MOST_WAITS);
    if (wakeAt !== MORE_CAME) return wakeAt;
  }
}

/** Each kind of key has its run. Returns when to look again. */
async function runOf(ports: Ports, key: IncidentKey, signal: AbortSignal): Promise<Temporal.Instant | null> {
  switch (kindOf(key)) {
    case 'app':
      return await resyncApp(ports);
    case 'installation':
      await resyncInstallation(ports, key);
      return null;
    case 'repository':
      return await reconcileRepository(ports, key);
    case 'incident':
      return await reconcileIncident(ports, key, signal);
  }
}

/** Never throws for what GitHub does: a limit or an outage sets the time of the next look. */
export async function reconcile(all: Ports, key: IncidentKey, signal: AbortSignal): Promise<void> {
  const name = keyText(key);
  // every line of a run can be found by its incident
  const log: Log = (line, level, about) => all.log(line, level, { incident: name, ...about });
  const ports: Ports = { ...all, log };
  let wakeAt: Temporal.Instant | null;
  try {
    wakeAt = await runOf(ports, key, signal);
  } catch (error) {
    if (!(error instanceof NotThere || error instanceof TryLater || error instanceof InDoubt)) throw error;
    wakeAt = await lookAgain(ports, key, error);
    const seconds = wakeAt?.since(ports.clock.now()).total('seconds');
    const again = seconds === undefined ? '' : `; looking again in ${Math.ceil(seconds)} s`;
    log(`${name}: ${error.message}${again}`, error instanceof NotThere ? 'info' : 'warn');
  }
  await ports.queue().setWakeAt(key, wakeAt);
}
