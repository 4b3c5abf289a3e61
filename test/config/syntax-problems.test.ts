/**
 * What is wrong before a setting is looked at: one row for each, with the whole message (K1).
 */
import { expect, test } from '@jest/globals';
import { readConfig } from '../../src/config/read-config.ts';
import { MAX_BYTES } from '../../src/config/yaml-source.ts';
import { problemsOf } from './problems-of.ts';
import type { Row } from './problems-of.ts';

test.each<Row>([
  [
    'a list instead of keys',
    ['- incident'],
    [
      'muster.yml:1:1: "- incident" cannot stand here. Expected keys such as zone, labels and roles. Write keys with their values.',
    ],
  ],
  [
    'a word instead of keys',
    ['incident'],
    [
      'muster.yml:1:1: "incident" cannot stand here. Expected keys such as zone, labels and roles. Write keys with their values.',
    ],
  ],
  [
    'a key without the space after its colon',
    ['zone:UTC'],
    [
      'muster.yml:1:1: "zone:UTC" cannot stand here. Expected keys such as zone, labels and roles. Write a space after the colon.',
    ],
  ],
  [
    'a second value for a key',
    ['zone: UTC\nlabels: {incident: outage}\nzone: Europe/Paris'],
    [
      'muster.yml:3:1: zone: "zone" stands here a second time, after line 1. Expected each key once. Put both together, or remove one.',
    ],
  ],
  [
    'a second entry of one id',
    ['roles:\n  scribe: {title: A}\n  scribe: {title: B}'],
    [
      'muster.yml:3:3: roles.scribe: "scribe" stands here a second time, after line 2. Expected each key once. Put both together, or remove one.',
    ],
  ],
  [
    'a tab',
    ['labels:\n\tincident: outage'],
    ['muster.yml:2:1: A tab indents this line. Expected spaces. Replace the tab by two spaces.'],
  ],
  [
    'a second document',
    ['zone: UTC\n---\nzone: UTC'],
    ['muster.yml:2:1: A second document begins here. Expected one document. Remove the line "---".'],
  ],
  [
    'an open quotation mark',
    ['zone: "UTC'],
    [
      'muster.yml:1:11: A quotation mark is opened and not closed. Expected the closing quotation mark. Close it on the same line.',
    ],
  ],
  [
    'an open bracket',
    ['commands: {open: [timeline'],
    [
      'muster.yml:1:27: A bracket is opened and not closed. Expected a closing bracket for each opened one. Close it where the list or group ends.',
    ],
  ],
  [
    'a reserved character',
    ['labels:\n  incident: @outage'],
    [
      'muster.yml:2:13: A value may not begin with "@". Expected plain or quoted text. Put the value in quotes.',
    ],
  ],
  [
    'a colon within a value',
    ['labels:\n  incident: outage: big'],
    [
      'muster.yml:2:13: A second key stands on this line, at "outage: big". Expected one key and its value. Put a text that contains ": " in quotes, or give the inner key a line of its own.',
    ],
  ],
  [
    'lines out of line',
    ['labels:\n    incident: a\n  drill: b'],
    [
      'muster.yml:3:1: This line is not indented as the lines before it. Expected the same number of spaces for the keys of one group. Align it.',
    ],
  ],
  [
    'a list as key',
    ['? [a]\n: b'],
    [
      'muster.yml:1:3: A list or a group stands where a key should. Expected a word as key. Remove the brackets, or put the value in quotes.',
    ],
  ],
  [
    'a tag',
    ['zone: !local UTC'],
    [
      'muster.yml:1:7: The tag "!local" means nothing here. Expected a value without a tag. Remove it, or put the value in quotes if it begins with "!".',
    ],
  ],
  [
    'an alias of nothing',
    ['zone: *home'],
    [
      'muster.yml:1:7: zone: The alias "*home" stands for nothing. Expected an anchor of that name above it. Write the value out, or put it in quotes if it is meant as text: "*home".',
    ],
  ],
  [
    'an alias of itself',
    ['roles: &all\n  scribe: *all'],
    [
      'muster.yml:2:3: roles.scribe.scribe: "scribe" is not a key here. Expected one of title, duty, aliases, technical, per_audience, shared, needed. Remove it, or move it where it belongs.',
      'muster.yml:2:11: roles.scribe.scribe.scribe.scribe.scribe.scribe.scribe.scribe.scribe.scribe.scribe.scribe: This lies more than 12 levels deep. Expected at most four levels. Check the indentation and the brackets.',
    ],
  ],
  [
    'many aliases',
    [
      `severities:\n  sev1: &a {title: A}\n${Array.from({ length: 21 }, (_, index) => `  s${index}: *a`).join('\n')}`,
    ],
    [
      'muster.yml:23:8: severities.s20: The file uses more than 20 aliases. Expected at most 20 aliases (*name), counted as often as they are repeated by others. Write the values out.',
    ],
  ],
  [
    'far too deep',
    ['zone: [[[[[[[[[[[[[UTC]]]]]]]]]]]]]'],
    [
      'muster.yml:1:7: zone: "[[[[[[[[[[[[[UTC]]]]]]]]]]]]]" cannot stand here. Expected a time zone\'s name, such as Europe/Berlin. Write it in that form, or remove the line.',
      'muster.yml:1:19: zone[0][0][0][0][0][0][0][0][0][0][0][0]: This lies more than 12 levels deep. Expected at most four levels. Check the indentation and the brackets.',
    ],
  ],
  [
    'a reserved key',
    ['roles:\n  __proto__: {duty: x}'],
    [
      'muster.yml:2:3: roles.__proto__: "__proto__" may not be a key. Expected a key of the reference page. Remove it.',
    ],
  ],
])('%s', (_, texts, problems) => {
  expect(problemsOf(texts)).toEqual(problems);
});

test('a file that is too large is not read', () => {
  const text = `# ${'é'.repeat(MAX_BYTES / 2)}`;
  expect(problemsOf([text])).toEqual([
    'muster.yml:1:1: The file has 65538 bytes. Expected at most 65536 bytes. Shorten it.',
  ]);
});

test('a problem has an end as well, for annotations', () => {
  expect(readConfig([{ name: 'muster.yml', text: 'roles:\n  scribe:\n    titel: Recorder' }])).toMatchObject({
    problems: [
      { source: 'muster.yml', line: 3, column: 5, endLine: 3, endColumn: 10, path: 'roles.scribe.titel' },
    ],
  });
});

test('of a thousand problems the first fifty are shown', () => {
  const text = Array.from({ length: 1000 }, (_, index) => `key${index}: 1`).join('\n');
  const problems = problemsOf([text]);
  expect(problems).toHaveLength(50);
  expect(problems.at(-1)).toBe(
    'muster.yml:50:1: There are 951 more problems from here on. Expected fewer. Mend those above first.',
  );
});

test('lines are counted right behind carriage returns, marks and emoji', () => {
  expect(problemsOf(['\uFEFF# 🚒🚒\r\nlabels:\r\n  "incidént": x\r\n'])).toEqual([
    'muster.yml:3:3: labels.incidént: "incidént" is not a key here. Expected one of incident, drill, postmortem. Did you mean "incident"?',
  ]);
});

test.each([
  '? ',
  '[',
  '{a: ',
  '- ',
  '&a ',
  '*a ',
  ': ',
  '!a ',
  '"',
  '[? ',
  '|\n',
  '\t',
  '---\n',
  'a: &a [*a, ',
])('a file full of %j ends in problems, not in an endless search', (unit) => {
  expect(problemsOf([unit.repeat(MAX_BYTES / unit.length)]).length).toBeLessThanOrEqual(50);
});

test('an alias that stands for thousands is refused where it is used', () => {
  const rows = Array.from('bcdefghi', (letter, index) => {
    const before = `*${'abcdefgh'[index] ?? ''}`;
    return `${letter}: &${letter} [${Array.from({ length: 9 }, () => before).join(', ')}]`;
  });
  expect(problemsOf([['a: &a [x]', ...rows].join('\n')])).toContainEqual(
    expect.stringContaining('The file uses more than 20 aliases'),
  );
});

test('a key cannot break the line of its message', () => {
  expect(problemsOf(['"zo\\nme\\u202e\\e[31m": UTC'])).toEqual([
    'muster.yml:1:1: zo me [31m: "zo me [31m" is not a key here. Expected one of severities, roles, audiences, labels, zone, commands, postmortem, reminders, templates. Remove it, or move it where it belongs.',
  ]);
});
