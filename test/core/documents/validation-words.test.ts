import { describe, expect, test } from '@jest/globals';
import { paragraph, toMarkdown } from '../../../src/core/documents/markdown.ts';
import { validationWords } from '../../../src/core/documents/validation-words.ts';
import type { Incident, ValidationResult } from '../../../src/core/incident/incident.ts';
import { account, at, closedOutage, entry, viewOf } from '../../support/build-incident.ts';

const closed = closedOutage();

function result(time: string, login: string, passed: boolean): ValidationResult {
  const source = { comment: 1040, event: null, url: closed.url };
  return { passed, at: at(time), by: account(login), text: null, isIndependent: true, source };
}

/** Failed by eric, passed by eric and diane, reopened at 09:10. */
const results = [
  result('08:52', 'eric', false),
  result('08:58', 'eric', true),
  result('08:58', 'diane', true),
];
const timeline = [...closed.timeline, entry('09:10', 'hank', 'reopened', 'Reopened', { milestone: true })];

function words(validation: Incident['validation'], more: Partial<Incident> = {}): string {
  const incident = { ...closed, timeline, reopenings: 1, validation, ...more };
  return toMarkdown([paragraph(validationWords(viewOf(incident)))]);
}

describe('V2: who validated', () => {
  test('names those who passed in the last round, and counts what came before', () => {
    const asked = { at: at('09:20'), by: account('sylvain') };
    expect(words({ asked, results: [...results, result('09:25', 'diane', true)], state: 'passed' })).toBe(
      'passed by diane, independent of the fix, after 1 failed try and 2 earlier passes',
    );
  });

  test('a pass that nobody asked for again counts from the reopening on', () => {
    expect(
      words({ asked: null, results: [...results, result('09:25', 'eric', true)], state: 'passed' }),
    ).toBe('passed by eric, independent of the fix, after 1 failed try and 2 earlier passes');
  });

  test('in one round each person stands once', () => {
    const asked = { at: at('08:57'), by: account('sylvain') };
    const twice = [...results, result('08:59', 'eric', true)];
    expect(words({ asked, results: twice, state: 'passed' }, { timeline: closed.timeline })).toBe(
      'passed by eric and diane, independent of the fix, after 1 failed try',
    );
  });

  test('asked again, or closed again without an answer, the former answers are told as former', () => {
    const asked = { at: at('09:20'), by: account('sylvain') };
    expect(words({ asked, results, state: 'asked' }, { phase: 'open' })).toBe(
      'asked for, no answer yet, after 1 failed try and 2 earlier passes',
    );
    expect(words({ asked: null, results, state: 'none' })).toBe(
      'closed without validation; before, it had failed once and passed twice',
    );
    expect(words({ asked: null, results, state: 'none' }, { severity: 'sev4' })).toBe(
      'none since the issue was reopened; before, it had failed once and passed twice',
    );
  });
});
