/** What incidents see of each other: written once, read by whom it concerns, by two at once on either engine (D6). */
import { expect, test } from '@jest/globals';
import { neighbourOf } from '../../src/core/incident/merge-publish.ts';
import type { Neighbour } from '../../src/core/incident/neighbour.ts';
import { publishAndLock } from '../../src/reconcile/neighbours.ts';
import type { IncidentKey } from '../../src/store/incident-key.ts';
import { touchIncident } from '../../src/store/incident-row.ts';
import { loadNeighbours } from '../../src/store/neighbours.ts';
import { at, declaredOutage } from '../support/build-incident.ts';
import { onBothEngines } from '../support/stores.ts';

const key = (number: number): IncidentKey => ({ repositoryId: 1, number });

function neighbour(number: number, over: Partial<Neighbour> = {}): Neighbour {
  const url = `https://github.com/acme/shop/issues/${number}`;
  const shown = neighbourOf({ ...declaredOutage(), number, url, services: [] }, [], at('08:03'));
  return { ...shown, ...over };
}

/** With what it brings. */
function part(number: number, into: number): Neighbour {
  const url = `https://github.com/acme/shop/issues/${into}`;
  const merge = { into, url, at: at('08:10'), by: null, title: null, main: null };
  return neighbourOf({ ...declaredOutage(), number, phase: 'merged', merge }, [], at('08:03'));
}

onBothEngines((store) => {
  /** Publishes as a run does at its end; whom it woke. */
  async function publish(now: Neighbour, seen: readonly number[] = []): Promise<readonly number[]> {
    const woken: number[] = [];
    const wake = async (one: IncidentKey): Promise<void> => {
      await touchIncident(store().db, one);
      woken.push(one.number);
    };
    await store().transaction(async (db) => {
      woken.length = 0; // a transaction may be tried again
      await publishAndLock(
        { queue: () => ({ wake, setWakeAt: wake, isWoken: async () => false }) },
        db,
        key(now.number),
        now,
        new Set(seen),
      );
    });
    return woken;
  }
  const around = async (number: number) => store().transaction(async (db) => loadNeighbours(db, key(number)));

  test('D6: what was read is what was written, instants too, and the same again wakes nobody', async () => {
    const brings = part(42, 41);
    expect(await publish(brings)).toEqual([41, 42]);
    expect(await publish(brings)).toEqual([]);
    expect((await around(41)).get(42)).toEqual(brings);
    expect(await around(40)).toEqual(new Map());
  });

  test('D6: a part wakes what it is part of and was, and its new channel wakes the parts', async () => {
    expect(await publish(neighbour(41))).toEqual([]);
    expect(await publish(part(43, 41))).toEqual([41, 43]);
    const main = { ...neighbour(41).main, channel: 'https://chat.example/moved' };
    expect(await publish(neighbour(41, { main }))).toEqual([43]);
    expect(await publish(part(43, 40))).toEqual([40, 41, 43]);
    expect(await publish(neighbour(43))).toEqual([40]);
  });

  test('D6, E1: a part and what it is part of that appear in the same moment: the part looks again', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [whole, one] = [200 + 2 * round, 201 + 2 * round];
      const woken = await Promise.all([publish(neighbour(whole)), publish(part(one, whole))]);
      expect(woken.flat()).toContain(one);
    }
  });

  test('D6: a claim wakes whom it takes in, and so does its end', async () => {
    const claim = {
      part: 42,
      comment: 7,
      at: at('08:10'),
      by: declaredOutage().author,
      url: 'https://x.example',
    };
    expect(await publish(neighbour(41, { claims: [claim] }))).toEqual([42]);
    expect((await around(42)).get(41)?.claims).toEqual([claim]);
    expect(await publish(neighbour(41))).toEqual([42]);
  });

  test('D6: a chain is read to its end', async () => {
    await publish(part(43, 42));
    await publish(part(42, 41));
    await publish(neighbour(41, { phase: 'closed' }));
    expect(new Set((await around(43)).keys())).toEqual(new Set([41, 42]));
  });

  test('D6: of two related ones that appear in the same moment the younger looks again, and nobody waits for ever', async () => {
    for (let round = 0; round < 10; round += 1) {
      const services = [`service ${round}`];
      const [older, younger] = [100 + 2 * round, 101 + 2 * round].map((number) =>
        neighbour(number, { services }),
      );
      if (older === undefined || younger === undefined) throw new Error('two were made');
      const woken = await Promise.all([publish(older), publish(younger)]);
      expect(woken.flat()).toEqual([younger.number]);
    }
  });
});
