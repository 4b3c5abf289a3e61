import { expect, test } from '@jest/globals';
import { NotThere } from '../../src/reconcile/gateway.ts';
import { lookUpNeighbour } from '../../src/reconcile/neighbours.ts';
import { openTemporaryStore } from '../support/stores.ts';

type Lookup = Parameters<typeof lookUpNeighbour>;

test('D6, E2: another issue that is gone is none, and one that is closed to us is not taken as gone', async () => {
  const { store, close } = await openTemporaryStore();
  const lookUp = async (status: number) => {
    const asking = {
      ports: { store },
      gateway: { readIssue: async () => Promise.reject(new NotThere(status)) },
      place: { owner: 'acme', repo: 'shop', number: 41 },
      key: { repositoryId: 1, number: 41 },
    } as unknown as Lookup[0];
    return lookUpNeighbour(asking, { issue: { repository: null } } as unknown as Lookup[1], 42);
  };
  for (const status of [404, 410]) expect(await lookUp(status)).toBeNull();
  await expect(lookUp(403)).rejects.toThrow(NotThere);
  await close();
});
