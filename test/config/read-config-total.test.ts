/**
 * Property: any text is a policy or a list of problems in its lines, never an error (K1, "bad input").
 */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { describeProblem } from '../../src/config/config-problem.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { anyText } from '../support/any-text.ts';

const WORDS =
  'roles severities audiences labels zone commands sev1 scribe title aliases false ~ 1 __proto__'.split(' ');
const MARKS = [
  ': ',
  ':\n',
  '\n',
  '\n  ',
  '\n    ',
  '- ',
  '? ',
  '[',
  ']',
  '{',
  '}',
  ', ',
  '"',
  "'",
  '|',
  '>',
  '#',
].concat(['&a ', '*a', '!t ', '!<', '<<: ', '---\n', '...', '%YAML 1.1\n', '\t', '\r\n']);

/** Somewhere between noise and a configuration: most of it is YAML, some of it is ours. */
const yamlish = fc
  .array(fc.oneof(fc.constantFrom(...WORDS, ...MARKS), anyText(8)), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''));

test('whatever stands in two files is a policy or a list of problems, never an error', () => {
  fc.assert(
    fc.property(yamlish, yamlish, (repository, organisation) => {
      const result = readConfig([
        { name: 'muster.yml', text: repository },
        { name: 'org.yml', text: organisation },
      ]);
      const problems = 'problems' in result ? result.problems : null;
      expect(problems?.length).not.toBe(0);
      for (const problem of problems ?? []) {
        const lines = (problem.source === 'org.yml' ? organisation : repository).split('\n').length;
        expect(problem.line).toBeGreaterThanOrEqual(1);
        expect(problem.line).toBeLessThanOrEqual(lines);
        expect(describeProblem(problem)).toMatch(/^(muster|org)\.yml:\d+:\d+: .+\. Expected .+\. .+[.?]$/u);
      }
    }),
    { numRuns: 3000 },
  );
});
