/**
 * The difference between what should stand and what stands, as effects in the order in which they are to be applied: new documents first, which
 * others link to, then the reactions that people wait for, and an edit of the board last, when everything is known that it tells. Nothing wanted and
 * nothing missing gives [].
 */
import type { DesiredDocument, DocumentKey } from '../core/documents/document.ts';
import { updateRegions } from '../core/documents/update-regions.ts';
import { MOST_ASSIGNEES } from '../core/incident/assignees.ts';
import type { Desired } from '../core/desired.ts';
import type { Effect, Reaction } from './effect.ts';
import { NO_DUPLICATE_MEMO, minimisedMemo } from './memo-names.ts';
import { type Observed, type ObservedDocument, reactionKey } from './observed.ts';

export interface Bodies {
  /** The whole body of a document, marker included. */
  readonly write: (document: DesiredDocument) => string;
  readonly digest: (text: string) => string;
}

/** GitHub stores what it gets but for line ends. */
function sameBody(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n').trimEnd() === b.replaceAll('\r\n', '\n').trimEnd();
}

function commentEffect(
  want: DesiredDocument & { kind: 'comment' },
  have: ObservedDocument | undefined,
  on: number | null,
  bodies: Bodies,
): Effect | null {
  if (have === undefined)
    return on === null ? null : { kind: 'create-comment', document: want.key, on, body: bodies.write(want) };
  if (want.once !== null && have.once === want.once) return null;
  const body = bodies.write(want);
  if (have.body === null ? have.writtenHash === bodies.digest(body) : sameBody(have.body, body)) return null;
  return { kind: 'update-comment', document: want.key, on: have.number, id: have.id, body };
}

/** An issue of ours whose body has to be read before it can be decided whether it changes. */
export function needsBody(
  want: DesiredDocument,
  have: ObservedDocument | undefined,
  bodies: Bodies,
): boolean {
  return (
    want.kind === 'issue' &&
    have !== undefined &&
    have.body === null &&
    have.writtenHash !== bodies.digest(bodies.write(want))
  );
}

function issueEffect(
  want: DesiredDocument & { kind: 'issue' },
  have: ObservedDocument | undefined,
  bodies: Bodies,
): Effect | null {
  const body = bodies.write(want);
  if (have === undefined)
    return { kind: 'create-issue', document: want.key, title: want.title, body, labels: want.labels };
  if (have.body === null) return null;
  const after = want.regions === null ? body : updateRegions(have.body, body, want.regions);
  return sameBody(have.body, after)
    ? null
    : { kind: 'update-issue', document: want.key, number: have.number, body: after };
}

function documentEffects(
  desired: Desired,
  observed: Observed,
  incident: number,
  bodies: Bodies,
): readonly Effect[] {
  const on = (where: DocumentKey): number | null =>
    where === 'incident' ? incident : (observed.documents.get(where)?.number ?? null);
  return desired.documents
    .map((want) => {
      const have = observed.documents.get(want.key);
      return want.kind === 'comment'
        ? commentEffect(want, have, on(want.on), bodies)
        : issueEffect(want, have, bodies);
    })
    .filter((effect) => effect !== null);
}

/**
 * A reply goes when the mistake it answered is gone (C3), and so does a younger comment with the key of another: not before the oldest says all that it
 * says (E2).
 */
function obsolete(desired: Desired, observed: Observed): readonly Effect[] {
  const wanted = new Set(desired.documents.map((d) => d.key));
  const replies = [...observed.documents.values()].filter(
    (have) => have.key.startsWith('reply:') && !wanted.has(have.key),
  );
  const doubles = observed.doubles.filter(({ holdsMore }) => !holdsMore);
  return [...replies, ...doubles].map(({ key, id }) => ({ kind: 'delete-comment', document: key, id }));
}

const REACTIONS: readonly Reaction[] = ['+1', 'confused', 'eyes'];

/** Comments on which nothing is wanted, and ours stands: an edit left them without a command. */
function bereft(desired: Desired, observed: Observed): Desired['reactions'] {
  const wanted = new Set(desired.reactions.map(({ comment }) => comment ?? 0));
  const standing = [...observed.reactions.keys()].map((key) => Number(key.split(':')[0]));
  return [...new Set(standing)]
    .filter((comment) => !wanted.has(comment))
    .map((comment) => ({ comment, contents: [] }));
}

function reactionEffects(desired: Desired, observed: Observed): readonly Effect[] {
  return [...desired.reactions, ...bereft(desired, observed)].flatMap(({ comment, contents }) =>
    REACTIONS.flatMap((content): readonly Effect[] => {
      const id = observed.reactions.get(reactionKey(comment, content));
      const isWanted = contents.includes(content);
      if (isWanted && id === undefined) return [{ kind: 'react', comment, content }];
      if (isWanted || id === undefined) return [];
      // Without its id a reaction is found by giving it again, which answers with the one that is there.
      return id === null
        ? [{ kind: 'react', comment, content }]
        : [{ kind: 'unreact', comment, content, reaction: id }];
    }),
  );
}

function labelEffects(desired: Desired, observed: Observed): readonly Effect[] {
  const has = (name: string): boolean => observed.labels.some((l) => l.toLowerCase() === name.toLowerCase());
  const add = desired.labels.add.filter((l) => !has(l) && !observed.settled.has(`label:${l.toLowerCase()}`));
  const remove = desired.labels.remove.filter(has);
  return [
    ...(add.length === 0 ? [] : [{ kind: 'add-labels', labels: add } as const]),
    ...remove.map((label): Effect => ({ kind: 'remove-label', label })),
  ];
}

function stateEffects(desired: Desired, observed: Observed): readonly Effect[] {
  const { state } = desired;
  if (state === null || observed.state === null || observed.state === state) return [];
  const asDuplicate = observed.settled.has(NO_DUPLICATE_MEMO) ? 'not_planned' : 'duplicate';
  return [{ kind: 'set-state', state, reason: state === 'open' ? 'reopened' : asDuplicate }];
}

const lower = (logins: readonly string[]): ReadonlySet<string> => new Set(logins.map((l) => l.toLowerCase()));

function assigneeEffects(desired: Desired, observed: Observed): readonly Effect[] {
  if (desired.assignees === null) return [];
  const wanted = lower(desired.assignees);
  const now = lower(observed.assignees);
  const leaving = observed.assignees.filter(
    (l) => !wanted.has(l.toLowerCase()) && observed.assignedByUs.has(l.toLowerCase()),
  );
  const room = MOST_ASSIGNEES - now.size + leaving.length;
  const coming = desired.assignees
    .filter((l) => !now.has(l.toLowerCase()) && !observed.settled.has(`assignee:${l.toLowerCase()}`))
    .slice(0, Math.max(0, room));
  return [
    ...(leaving.length === 0 ? [] : [{ kind: 'remove-assignees', logins: leaving } as const]),
    ...(coming.length === 0 ? [] : [{ kind: 'add-assignees', logins: coming } as const]),
  ];
}

/** What is tried once: pinning the board, linking our issues as sub-issues, folding what was answered. Older servers know none of it. */
function onceEffects(desired: Desired, observed: Observed): readonly Effect[] {
  const effects: Effect[] = [];
  const board = observed.documents.get('board');
  if (desired.isPinned && board !== undefined && !observed.settled.has('pin'))
    effects.push({ kind: 'pin-comment', id: board.id });
  for (const document of desired.documents) {
    const have = observed.documents.get(document.key);
    if (document.kind !== 'issue' || !document.isSubIssue || have === undefined) continue;
    if (!observed.settled.has(`sub-issue:${document.key}`))
      effects.push({ kind: 'link-sub-issue', document: document.key, id: have.id });
  }
  for (const document of desired.minimise) {
    const have = observed.documents.get(document);
    if (have?.kind !== 'comment' || have.nodeId === '') continue;
    if (!observed.settled.has(minimisedMemo(document)))
      effects.push({ kind: 'minimise-comment', document, id: have.id, nodeId: have.nodeId });
  }
  return effects;
}

/** The one edit that may wait for more to come: one edit then tells it all (Q1). */
export function isBoardEdit(effect: Effect): boolean {
  return effect.kind === 'update-comment' && effect.document === 'board';
}

/** Whether later effects may depend on what this one made: then everything is computed anew. Nothing links to an answer. */
export function makesLinks(effect: Effect): boolean {
  if (effect.kind === 'create-comment') return !effect.document.startsWith('reply:');
  return effect.kind === 'create-issue';
}

/** People write there too, and GitHub takes no edit on condition: the less time between its reading and this the better (X3). */
const isIssueEdit = (effect: Effect): boolean => effect.kind === 'update-issue';
const isAnswer = (effect: Effect): boolean => effect.kind === 'create-comment' && !makesLinks(effect);

export function diff(
  desired: Desired,
  observed: Observed,
  incident: number,
  bodies: Bodies,
): readonly Effect[] {
  const documents = documentEffects(desired, observed, incident, bodies);
  return [
    // first what others link to: each of these then is edited once, with all its links
    ...documents.filter(makesLinks),
    ...documents.filter(isIssueEdit),
    ...documents.filter(isAnswer),
    ...documents.filter((effect) => effect.kind === 'update-comment' && !isBoardEdit(effect)),
    ...reactionEffects(desired, observed),
    ...obsolete(desired, observed),
    ...onceEffects(desired, observed),
    ...stateEffects(desired, observed),
    ...labelEffects(desired, observed),
    ...assigneeEffects(desired, observed),
    ...documents.filter(isBoardEdit),
  ];
}
