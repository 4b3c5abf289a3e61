import { expect, jest, test } from '@jest/globals';
import { seldom } from '../../src/store/seldom.ts';

const refused = () =>
  new AggregateError([new Error('connect ECONNREFUSED ::1:1')], ' (Queue: reconcile, Worker: c)');

test('U5: the same trouble of many workers is said once a minute', () => {
  let now = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const lines: string[] = [];
  const trouble = seldom((line, level) => lines.push(`${level} ${line}`));
  for (const worker of ['a', 'b'])
    trouble(new Error(`terminated (Queue: reconcile, Worker: ${worker})`), 'error');
  trouble(refused(), 'error');
  now += 59_000;
  trouble(refused(), 'error');
  now += 1_000;
  trouble(refused(), 'error');
  expect(lines).toEqual([
    'error queue: terminated',
    'error queue: Error: connect ECONNREFUSED ::1:1',
    'error queue: Error: connect ECONNREFUSED ::1:1',
  ]);
});
