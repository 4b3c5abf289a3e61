/**
 * One run for one incident: look at GitHub's record, compute the whole answer, write the difference, say when to look again. Run twice, the second
 * run writes nothing. The job that starts it carries the incident's key and nothing else.
 */
import { setTimeout } from 'node:timers/promises';
import type { Permission } from '../core/incident/account.ts';
import { type Considered, consider } from '../core/incident/consider.ts';
import type { IncidentRecord } from '../core/incident/record.ts';
import { type Desired, desired } from '../core/desired.ts';
import { writeBody } from '../core/documents/marker.ts';
import type { Policy } from '../core/policy.ts';
import { saveDocument } from '../store/documents.ts';
import { type IncidentKey, isRepository, keyText } from '../store/incident-key.ts';
import { touchIncident } from '../store/incident-row.ts';
import { saveJournal } from '../store/journal.ts';
import { loadIncident } from '../store/load-incident.ts';
import { type Bodies, diff, isBoardEdit, needsBody } from './diff.ts';
import { type Effect, InDoubt, TryLater } from './effect.ts';
import { findOwnIssue } from './find-own-issue.ts';
import { NotThere } from './gateway.ts';
import { type Looked, look, placeOf } from './look.ts';
import { noteReactions } from './note-reactions.ts';
import { type Observed, linksOf } from './observed.ts';
import { type OwnDocuments, observedOf, ownDocuments } from './own-documents.ts';
import { type Performance, perform } from './perform.ts';
import { lookUpPermissions } from './permissions.ts';
import type { Ports } from './ports.ts';
import { reconcileRepository } from './reconcile-repository.ts';

/** Rounds of compute-and-write; each creates at least one document, so this many means that something disagrees with itself. */
const MOST_ROUNDS = 60;
/**
 * A board edit waits until the incident was quiet for this long, so that a burst of commands is one edit; reactions do not wait. Real time, because it is
 * about traffic and not about the incident. Ten waits at most, then the board is written whatever comes.
 */
const QUIET_MS = 150;
const MOST_WAITS = 10;
/** Seconds after a write without an answer: GitHub's lists lag behind its writes. */
const DOUBT_SECONDS = 10;

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

/** Reads the issues of ours whose text may have to change: people write in them, so what stands there now counts. */
async function withIssueBodies(
  run: Run,
  want: Desired,
  observed: Observed,
  bodies: Bodies,
): Promise<Observed> {
  const documents = new Map(observed.documents);
  for (const document of want.documents) {
    const have = documents.get(document.key);
    if (have === undefined || !needsBody(document, have, bodies)) continue;
    const now = await run.gateway.readOwnIssue(run.place, have.number);
    // Deleted by somebody: it stays deleted, and nothing is compared with it.
    documents.set(document.key, {
      ...have,
      body: now?.body ?? null,
      writtenHash: bodies.digest(bodies.write(document)),
    });
    await keepHash(run, document.key, bodies.digest(bodies.write(document)), have);
  }
  return { ...observed, documents };
}

async function keepHash(
  { ports, key }: Run,
  document: string,
  bodyHash: string,
  have: NonNullable<ReturnType<Observed['documents']['get']>>,
): Promise<void> {
  const { kind, id, number: onNumber, nodeId, url } = have;
  await saveDocument(ports.store.db, key, {
    key: document,
    kind,
    id,
    onNumber,
    nodeId,
    url,
    bodyHash,
    once: null,
    state: 'current',
  });
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
    if (effects.length === 0) return want;
    for (const effect of effects) {
      run.signal.throwIfAborted();
      if (isBoardEdit(effect) && run.mayWait) {
        await setTimeout(QUIET_MS, undefined, { signal: run.signal });
        if (await ports.queue().isWoken(key)) return MORE_CAME;
      }
      if (
        effect.kind === 'create-issue' &&
        (await findOwnIssue(run, effect, looked.issue.createdAt, bodies.digest))
      )
        break;
      if (!(await perform(run, effect))) refused.add(JSON.stringify(effect));
      else if (makesLinks(effect)) break;
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

/** Never throws for what GitHub does: a limit or an outage sets the time of the next look. */
export async function reconcile(ports: Ports, key: IncidentKey, signal: AbortSignal): Promise<void> {
  const { clock, log } = ports;
  const name = keyText(key);
  let wakeAt: Temporal.Instant | null;
  try {
    wakeAt = isRepository(key)
      ? await reconcileRepository(ports, key)
      : await reconcileIncident(ports, key, signal);
  } catch (error) {
    if (error instanceof NotThere) {
      log(`${name}: ${error.message}`);
      wakeAt = null;
    } else if (error instanceof TryLater || error instanceof InDoubt) {
      const after = error instanceof TryLater ? error.after : DOUBT_SECONDS;
      log(`${name}: ${error.message}; looking again in ${after} s`);
      wakeAt = clock.now().add({ seconds: Math.ceil(after) });
    } else {
      throw error;
    }
  }
  await ports.queue().setWakeAt(key, wakeAt);
}
