import { expect, test } from '@jest/globals';
import { noMeter } from '../../src/meter.ts';
import type { EffectAnswer } from '../../src/reconcile/effect.ts';
import { type Performance, perform } from '../../src/reconcile/perform.ts';
import type { Store } from '../../src/store/store.ts';
import { openEffects } from '../support/open-effects.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { openTemporaryStore } from '../support/stores.ts';

const key = { repositoryId: 1, number: 41 };
const answer: EffectAnswer = {
  id: 7,
  nodeId: null,
  number: null,
  url: null,
  comment: null,
  labels: null,
  assignees: null,
};

test('E2: when the database fails after a write, the intent stays open, so that the next run looks before it writes again', async () => {
  const { store, close } = await openTemporaryStore();
  let isFull = false;
  const failing: Pick<Store, 'db' | 'transaction'> = {
    get db() {
      if (isFull) throw new Error('the disk is full');
      return store.db;
    },
    transaction: async () => {
      throw new Error('the disk is full');
    },
  };
  const performance = {
    ports: { store: failing, clock: new ManualClock(), log: () => undefined, meter: noMeter },
    gateway: {
      apply: async () => {
        isFull = true;
        return answer;
      },
    },
    place: { owner: 'acme', repo: 'shop', number: 41 },
    key,
  } as unknown as Performance;
  await expect(perform(performance, { kind: 'react', comment: 7, content: '+1' })).rejects.toThrow(
    'the disk is full',
  );
  expect(await openEffects(store.db, key)).toMatchObject([{ kind: 'react', state: 'pending' }]);
  await close();
});
