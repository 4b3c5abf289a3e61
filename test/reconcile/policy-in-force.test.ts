import { expect, test } from '@jest/globals';
import type { ConfigSource } from '../../src/config/config-source.ts';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { type Gateway, NotThere } from '../../src/reconcile/gateway.ts';
import { policyInForce } from '../../src/reconcile/policy-in-force.ts';
import { loadPolicy } from '../../src/store/policies.ts';
import { createSigner } from '../../src/signer.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { openTemporaryStore } from '../support/stores.ts';

const repository = { id: 1, owner: 'acme', name: 'shop', isPrivate: true };
const closed = async (): Promise<never> => Promise.reject(new NotThere(403));
const off = async (): Promise<never> => Promise.reject(new NotThere(410));
const source: ConfigSource = { read: closed, commits: closed, readAt: closed };

test('K1, E3: of files that only a suspension hides, nothing is believed for good', async () => {
  const { store, close } = await openTemporaryStore();
  const shell = {
    store,
    clock: new ManualClock(),
    log: () => undefined,
    signer: createSigner(['a secret of tests']),
  };
  const gateway = (listOwnIssues: Gateway['listOwnIssues']) =>
    ({ listOwnIssues, apply: closed }) as unknown as Gateway;
  await expect(policyInForce(shell, gateway(closed), source, repository)).rejects.toThrow(NotThere);
  expect(await loadPolicy(store.db, 1)).toBeNull();
  // issues that are switched off (410) are another matter: it cannot be told, and it holds
  expect(await policyInForce(shell, gateway(off), source, repository)).toEqual(DEFAULT_POLICY);
  expect(await loadPolicy(store.db, 1)).not.toBeNull();
  await close();
});
