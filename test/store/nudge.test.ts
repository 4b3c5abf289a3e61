import { expect, test } from '@jest/globals';
import { createNudge } from '../../src/store/nudge.ts';

function given(): { nudge: ReturnType<typeof createNudge>; notified: string[] } {
  const notified: string[] = [];
  const nudge = createNudge((worker) => notified.push(worker));
  for (const worker of ['a', 'b', 'c']) nudge.add(worker);
  return { nudge, notified };
}

test('each job nudges another idle worker', () => {
  const { nudge, notified } = given();
  for (let job = 0; job < 4; job += 1) nudge.nudge();
  expect(notified).toEqual(['a', 'b', 'c', 'a']);
});

test('a worker that got a job nudges an idle one, never a busy one', () => {
  const { nudge, notified } = given();
  nudge.started('a');
  nudge.started('b');
  nudge.nudge();
  nudge.started('c');
  nudge.nudge();
  expect(notified).toEqual(['b', 'c', 'c']);
});

test('a worker that is done looks again, and is idle from then on', () => {
  const { nudge, notified } = given();
  for (const worker of ['a', 'b', 'c']) nudge.started(worker);
  notified.length = 0;
  nudge.ended('b');
  nudge.nudge();
  expect(notified).toEqual(['b', 'b']);
});
