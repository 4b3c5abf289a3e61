/**
 * Carries out one effect and writes down what came of it: the intent before the request, the answer after, so that a death between the two leaves a
 * doubt to settle and never a second write (E2).
 */
import { randomUUID } from 'node:crypto';
import { beginEffect, doubtEffect, dropEffect, finished } from '../store/effects.ts';
import { type IncidentKey, keyText } from '../store/incident-key.ts';
import { markStale, touchIncident } from '../store/incident-row.ts';
import { saveMemo } from '../store/memos.ts';
import { loadRefusals, refusalDropped, saveRefusal } from '../store/refusals.ts';
import type { EffectOutcome } from '../meter.ts';
import { type Effect, type EffectAnswer, EffectRefused, InDoubt, TryLater } from './effect.ts';
import type { Gateway, Place } from './gateway.ts';
import { keepAnswer } from './keep-answer.ts';
import { NO_DUPLICATE_MEMO, PIN_MEMO, minimisedMemo, subIssueMemo } from './memo-names.ts';
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
  const intent = { id, document: documentOf(effect), kind: effect.kind, startedAt: clock.now() };
  await beginEffect(store.db, key, intent);
  const answer = await apply(performance, effect, id);
  if (answer instanceof EffectRefused) return answer;
  await keepAnswer(performance, effect, answer, [
    finished(id, clock.now(), { id: answer.id, number: answer.number }),
    refusalDropped(key, effectName(effect)),
  ]);
  meter.effect(effect.kind, 'done');
  log(`${keyText(key)}: ${effect.kind}${'document' in effect ? ` ${effect.document}` : ''}`, 'debug');
  return null;
}
