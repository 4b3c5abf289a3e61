/**
 * The run for a repository itself: reads its configuration, tells what is wrong with it, and makes the cache of its incidents say what GitHub says (E1,
 * E2), whatever was lost on the way. Three calls when nothing happened:
 *   open issues with the label   incidents that nobody told about, and those of which a comment is gone: GitHub counts fewer than we hold
 *   issues changed               closed meanwhile, or the label taken off
 *   comments changed             where an incident lives
 * What differs makes the incident stale, and its own run reads it. `since` lies some minutes before the last resync began: lists lag, clocks differ.
 */
import { readBody } from '../core/documents/marker.ts';
import type { Instant, IssueFacts } from '../core/incident/record.ts';
import type { Policy } from '../core/policy.ts';
import { loadComment, saveComment } from '../store/comments.ts';
import { type IncidentKey, keyText } from '../store/incident-key.ts';
import { knownIncidents, markStale, touchIncident } from '../store/incident-row.ts';
import { saveIssue } from '../store/issues.ts';
import { loadRepository } from '../store/repositories.ts';
import { cachedComments, liveIncidents, loadSyncedAt, saveSyncedAt, wasLabelled } from '../store/synced.ts';
import type { ChangedComment, Gateway, ListedIssue, Place } from './gateway.ts';
import { noticeComment, noticeIssue } from './notice-doubles.ts';
import { markFound } from './mark-found.ts';
import type { Ports } from './ports.ts';

const OVERLAP: Temporal.DurationLike = { minutes: 10 };
/** A closed incident is still compared for this long: people correct entries, and commands on it count (C8). */
export const LIVE_FOR: Temporal.DurationLike = { hours: 14 * 24 };

interface Comparison {
  readonly ports: Ports;
  readonly gateway: Gateway;
  readonly place: Place;
  readonly facts: IssueFacts['repository'];
  readonly policy: Policy;
  /** Numbers of known incidents; grows. */
  readonly known: Set<number>;
  /** Numbers of issues compared in this run. */
  readonly compared: Set<number>;
}

/** Holds an issue of a list against the cache; where they differ, or nothing is known, its run reads it. */
async function compareIssue(
  comparison: Comparison,
  { issue, updatedAt, comments }: ListedIssue,
): Promise<void> {
  const { ports, facts, known, compared } = comparison;
  if (compared.has(issue.number)) return;
  compared.add(issue.number);
  const isKnown = known.has(issue.number);
  known.add(issue.number);
  const key = { repositoryId: facts.id, number: issue.number };
  await ports.store.transaction(async (db) => {
    await touchIncident(db, key);
    const cached = isKnown ? await cachedComments(db, key) : null;
    const outcome = await saveIssue(db, key, issue, updatedAt);
    if (outcome === 'older') return; // a list that lags behind our webhooks
    const isCounted = comments === null || comments === cached;
    if (outcome === 'same' && isCounted && cached !== null) return;
    await markStale(db, key, isKnown ? 'a list says otherwise' : 'found by its label');
    await ports.queue().wake(key);
  });
}

async function compareComment(
  { ports, facts }: Comparison,
  { number, facts: comment }: ChangedComment,
): Promise<void> {
  const key = { repositoryId: facts.id, number };
  await ports.store.transaction(async (db) => {
    const revision = await touchIncident(db, key);
    const settles = (await loadComment(db, key, comment.id))?.doubt ?? 0;
    const outcome = await saveComment(db, key, comment, { from: 'read', settles }, revision);
    if (outcome !== 'kept') await ports.queue().wake(key);
    else await noticeComment(ports, key, comment);
  });
}

async function compareOpen(comparison: Comparison, isFirst: boolean): Promise<void> {
  const { ports, gateway, place, facts, policy } = comparison;
  const { incident, drill } = policy.labels;
  const hasDrills = isFirst || (await wasLabelled(ports.store.db, facts.id, drill));
  for (const label of hasDrills ? [incident, drill] : [incident]) {
    for (const listed of await gateway.listLabelled(place, label, facts, null))
      await compareIssue(comparison, listed);
  }
}

/**
 * Nothing is known yet: what carries a document of ours was worked on before, closed or not, with the label or without. Anything else that is closed is the past, on
 * which nothing is written. False when more was written in the repository than is worth listing.
 */
async function findWorkedOn(
  { ports, gateway, place, facts, known }: Comparison,
  since: Instant,
): Promise<boolean> {
  const comments = await gateway.changedComments(place, since);
  if (comments === null) return false;
  const self = await ports.self();
  for (const { number, facts: comment } of comments) {
    if (comment.author.id !== self || known.has(number)) continue;
    const key = { repositoryId: facts.id, number };
    // pages of an issue of ours are of the incident that they are about
    if (readBody(comment.body, keyText(key), ports.signer) === null) continue;
    known.add(number);
    await markFound(ports, key, 'found by its documents');
  }
  return true;
}

/** The same where too much was written: closed issues with the label, one by one. */
async function findClosed(comparison: Comparison, since: Instant): Promise<void> {
  const { ports, gateway, place, facts, policy, known } = comparison;
  for (const label of [policy.labels.incident, policy.labels.drill]) {
    for (const listed of await gateway.listLabelled(place, label, facts, since)) {
      const { number } = listed.issue;
      if (!known.has(number) && (await gateway.isCommentedBy(place, number, await ports.self())))
        await compareIssue(comparison, listed);
    }
  }
}

async function compareChanges(
  comparison: Comparison,
  since: Instant,
  live: readonly number[],
): Promise<void> {
  const { ports, gateway, place, facts, policy, known } = comparison;
  const labels = new Set([policy.labels.incident, policy.labels.drill].map((l) => l.toLowerCase()));
  const issues = await gateway.changedIssues(place, since, facts);
  const comments = live.length === 0 ? [] : await gateway.changedComments(place, since);
  if (issues === null || comments === null) {
    await rereadAll(ports, facts.id, live);
    return;
  }
  const incidents = live.map((number) => ({ repositoryId: facts.id, number }));
  for (const listed of issues) {
    await noticeIssue(ports, listed.issue, incidents);
    const isLabelled = listed.issue.labels.some((label) => labels.has(label.toLowerCase()));
    if (isLabelled || known.has(listed.issue.number)) await compareIssue(comparison, listed);
  }
  for (const changed of comments) if (known.has(changed.number)) await compareComment(comparison, changed);
}

async function rereadAll(ports: Ports, repositoryId: number, numbers: readonly number[]): Promise<void> {
  for (const number of numbers)
    await markFound(ports, { repositoryId, number }, 'more changed in the repository than is worth listing');
}

/** Returns when to look again: never by itself, its installation's run sees to that. */
export async function reconcileRepository(
  ports: Ports,
  { repositoryId }: IncidentKey,
): Promise<Instant | null> {
  const { store, clock } = ports;
  const startedAt = clock.now();
  const repository = await loadRepository(store.db, repositoryId);
  if (repository === null || repository.installationId === null) return null;
  if (repository.isRemoved || repository.isArchived) return null;
  const { id, owner, name, isPrivate } = repository;
  const facts = { id, owner, name, isPrivate };
  const comparison: Comparison = {
    ports,
    gateway: await ports.gateway(repository.installationId),
    place: { owner, repo: name, number: 0 },
    facts,
    policy: await ports.policy(repository.installationId, facts),
    known: new Set(await knownIncidents(store.db, id)),
    compared: new Set(),
  };
  const syncedAt = await loadSyncedAt(store.db, id);
  await compareOpen(comparison, syncedAt === null);
  const liveSince = startedAt.subtract(LIVE_FOR);
  if (syncedAt === null) {
    if (!(await findWorkedOn(comparison, liveSince))) await findClosed(comparison, liveSince);
  } else
    await compareChanges(
      comparison,
      syncedAt.subtract(OVERLAP),
      await liveIncidents(store.db, id, liveSince),
    );
  await saveSyncedAt(store.db, id, startedAt);
  return null;
}
