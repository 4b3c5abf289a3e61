/** When a document of ours is folded, and when that was done. */
import { expect, test } from '@jest/globals';
import type { Desired } from '../../src/core/desired.ts';
import { diff } from '../../src/reconcile/diff.ts';
import { minimisedMemo, settledIn } from '../../src/reconcile/memo-names.ts';
import type { Observed, ObservedDocument } from '../../src/reconcile/observed.ts';

const REMINDER = 'reminder:update:external:1003';
const wanted: Desired = {
  documents: [],
  minimise: [REMINDER],
  reactions: [],
  labels: { add: [], remove: [] },
  assignees: null,
  isPinned: false,
  state: null,
  journal: [],
  wakeAt: null,
};

function reminder(id: number, over: Partial<ObservedDocument> = {}): ObservedDocument {
  const body = '@hank: the next update is due.';
  const place = { number: 41, nodeId: `IC_${id}`, url: `https://x.test/${id}` };
  return { key: REMINDER, kind: 'comment', id, ...place, body, writtenHash: null, once: 'sent', ...over };
}

/** What is to be done when `document` stands and `memos` say what was done. */
function effects(document: ObservedDocument, memos: readonly (readonly [string, number | null])[] = []) {
  const observed: Observed = {
    documents: new Map([[REMINDER, document]]),
    doubles: [],
    reactions: new Map(),
    state: null,
    labels: [],
    assignees: [],
    assignedByUs: new Set(),
    settled: settledIn(new Map(memos), () => document.id),
  };
  return diff(wanted, observed, 41, { write: ({ text }) => text, digest: (text) => text });
}

test('Q1: a reminder that was answered is folded by its node id, once', () => {
  expect(effects(reminder(7))).toEqual([
    { kind: 'minimise-comment', document: REMINDER, id: 7, nodeId: 'IC_7' },
  ]);
  expect(effects(reminder(7), [[minimisedMemo(REMINDER), 7]])).toEqual([]);
});

test('Q1, E1: what was done to another comment is done anew to the one that stands', () => {
  expect(effects(reminder(8), [[minimisedMemo(REMINDER), 7]])).toHaveLength(1);
});

test('Q1, E3: a server that cannot fold is not asked again, and one that names no node never', () => {
  expect(effects(reminder(7), [[minimisedMemo(REMINDER), null]])).toEqual([]);
  expect(effects(reminder(7, { nodeId: '' }))).toEqual([]);
});
