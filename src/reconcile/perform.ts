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
import { touchIncident } from '../store/incident-row.ts';
import { dropMemo, saveMemo } from '../store/memos.ts';
import type { Database } from '../store/tables.ts';
import type { EffectOutcome } from '../meter.ts';
import { type Effect, type EffectAnswer, EffectRefused, InDoubt, TryLater } from './effect.ts';
import type { Gateway, Place } from './gateway.ts';
import { keepDocument } from './keep-document.ts';
import { keepNames } from './keep-names.ts';
import {
  PIN_MEMO,
  assigneeMemo,
  labelMemo,
  noReactionMemo,
  reactionMemo,
  subIssueMemo,
} from './memo-names.ts';
import type { Ports } from './ports.ts';

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
  const on = effect.kind === 'create-comment' ? effect.on : place.number;
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
      return forgetDocument(db, key, effect.document, effect.id);
    case 'create-issue':
      return keepIssue(db, key, effect, answer, ports.digest(effect.body));
    case 'update-issue':
      return; // its hash is of what is wanted, which the run knows
    case 'link-sub-issue':
      return saveMemo(db, key, subIssueMemo(effect.document), effect.id);
    case 'pin-comment':
      return saveMemo(db, key, PIN_MEMO, effect.id);
    case 'react':
      return saveMemo(db, key, reactionMemo(effect.comment, effect.content), answer.id);
    case 'unreact':
      return dropMemo(db, key, reactionMemo(effect.comment, effect.content));
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

/** What GitHub refuses for good and Muster can do without is settled, so that it is not asked for at every run. */
async function settleRefusal({ ports, key }: Performance, effect: Effect, status: number): Promise<void> {
  await ports.store.transaction(async (db) => {
    if (effect.kind === 'pin-comment') await saveMemo(db, key, PIN_MEMO, null);
    // a locked issue refuses reactions otherwise, and may be unlocked
    if (effect.kind === 'react' && status === 404)
      await saveMemo(db, key, noReactionMemo(effect.comment, effect.content), null);
    if (effect.kind === 'link-sub-issue') await saveMemo(db, key, subIssueMemo(effect.document), null);
    if (effect.kind === 'add-labels')
      for (const label of effect.labels) await saveMemo(db, key, labelMemo(label), null);
    if (effect.kind === 'add-assignees')
      for (const login of effect.logins) await saveMemo(db, key, assigneeMemo(login), null);
  });
}

/** Our own comment is gone, as GitHub says when it is edited: the cache follows, and the next round writes it anew. */
async function forgetComment({ ports, key }: Performance, effect: Effect): Promise<void> {
  if (effect.kind !== 'update-comment') return;
  await ports.store.transaction(async (db) => {
    const revision = await touchIncident(db, key);
    const at = ports.clock.now();
    const comment = (await storedComments(db, key, effect.id)).get(effect.id)?.facts;
    if (comment !== undefined)
      await saveComment(db, key, { ...comment, deleted: { at, by: null } }, { from: 'webhook' }, revision);
    await forgetDocument(db, key, effect.document, effect.id);
  });
}

function outcomeOf(error: unknown): EffectOutcome {
  if (error instanceof InDoubt) return 'doubtful';
  if (error instanceof EffectRefused) return 'refused';
  return error instanceof TryLater ? 'later' : 'failed';
}

/** Throws TryLater or InDoubt; null = GitHub refused for good, and that is settled. The intent is dropped only where nothing can have been written. */
async function apply(performance: Performance, effect: Effect, id: string): Promise<EffectAnswer | null> {
  const { ports, gateway, place, key } = performance;
  const { store, log, meter } = ports;
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
    log(`${keyText(key)}: ${error.message}`, 'warn');
    await settleRefusal(performance, effect, error.status);
    if (error.status === 404) await forgetComment(performance, effect);
    return null;
  }
}

/**
 * Returns whether it was written; false means that GitHub refused it for good. Throws TryLater (nothing was written) or InDoubt. When the database
 * fails after the write, the intent stays open, and the next run looks before it writes again.
 */
export async function perform(performance: Performance, effect: Effect): Promise<boolean> {
  const { ports, key } = performance;
  const { store, clock, log, meter } = ports;
  const id = randomUUID();
  await store.transaction((db) =>
    beginEffect(db, key, { id, document: documentOf(effect), kind: effect.kind, startedAt: clock.now() }),
  );
  const answer = await apply(performance, effect, id);
  if (answer === null) return false;
  await store.transaction(async (db) => {
    await finishEffect(db, id, clock.now(), { id: answer.id, number: answer.number });
    await keep(performance, db, effect, answer);
  });
  meter.effect(effect.kind, 'done');
  log(`${keyText(key)}: ${effect.kind}${'document' in effect ? ` ${effect.document}` : ''}`, 'debug');
  return true;
}
