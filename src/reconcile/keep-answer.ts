/**
 * Writes down what GitHub answered to an effect. Most of it is known from the answer alone and goes out as one statement, without a transaction. What depends on
 * what is stored is looked at under the incident's lock.
 */
import { loadComment, saveComment, saveOver } from '../store/comments.ts';
import { forgetDocument } from '../store/documents.ts';
import { touchIncident } from '../store/incident-row.ts';
import { memoDropped, memoKept } from '../store/memos.ts';
import { type Statement, sendAll } from '../store/statement.ts';
import type { Database } from '../store/tables.ts';
import { together } from '../store/together.ts';
import type { Effect, EffectAnswer } from './effect.ts';
import { documentStanding } from './keep-document.ts';
import { type NamesEffect, keepNames } from './keep-names.ts';
import { keepState } from './keep-state.ts';
import { PIN_MEMO, minimisedMemo, reactionMemo, subIssueMemo } from './memo-names.ts';
import type { Performance } from './perform.ts';

type Written = Effect & { readonly kind: 'create-comment' | 'update-comment' };
type Opened = Effect & { readonly kind: 'create-issue' };
type Deleted = Effect & { readonly kind: 'delete-comment' };
type OfIssue = NamesEffect | (Effect & { readonly kind: 'set-state' });
type Simple = Exclude<Effect, Written | Deleted | OfIssue>;

/** `also`: what is written along with it, all or nothing. */
export async function keepAnswer(
  performance: Performance,
  effect: Effect,
  answer: EffectAnswer,
  also: readonly Statement[],
): Promise<void> {
  const { ports, place } = performance;
  const underLock = async (look: (db: Database) => Promise<readonly Statement[]>) =>
    ports.store.transaction(async (db) => sendAll(db, [...(await look(db)), ...also]));
  switch (effect.kind) {
    case 'create-comment':
    case 'update-comment': {
      const standing = standingOf(performance, effect, answer, effect.on);
      // on an issue of ours nothing is read
      if (effect.on !== place.number || answer.comment === null)
        return sendAll(ports.store.db, [...standing, ...also]);
      return underLock(async (db) => [
        ...(await commentWritten(performance, db, answer.comment)),
        ...standing,
      ]);
    }
    case 'delete-comment':
      return underLock(async (db) => keepDeleted(performance, db, effect));
    case 'set-state':
    case 'add-labels':
    case 'remove-label':
    case 'add-assignees':
    case 'remove-assignees':
      return underLock(async (db) => keepOfIssue(performance, db, effect, answer));
    case 'create-issue':
    case 'update-issue':
    case 'link-sub-issue':
    case 'pin-comment':
    case 'minimise-comment':
    case 'react':
    case 'unreact':
      return sendAll(ports.store.db, [...simpleWrites(performance, effect, answer), ...also]);
    default:
      return effect satisfies never;
  }
}

/** Where what was written stands; nothing where the answer does not say. */
function standingOf(
  { ports, key }: Performance,
  { kind, document, body }: Written | Opened,
  { id, nodeId, url }: EffectAnswer,
  number: number | null,
): readonly Statement[] {
  if (id === null || number === null) return [];
  const at = { id, number, nodeId: nodeId ?? '', url: url ?? '' };
  const standing = { ...at, kind: kind === 'create-issue' ? 'issue' : 'comment' } as const;
  return [documentStanding(key, document, standing, ports.digest(body))];
}

async function commentWritten(
  { key }: Performance,
  db: Database,
  facts: EffectAnswer['comment'],
): Promise<readonly Statement[]> {
  if (facts === null) return [];
  // sent together: the touch goes first and locks
  const [revision, before] = await together([touchIncident(db, key), loadComment(db, key, facts.id)]);
  return (await saveOver(db, key, before, facts, { from: 'read', settles: 0 }, revision)).writes;
}

/** The cache knows at once that it is gone: the webhook that tells may be lost. */
async function keepDeleted(
  { ports, key }: Performance,
  db: Database,
  { document, id }: Deleted,
): Promise<readonly Statement[]> {
  const revision = await touchIncident(db, key);
  const comment = (await loadComment(db, key, id))?.facts;
  if (comment !== undefined) {
    const deleted = { at: ports.clock.now(), by: null };
    await saveComment(db, key, { ...comment, deleted }, { from: 'webhook' }, revision);
  }
  await forgetDocument(db, key, document, id);
  return [];
}

async function keepOfIssue(
  performance: Performance,
  db: Database,
  effect: OfIssue,
  answer: EffectAnswer,
): Promise<readonly Statement[]> {
  if (effect.kind === 'set-state') await keepState(performance, db, answer);
  else await keepNames(performance.ports, db, performance.key, effect, answer);
  return [];
}

function simpleWrites(performance: Performance, effect: Simple, answer: EffectAnswer): readonly Statement[] {
  const { key } = performance;
  switch (effect.kind) {
    case 'create-issue':
      return standingOf(performance, effect, answer, answer.number);
    case 'update-issue':
      return []; // its hash is of what is wanted, which the run knows
    case 'link-sub-issue':
      return [memoKept(key, subIssueMemo(effect.document), effect.id)];
    case 'pin-comment':
      return [memoKept(key, PIN_MEMO, effect.id)];
    case 'minimise-comment':
      return [memoKept(key, minimisedMemo(effect.document), effect.id)];
    case 'react':
      return [memoKept(key, reactionMemo(effect.comment, effect.content), answer.id)];
    case 'unreact':
      return [memoDropped(key, reactionMemo(effect.comment, effect.content))];
    default:
      return effect satisfies never;
  }
}
