import { describe, expect, test } from '@jest/globals';
import { array, assert, boolean, constantFrom, property } from 'fast-check';
import {
  type Told,
  deleted,
  edited,
  forgotten,
  given,
  journaled,
  labelled,
  permission,
  said,
} from '../../support/given.ts';

/** One comment, written at 08:05 and edited every minute from 08:10 on, with a run of Muster after each. */
function written(...texts: readonly string[]): Told {
  const [first = '', ...edits] = texts;
  return edits.reduce<Told>(
    (story, text, index) => journaled(story, edited(1001, `08:${10 + index}`, 'atul', text)),
    journaled(labelled(), said('atul', '08:05', first)),
  );
}

function told(story: Told): readonly string[] {
  return given(story).incident.timeline.flatMap(({ source, text, corrected, withdrawn }) =>
    source.comment === 1001
      ? [
          [
            text,
            ...(corrected === null ? [] : [`was “${corrected.former}”`]),
            ...(withdrawn === null ? [] : [`gone ${withdrawn.at.toString().slice(11, 16)}`]),
          ].join(' · '),
        ]
      : [],
  );
}

describe('C4: what an edit takes away', () => {
  test('C4: a note edited into a command that is refused is withdrawn', () => {
    expect(told(written('/timeline rollback starts', '/severity'))).toEqual(['rollback starts · gone 08:10']);
  });

  test('C4: a note edited into another command is withdrawn, and the command was added by an edit', () => {
    expect(told(written('/timeline rollback starts', '/impact EU cannot pay'))).toEqual([
      'rollback starts · gone 08:10',
      'Impact: EU cannot pay · was “”',
    ]);
  });

  test('C4: a note edited into talk is withdrawn, and the talk is told', () => {
    expect(told(written('/timeline rollback starts', 'never mind'))).toEqual([
      'rollback starts · gone 08:10',
      'never mind',
    ]);
  });

  test('C4: the line that left is the one withdrawn, in its place, and the new one corrects what it replaced', () => {
    const before = '/timeline one\n/timeline two\n/timeline three';
    expect(told(written(before, '/timeline two\n/timeline three'))).toEqual([
      'one · gone 08:10',
      'two',
      'three',
    ]);
    expect(told(written(before, '/timeline one\n/timeline three'))).toEqual([
      'one',
      'two · gone 08:10',
      'three',
    ]);
    expect(told(written(before, '/timeline two\n/timeline four\n/timeline three'))).toEqual([
      'two',
      'four · was “one”',
      'three',
    ]);
  });

  test('C4: said twice and kept once, it is withdrawn once', () => {
    expect(told(written('/timeline again\n/timeline again', '/timeline again'))).toEqual([
      'again',
      'again · gone 08:10',
    ]);
  });

  test('C4: what an edit took away stays withdrawn through later edits and a deletion', () => {
    const story = written('/timeline one\n/timeline two', '/timeline one', '/timeline uno');
    expect(told(story)).toEqual(['uno · was “one”', 'two · gone 08:10']);
    expect(told(journaled(story, deleted(1001, '08:30')))).toEqual([
      'uno · was “one” · gone 08:30',
      'two · gone 08:10',
    ]);
  });

  test('C4: a refused edit takes nothing away', () => {
    const refused = journaled(
      written('/timeline one\n/timeline two'),
      edited(1001, '08:10', 'stranger', '/timeline one'),
    );
    expect(told(refused)).toEqual(['one', 'two']);
    expect(told(journaled(refused, edited(1001, '08:20', 'atul', '/timeline two')))).toEqual([
      'one · gone 08:20',
      'two',
    ]);
  });

  test('C4, P1: an action item that an edit removes keeps its number, and so do those after it', () => {
    const story = written('/action One\n/action Two\n/action Three', '/action One\n/action Three');
    expect(given(story).incident.actions.map((a) => [a.number, a.text, a.isWithdrawn])).toEqual([
      [1, 'One', false],
      [2, 'Two', true],
      [3, 'Three', false],
    ]);
  });

  test('C4, E1: of a text beyond its first 200 characters, what was left alone shows no correction', () => {
    const long = `/timeline ${'x'.repeat(190)}`;
    expect(told(written(`${long}\n/timeline tail`, `${long}\n/timeline tail\n\nand a word`))).toEqual([
      'x'.repeat(190),
      'tail',
    ]);
  });

  test('C4: an answer to a refused edit is given once, with its reason', () => {
    const { verdicts } = given(
      journaled(labelled(), said('atul', '08:05', '/timeline rollback starts')),
      edited(1001, '08:10', 'atul', '/severity'),
    );
    expect(verdicts).toMatchObject([{ letters: 'r', isRecorded: false, answers: [{ kind: 'refused' }] }]);
  });

  const command = constantFrom(
    '/timeline a',
    '/timeline b',
    '/milestone c',
    '/impact d',
    '/severity',
    'talk',
  );
  const text = array(command, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n\n'));

  test('C4: whatever the edits, no word that was recorded is gone without a trace', () => {
    assert(
      property(array(text, { minLength: 2, maxLength: 4 }), (texts) => {
        const seen = told(written(...texts));
        for (const line of texts[0]?.split('\n\n') ?? []) {
          const word = /^\/(?:timeline|milestone|impact) (.*)$/u.exec(line)?.[1];
          if (word === undefined) continue;
          const traces = seen.filter((entry) => new RegExp(`(^|: |“)${word}($| |”)`, 'u').test(entry));
          expect(traces.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('C4, E1: a run with a new database tells the same, also when rights have changed', () => {
    assert(
      property(array(text, { minLength: 2, maxLength: 4 }), boolean(), (texts, isGone) => {
        const story = isGone ? journaled(written(...texts), deleted(1001, '08:30')) : written(...texts);
        const rebuilt: Told = (draft) => {
          story(draft);
          draft.comments = draft.comments.map((c) => ({ ...c, former: null }));
          if (isGone) forgotten(1001)(draft);
          permission('atul', 'read')(draft);
        };
        expect(given(rebuilt).incident.timeline).toEqual(given(story).incident.timeline);
        expect(given(rebuilt).owed).toEqual([]);
      }),
    );
  });
});
