import { expect, test } from '@jest/globals';
import { CHAOS_LIMIT, chaos, expectClean } from '../support/chaos.ts';

test(
  'E1, E2, E4: nothing is lost, doubled or wrong on the embedded database',
  async () => {
    expectClean(await chaos('--deeds 40 --pace 15 --seed 1 --faults killed=24,database-lost=0'));
  },
  CHAOS_LIMIT,
);

test(
  'E2: a run notices that webhooks are answered before they are stored',
  async () => {
    const ran = await chaos(
      '--deeds 100 --pace 25 --seed 1 --faults none,killed=80 --plant acknowledge-first',
    );
    expect(ran.out).toContain('was answered with 202 and is not stored');
    expect(ran.lost).toBeGreaterThan(0);
    expect(ran.code).toBe(1);
  },
  CHAOS_LIMIT,
);

test(
  'D6: a run notices that what was said on a part is missing from the whole',
  async () => {
    const ran = await chaos('--deeds 110 --pace 25 --seed 2 --faults none --plant lose-parts');
    expect(ran.out).toContain('which it is part of');
    expect(ran.lost).toBeGreaterThan(0);
    expect(ran.wrong).toBeGreaterThan(0);
    expect(ran.code).toBe(1);
  },
  CHAOS_LIMIT,
);
