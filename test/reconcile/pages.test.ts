/** Pages of a record that was too long for a comment: they stand on an issue of ours, which no read of the incident shows. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { writeBody } from '../../src/core/documents/marker.ts';
import { noMeter } from '../../src/meter.ts';
import type { Effect, EffectAnswer } from '../../src/reconcile/effect.ts';
import { adoptPages } from '../../src/reconcile/find-own-issue.ts';
import { type Performance, perform } from '../../src/reconcile/perform.ts';
import { storedComments } from '../../src/store/comments.ts';
import { loadDocuments } from '../../src/store/documents.ts';
import type { Store } from '../../src/store/store.ts';
import { ana, commentFacts } from '../support/facts.ts';
import { hmacSigner } from '../support/hmac-signer.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { emptyStore, openTemporaryStore } from '../support/stores.ts';

const KEY = { repositoryId: 1, number: 41 };
const ISSUE = 77;
const PAGE = 'timeline-issue:2';
const MUSTER = { id: 7000, login: 'muster[bot]', isBot: true };

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openTemporaryStore());
});
afterAll(async () => close());
beforeEach(async () => emptyStore(store));

const signer = hmacSigner('a secret of the test');
const page = (id: number, over = {}) =>
  commentFacts(id, writeBody({ scope: '1#41', key: PAGE, payload: {}, text: 'Page 2' }, signer), {
    author: MUSTER,
    ...over,
  });

function performance(comments: readonly ReturnType<typeof page>[], applied: Effect[]): Performance {
  const nothing: Omit<EffectAnswer, 'comment'> = {
    id: 5,
    nodeId: '',
    number: null,
    url: '',
    labels: null,
    assignees: null,
  };
  return {
    ports: {
      store,
      signer,
      clock: new ManualClock(),
      self: async () => MUSTER.id,
      digest: (text: string) => String(text.length),
      log: () => undefined,
      meter: noMeter,
    },
    gateway: {
      readComments: async () => comments,
      apply: async (_: unknown, effect: Effect) => {
        applied.push(effect);
        return { ...nothing, comment: effect.kind === 'update-comment' ? page(effect.id) : null };
      },
    },
    place: { owner: 'acme', repo: 'shop', number: KEY.number },
    key: KEY,
  } as unknown as Performance;
}

test('E2: of two pages with one mark the oldest is taken, and the younger goes; one that somebody copied is left alone', async () => {
  const applied: Effect[] = [];
  const pages = [page(9), page(6), page(5), page(4, { author: ana })];
  await adoptPages(performance(pages, applied), ISSUE);
  expect(applied).toEqual([
    { kind: 'delete-comment', document: PAGE, id: 6 },
    { kind: 'delete-comment', document: PAGE, id: 9 },
  ]);
  expect((await loadDocuments(store.db, KEY)).get(PAGE)).toMatchObject({ id: 5, onNumber: ISSUE });
});

test('E2: a page that is edited stays a page of its issue, and is no comment of the incident', async () => {
  const body = page(5).body;
  await perform(performance([], []), { kind: 'update-comment', document: PAGE, on: ISSUE, id: 5, body });
  expect(await storedComments(store.db, KEY)).toEqual(new Map());
  expect((await loadDocuments(store.db, KEY)).get(PAGE)).toMatchObject({ id: 5, onNumber: ISSUE });
});
