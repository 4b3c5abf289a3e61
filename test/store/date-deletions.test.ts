import { expect, test } from '@jest/globals';
import type { IssueEventFacts } from '../../src/core/incident/record.ts';
import { dateDeletions, redateTold } from '../../src/store/date-deletions.ts';
import { ana, at, ben, commentFacts } from '../support/facts.ts';

const trace = (time: string, actor = ben): IssueEventFacts => ({
  id: time,
  actor,
  at: at(time),
  kind: 'comment_deleted',
});
const comment = commentFacts(1, 'gone');
const other = commentFacts(2, 'gone as well');
const READ = at('16:00');

test.each([
  ['the only trace says when and who', [comment], [trace('15:00')], [], [{ at: at('15:00'), by: ben }]],
  ['without a trace the read is all there is', [comment], [], [], [{ at: READ, by: null }]],
  [
    'a trace from before the last edit is another’s',
    [comment],
    [trace('14:00')],
    [],
    [{ at: READ, by: null }],
  ],
  [
    'a deletion that is known keeps its trace',
    [comment],
    [trace('15:00', ana), trace('15:30')],
    [at('15:01')],
    [{ at: at('15:30'), by: ben }],
  ],
  [
    'of several, nobody can say whose is whose',
    [comment, other],
    [trace('14:30'), trace('15:00'), trace('15:30', ana)],
    [],
    [
      { at: at('15:00'), by: null },
      { at: at('15:30'), by: null },
    ],
  ],
])('C4: %s', (_, missing, events, known, expected) => {
  expect(dateDeletions(missing, events, known, READ)).toEqual(expected);
});

const told = (time: string, by = ben) => commentFacts(1, 'gone', { deleted: { at: at(time), by } });

test.each([
  ['told late, the trace of whoever deleted says when', told('15:50'), [trace('15:00')], '15:00'],
  ['the last of several', told('15:50'), [trace('14:30'), trace('15:00')], '15:00'],
  ['told at once it keeps its time', told('15:01'), [trace('15:00')], null],
  ['another person’s trace is another deletion', told('15:50'), [trace('15:00', ana)], null],
  ['so is one from before the last edit', told('15:50'), [trace('14:00')], null],
  ['so is one after it was told', told('15:50'), [trace('15:55')], null],
])('C4: %s', (_, gone, events, when) => {
  const redated = redateTold([gone], events, [gone.deleted?.at ?? READ]);
  expect(redated.map(({ deleted }) => deleted)).toEqual(when === null ? [] : [{ at: at(when), by: ben }]);
});
