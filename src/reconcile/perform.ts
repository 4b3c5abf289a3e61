/**
 * Carries out one effect and writes down what came of it: the intent before the request, the answer after, so that a death between the two leaves a
 * doubt to settle and never a second write (E2).
 */
import { randomUUID } from 'node:crypto';
import type { CommentFacts } from '../core/incident/record.ts';
import { saveComment, storedComments } from '../store/comments.ts';
import { forgetDocument } from '../store/documents.ts';
import { beginEffect, doubtEffect, dropEffect, finishEffect } from '../store/effects.ts';
import { type IncidentKey, keyText } from '../store/incident-key.ts';
import { markStale, touchIncident } from '../store/incident-row.ts';
import { dropMemo, saveMemo } from '../store/memos.ts';
import { dropRefusals, loadRefusals, saveRefusal } from '../store/refusals.ts';
import type { Database } from '../store/tables.ts';
import type { EffectOutcome } from '../meter.ts';
import { type Effect, type EffectAnswer, EffectRefused, InDoubt, TryLater } from './effect.ts';
import type { Gateway, Place } from './gateway.ts';
import { keepDocument } from './keep-document.ts';
import { keepState } from './keep-state.ts';
import { keepNames } from './keep-names.ts';
import { NO_DUPLICATE_MEMO, PIN_MEMO, minimisedMemo, reactionMemo, subIssueMemo } from './memo-names.ts';
import type { Ports } from './ports.ts';
import { effectName } from './refusal.ts';

/** Seconds until the issue is read: lists lag behind writes. */
const MISSING_SECONDS = 10;

export interface Performance {
  readonly ports: Ports;
  readonly gateway: Gateway;
  readonly place: Place;
  readonly key: IncidentKey;
}

async function keepComment(db: Database, key: IncidentKey, facts: CommentFacts | null): Promise<void> {
  if (facts === null) return;
  const revision = await touchIncident(db, key);
  await saveComment(db, key, facts, { from: 'read', settles: 0 }, revision);
}

async function keepWritten(
  { ports, key, place }: Performance,
  db: Database,
  effect: Effect & { kind: 'create-comment' | 'update-comment' },
  answer: EffectAnswer,
): Promise<void> {
  const { on } = effect;
  if (on === place.number) await keepComment(db, key, answer.comment);
  if (answer.id === null) return;
  const { id, nodeId, url } = answer;
  const standing = { kind: 'comment', id, number: on, nodeId: nodeId ?? '', url: url ?? '' } as const;
  await keepDocument(db, key, effect.document, standing, ports.digest(effect.body));
}

async function keepIssue(
  db: Database,
  key: IncidentKey,
  { document }: Effect & { kind: 'create-issue' },
  { id, number, nodeId, url }: EffectAnswer,
  bodyHash: string,
): Promise<void> {
  if (id === null || number === null) return;
  await keepDocument(
    db,
    key,
    document,
    { kind: 'issue', id, number, nodeId: nodeId ?? '', url: url ?? '' },
    bodyHash,
  );
}

/** The cache knows at once that it is gone: the webhook that tells may be lost. */
async function keepDeleted(
  { ports, key }: Performance,
  db: Database,
  { document, id }: Effect & { kind: 'delete-comment' },
): Promise<void> {
  const revision = await touchIncident(db, key);
  const comment = (await storedComments(db, key, id)).get(id)?.facts;
  if (comment !== undefined) {
    const deleted = { at: ports.clock.now(), by: null };
    await saveComment(db, key, { ...comment, deleted }, { from: 'webhook' }, revision);
  }
  await forgetDocument(db, key, document, id);
}

/** What a written effect leaves in the cache. */
async function keep(
  performance: Performance,
  db: Database,
  effect: Effect,
  answer: EffectAnswer,
): Promise<void> {
  const { ports, key } = performance;
  switch (effect.kind) {
    case 'create-comment':
    case 'update-comment':
      return keepWritten(performance, db, effect, answer);
    case 'delete-comment':
      return keepDeleted(performance, db, effect);
    case 'create-issue':
      return keepIssue(db, key, effect, answer, ports.digest(effect.body));
    case 'update-issue':
      return; // its hash is of what is wanted, which the run knows
    case 'link-sub-issue':
      return saveMemo(db, key, subIssueMemo(effect.document), effect.id);
    case 'pin-comment':
      return saveMemo(db, key, PIN_MEMO, effect.id);
    case 'minimise-comment':
      return saveMemo(db, key, minimisedMemo(effect.document), effect.id);
    case 'react':
      return saveMemo(db, key, reactionMemo(effect.comment, effect.content), answer.id);
    case 'unreact':
      return dropMemo(db, key, reactionMemo(effect.comment, effect.content));
    case 'set-state':
      return keepState(performance, db, answer);
    case 'add-labels':
    case 'remove-label':
    case 'add-assignees':
    case 'remove-assignees':
      return keepNames(ports, db, key, effect, answer);
    default:
      return effect satisfies never;
  }
}

function documentOf(effect: Effect): string {
  return 'document' in effect ? effect.document : effect.kind;
}

/** What an older server does not have is settled for good, as are assignees that GitHub does not know. */
function memoOfLack(effect: Effect, status: number): string | null {
  const isUnknown = status === 404 || status === 410 || status === 422;
  if (effect.kind === 'link-sub-issue' && isUnknown) return subIssueMemo(effect.document);
  if (effect.kind === 'minimise-comment' && isUnknown) return minimisedMemo(effect.document);
  if (effect.kind === 'set-state')
    return status === 422 && effect.reason === 'duplicate' ? NO_DUPLICATE_MEMO : null;
  return effect.kind === 'pin-comment' && status === 404 ? PIN_MEMO : null;
}

/** Keeps a refusal, of this effect or of one that it stands for: it is not tried again before something changed. */
export async function keepRefusal(
  { ports, key }: Performance,
  effect: Effect,
  { status, said }: Pick<EffectRefused, 'status' | 'said'>,
): Promise<void> {
  const { store, clock, digest } = ports;
  const memo = memoOfLack(effect, status);
  await store.transaction(async (db) => {
    if (memo !== null) return saveMemo(db, key, memo, null);
    const content = digest(JSON.stringify(effect));
    await saveRefusal(db, key, { effect: effectName(effect), status, message: said, content }, clock.now());
  });
}

/** A comment of ours that GitHub does not find may be gone, or all may be out of reach for a while: the issue is read before it is written anew. */
async function lookForComment({ ports, key }: Performance): Promise<never> {
  await ports.store.transaction(async (db) => {
    await touchIncident(db, key);
    await markStale(db, key, 'a comment of ours is not there');
  });
  throw new TryLater(MISSING_SECONDS, 'a comment of ours is not there');
}

async function refused(performance: Performance, effect: Effect, error: EffectRefused): Promise<void> {
  const { ports, key } = performance;
  ports.log(`${keyText(key)}: ${error.message}`, 'warn');
  const known = await loadRefusals(ports.store.db, key);
  await keepRefusal(performance, effect, error);
  const isMissing = effect.kind === 'update-comment' && error.status === 404;
  if (isMissing && !known.some((r) => r.effect === effectName(effect))) await lookForComment(performance);
}

function outcomeOf(error: unknown): EffectOutcome {
  if (error instanceof InDoubt) return 'doubtful';
  if (error instanceof EffectRefused) return 'refused';
  return error instanceof TryLater ? 'later' : 'failed';
}

/** The intent is dropped only where nothing can have been written. */
async function apply(
  performance: Performance,
  effect: Effect,
  id: string,
): Promise<EffectAnswer | EffectRefused> {
  const { ports, gateway, place } = performance;
  const { store, meter } = ports;
  try {
    return await gateway.apply(place, effect);
  } catch (error) {
    meter.effect(effect.kind, outcomeOf(error));
    if (error instanceof InDoubt) {
      await doubtEffect(store.db, id);
      throw error;
    }
    await dropEffect(store.db, id);
    if (!(error instanceof EffectRefused)) throw error;
    await refused(performance, effect, error);
    return error;
  }
}

/**
 * Null when it was written, else GitHub's refusal, which is kept. Throws TryLater (nothing was written) or InDoubt. When the database fails after the
 * write, the intent stays open, and the next run looks before it writes again.
 */
export async function perform(performance: Performance, effect: Effect): Promise<EffectRefused | null> {
  const { ports, key } = performance;
  const { store, clock, log, meter } = ports;
  const id = randomUUID();
  await store.transaction((db) =>
    beginEffect(db, key, { id, document: documentOf(effect), kind: effect.kind, startedAt: clock.now() }),
  );
  const answer = await apply(performance, effect, id);
  if (answer instanceof EffectRefused) return answer;
  await store.transaction(async (db) => {
    await finishEffect(db, id, clock.now(), { id: answer.id, number: answer.number });
    await keep(performance, db, effect, answer);
    await dropRefusals(db, key, [effectName(effect)]);
  });
  meter.effect(effect.kind, 'done');
  log(`${keyText(key)}: ${effect.kind}${'document' in effect ? ` ${effect.document}` : ''}`, 'debug');
  return null;
}
