/**
 * Makes the cache say what GitHub says, with as few calls as it takes: none when webhooks kept it fresh, the whole issue when something is stale or a
 * write is in doubt, single comments when two versions fell into one second.
 */
import type { CommentFacts } from '../core/incident/record.ts';
import { type IncidentKey, keyText } from '../store/incident-key.ts';
import { saveComment } from '../store/comments.ts';
import { doubtBody } from '../store/documents.ts';
import { type StoredEffect, dropEffect } from '../store/effects.ts';
import { beginRead, finishRead } from '../store/full-read.ts';
import { touchIncident } from '../store/incident-row.ts';
import { type StoredIncident, loadIncident } from '../store/load-incident.ts';
import { adoptPages, healOwnIssues } from './find-own-issue.ts';
import type { Gateway, IssueRead, Place } from './gateway.ts';
import { ownDocuments } from './own-documents.ts';
import type { Performance } from './perform.ts';
import type { Ports } from './ports.ts';
import { isSecondLookDue, planSecondLook } from './second-look.ts';

/** Reads in a row because each time something came meanwhile; the run that it woke goes on from there. */
const MOST_MORE = 2;

export interface Looked extends StoredIncident {
  readonly issue: NonNullable<StoredIncident['issue']>;
  /** What a full read saw besides; null when none was needed. */
  readonly shown: Shown | null;
}

/** Of reactions and of what is folded: the cache keeps neither but for memos of what Muster did. */
export type Shown = Pick<IssueRead, 'reacted' | 'minimised'>;

interface Read {
  readonly stored: StoredIncident | null;
  readonly shown: Shown | null;
}

export function placeOf(stored: StoredIncident): Place {
  const { repository, key } = stored;
  if (repository === null) throw new Error('an incident without its repository');
  return { owner: repository.owner, repo: repository.name, number: key.number };
}

/** The issue of ours on which a comment in doubt would stand. */
function pageOf(stored: StoredIncident, { kind, document }: StoredEffect): readonly number[] {
  const issue = stored.documents.get(document.split(':')[0] ?? '');
  return kind === 'create-comment' && issue?.kind === 'issue' ? [issue.onNumber] : [];
}

/** What of ours stands elsewhere, twice perhaps. */
async function lookTwice(performance: Performance, { issue, documents }: StoredIncident): Promise<void> {
  if (issue !== null) await healOwnIssues(performance, issue.createdAt);
  for (const { kind, key, onNumber } of documents.values())
    if (kind === 'issue' && key !== 'postmortem') await adoptPages(performance, onNumber);
}

async function readAll(ports: Ports, gateway: Gateway, stored: StoredIncident): Promise<Read> {
  const { store, clock } = ports;
  const { key, repository, open } = stored;
  if (repository === null) return { stored: null, shown: null };
  const performance = { ports, gateway, place: placeOf(stored), key };
  const isTwice = isSecondLookDue(stored.memos, clock.now());
  const ticket = await store.transaction((db) => beginRead(db, key, clock.now()));
  const { id, owner, name, isPrivate } = repository;
  const read = await gateway.readIssue(placeOf(stored), { id, owner, name, isPrivate });
  // The timeline does not show what stands on issues of ours: a page in doubt is looked for there.
  const pages = new Set(open.flatMap((effect) => pageOf(stored, effect)));
  for (const number of pages) await adoptPages(performance, number);
  if (isTwice) await lookTwice(performance, stored);
  await store.transaction(async (db) => {
    await finishRead(db, key, ticket, read);
    // What the doubtful writes did, the read has shown.
    for (const effect of open) {
      await dropEffect(db, effect.id);
      // but for the text of an issue of ours, and of the pages on it
      if (effect.kind === 'update-issue' || effect.kind === 'update-comment')
        await doubtBody(db, key, effect.document);
    }
    if (isTwice || open.length > 0) await planSecondLook(db, key, open, clock.now());
  });
  return { stored: await loadIncident(store.db, key), shown: read };
}

async function readDoubtful(ports: Ports, gateway: Gateway, stored: StoredIncident): Promise<boolean> {
  for (const [id, settles] of stored.doubts) {
    const now = await gateway.readComment(placeOf(stored), id);
    const before = stored.comments.find((c) => c.id === id);
    const facts =
      now ?? (before === undefined ? null : { ...before, deleted: { at: ports.clock.now(), by: null } });
    if (facts !== null) await save(ports, stored.key, facts, settles);
  }
  return stored.doubts.size > 0;
}

async function save(ports: Ports, key: IncidentKey, facts: CommentFacts, settles: number): Promise<void> {
  await ports.store.transaction(async (db) => {
    const revision = await touchIncident(db, key);
    await saveComment(db, key, facts, { from: 'read', settles }, revision);
  });
}

/** Edited, never told by whom, and not judged with this text: the editor's right decides, so it is asked for (C4). */
async function readUnknownEditors(
  ports: Ports,
  gateway: Gateway,
  stored: StoredIncident,
  self: number,
): Promise<boolean> {
  const edited = stored.comments.filter(
    (c) =>
      c.deleted === null &&
      c.editor === null &&
      c.author.id !== self &&
      !c.author.isBot &&
      Temporal.Instant.compare(c.updatedAt, c.createdAt) > 0 &&
      /^ {0,3}\//mu.test(c.body),
  );
  if (edited.length === 0) return false;
  const { journal } = ownDocuments(stored, self, keyText(stored.key), ports.signer);
  const judged = new Set(journal.flatMap((e) => (e.kind === 'judged' ? [`${e.comment} ${e.hash}`] : [])));
  const unknown = edited.filter((c) => !judged.has(`${c.id} ${ports.digest(c.body)}`));
  if (unknown.length === 0) return false;
  const editors = await gateway.readEditors(unknown.map((c) => c.nodeId));
  for (const comment of unknown) {
    await save(
      ports,
      stored.key,
      { ...comment, editor: editors.get(comment.nodeId) ?? comment.author },
      stored.doubts.get(comment.id) ?? 0,
    );
  }
  return true;
}

/** The incident as GitHub has it, or null when there is nothing to do it for. `mustRead`: however fresh the cache seems. Throws TryLater or NotThere. */
export async function look(
  ports: Ports,
  gateway: Gateway,
  before: StoredIncident,
  self: number,
  mustRead: boolean,
): Promise<Looked | null> {
  const { store } = ports;
  const isInDoubt = before.open.length > 0;
  let { stored, shown }: Read = { stored: before, shown: null };
  const isAsked = mustRead || isInDoubt || isSecondLookDue(before.memos, ports.clock.now());
  if (before.stale !== null || before.events === null || before.issue === null || isAsked) {
    ({ stored, shown } = await readAll(ports, gateway, before));
  }
  // what came while GitHub was read, and must not be believed without a look
  for (let more = MOST_MORE; more > 0 && stored !== null && stored.stale !== null; more -= 1)
    ({ stored, shown } = await readAll(ports, gateway, stored));
  if (stored === null) return null;
  const isChanged = await readDoubtful(ports, gateway, stored);
  const isNamed = await readUnknownEditors(ports, gateway, stored, self);
  if (isChanged || isNamed) stored = await loadIncident(store.db, before.key);
  return stored === null || stored.issue === null ? null : { ...stored, issue: stored.issue, shown };
}
