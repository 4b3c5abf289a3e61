import { describe, expect, test } from '@jest/globals';
import { parseComment } from '../../../src/core/command/parse-comment.ts';
import { CONTEXT, commandsIn, problemsIn } from './parsing.ts';

const ACK = [{ name: 'ack' }];

const textsIn = (body: string) =>
  commandsIn(body).map((command) => ('text' in command ? command.text : null));

describe('C1: where a command stands', () => {
  test.each([
    ['alone', '/ack'],
    ['in upper case', '/ACK'],
    ['after three spaces', '   /ack'],
    ['after a line of talk', 'On it.\n/ack'],
    ['between Windows newlines', 'On it.\r\n/ack\r\nthanks'],
    ['between old Mac newlines', 'On it.\r/ack\rthanks'],
    ['with the prefix', '/incident ack'],
    ['with the prefix and a slash', '/Incident /ack'],
    ['before a rule of stars', '/ack\n***'],
    ['after a closed fence', '```\ncode\n```\n/ack'],
    ['after a closed HTML comment', '<!-- template -->\n/ack'],
    ['after <details> and a blank line', '<details>\n\n/ack\n\n</details>'],
    ['below a table', '| a | b |\n|---|---|\n| 1 | 2 |\n/ack'],
    ['after a backtick that nothing closes', 'a ` b\n/ack'],
    ['after an escaped backtick', 'a \\` b\n/ack ` c'],
    ['in a paragraph with a closed code span', '`a`\n/ack\n`b`'],
    ['after a comment that is closed on its line', 'a <!-- b --> c\n/ack'],
    ['after a tag that is none', 'a <b\n/ack'],
  ])('C1: counts %s', (_, body) => {
    expect(commandsIn(body)).toEqual(ACK);
  });

  test.each([
    ['in a fence', '```\n/ack\n```'],
    ['in a fence that nothing closes', '~~~ text\n\n/ack'],
    ['in a fence that a shorter one does not close', '````\n```\n/ack\n````'],
    ['in indented code', 'text\n\n    /ack'],
    ['after four spaces', '    /ack'],
    ['after a tab', '\t/ack'],
    ['in a code span over lines', 'a `b\n/ack\nc` d'],
    ['in a double code span over lines', 'a ``b ` c\n/ack\nc`` d'],
    ['in a quote', '> /ack'],
    ['in a quote in a quote', '> > /ack'],
    ['in an HTML comment', '<!--\n/ack\n-->'],
    ['in an HTML comment with a blank line', '<!-- a\n\n/ack\n-->'],
    ['in an HTML comment inside a paragraph', 'text <!-- a\n/ack\n--> b'],
    ['in an HTML comment that nothing closes', '<!--\n/ack'],
    ['in an HTML block', '<div>\n/ack\n</div>'],
    ['under a lone tag', '<span>\n/ack\n</span>'],
    ['in <pre> with a blank line', '<pre>\n\n/ack\n</pre>'],
    ['inside a tag over lines', 'a <b\n/ack="x"\n> c'],
    ['in the middle of a line', 'please /ack'],
    ['as a list item', '- /ack'],
    ['as a numbered item', '1. /ack'],
    ['indented in a list item', '- a\n  /ack'],
    ['in a second paragraph of an item', '- a\n\n  /ack'],
    ['in an item that begins blank', '-\n  /ack'],
    ['in a numbered item', '2. a\n   /ack'],
    ['as a heading', '# /ack'],
    ['as an underlined heading', '/ack\n===='],
    ['as a path', '/ack/now'],
    ['as an inherited name', '/constructor'],
    ['with a zero-width space before the slash', '\u200B/ack'],
    ['with a byte order mark before the slash', '\uFEFF/ack'],
    ['with a right-to-left mark before the slash', '\u200F/ack'],
    ['with a no-break space before the slash', '\u00A0/ack'],
    ['with a zero-width space in the name', '/a\u200Bck'],
  ])('C1: does not count %s', (_, body) => {
    expect(parseComment(body, CONTEXT)).toEqual([]);
  });

  test('C1: one comment holds many, each with its line', () => {
    const parsed = parseComment('/ack\n\nOn it.\n/severity sev2\n/take lead', CONTEXT);
    expect(parsed.map(({ line, read }) => [line, read])).toEqual([
      [1, '/ack'],
      [4, '/severity sev2'],
      [5, '/take lead'],
    ]);
  });

  test('C1: with prefix_only the short form is another bot’s', () => {
    expect(commandsIn('/ack\n/severty x\n/incident ack', { prefixOnly: true })).toEqual(ACK);
    expect(problemsIn('/ack\n/severty x', { prefixOnly: true })).toEqual([]);
  });

  test('C1: with prefix_only the cure is written in the form that works', () => {
    expect(problemsIn('/incident severity', { prefixOnly: true })).toMatchObject([
      { expected: '/incident severity <severity>', example: '/incident severity sev2' },
    ]);
  });

  test('C1: dashes below a command make a heading, which is said', () => {
    expect(problemsIn('/resolved\n---\nthanks')).toMatchObject([
      { reason: 'the dashes below make a heading of this line, and headings are not commands' },
    ]);
    expect(commandsIn('/resolved\n---\nthanks')).toEqual([]);
  });
});

describe('C2: free text', () => {
  test.each([
    ['runs to the blank line', '/impact a\nb\nc\n\nd', ['a\nb\nc']],
    ['runs to the next command', '/impact a\nb\n/ack\nc', ['a\nb', null]],
    ['runs past words that are none of ours', '/impact a\n/etc/hosts is gone', ['a\n/etc/hosts is gone']],
    ['may begin on the next line', '/impact\nall carts', ['all carts']],
    ['takes the quote right below', '/impact a\n> b\n>\n> c', ['a\nb\n\nc']],
    ['takes the quote right below alone', '/impact\n> b', ['b']],
    ['takes no quote after a blank line', '/impact a\n\n> b', ['a']],
    ['strips one level of quoting', '/impact a\n> > b', ['a\n> b']],
    ['does not run commands in its quote', '/impact a\n> /ack', ['a\n/ack']],
    ['keeps inline code', '/impact `foo` is *down*', ['`foo` is *down*']],
    [
      'keeps a fence with its blank lines',
      '/impact a\n```\nb\n\n/ack\n```\nc',
      ['a\n```\nb\n\n/ack\n```\nc'],
    ],
    ['keeps a list', '/impact a\n- b\n- c', ['a\n- b\n- c']],
    ['leaves a hidden comment out', '/impact a\n<!-- b -->\nc', ['a']],
    ['ends above a signature', '/impact a\n--\nHank', ['a']],
    ['ends above a client’s signature', '/impact a\nSent from my iPhone', ['a']],
    ['ends above quoted mail', '/impact a\nOn 21 Nov 2026, at 14:05, Ben <b@x.example> wrote:\n> b', ['a']],
    ['goes on after a line separator', '/impact a\u2028b', ['a\u2028b']],
    ['is trimmed', '/impact \t a b \u00A0', ['a b']],
  ])('C2: %s', (_, body, expected) => {
    expect(textsIn(body)).toEqual(expected);
  });

  test('C2: a command without free text takes its own line only', () => {
    expect(commandsIn('/severity sev2\nbecause of this')).toEqual([{ name: 'severity', severity: 'sev2' }]);
  });

  test.each([
    ['a quote', '> a\n/ack'],
    ['a quoted quote', '> > a\n/ack'],
    ['a list item', '- a\n/ack'],
    ['a list item, by one space too few', '1. a\n  /ack'],
    ['a quoted list item', '> - a\n   /ack'],
  ])('C2: a line does not continue %s lazily', (_, body) => {
    expect(commandsIn(body)).toEqual(ACK);
  });
});

describe('C3: words that are none of ours', () => {
  test.each([
    '/lgtm',
    '/etc/hosts',
    '/assign @ben',
    '/usr',
    '/statuspage',
    '/ page',
    '/',
    '//ack',
    '/rollback',
  ])('C3: %s is left alone', (body) => {
    expect(parseComment(body, CONTEXT)).toEqual([]);
  });

  test.each([
    ['/severty sev2', 'severity'],
    ['/sevreity sev2', 'severity'],
    ['/severitty sev2', 'severity'],
    ['/saverity sev2', 'severity'],
    ['/ak', 'ack'],
    ['/timeline: a', 'timeline'],
    ['/incidnt ack', 'incident'],
    ['/incident severty', 'severity'],
  ])('C3: %s is one typo away', (body, meant) => {
    expect(problemsIn(body).map(({ reason }) => reason)).toEqual([
      expect.stringContaining(`did you mean “${meant}”`),
    ]);
  });

  test('C3: after the prefix any unknown word is a mistake', () => {
    expect(problemsIn('/incident close')).toMatchObject([{ reason: '“close” is no command' }]);
    expect(problemsIn('/incident')).toMatchObject([{ reason: 'the command after /incident is missing' }]);
  });

  test('C3: a mistake between commands leaves them standing', () => {
    const parsed = parseComment('/timeline a\n/severty sev2\n/ack', CONTEXT);
    expect(parsed.map(({ line, result }) => [line, 'command' in result])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  });

  test('C3: what was read is cut at 120 characters, between characters', () => {
    const [problem] = problemsIn(`/severity ${'😀'.repeat(80)} x`);
    expect(problem?.read).toHaveLength(119);
    expect(problem?.read.isWellFormed()).toBe(true);
    expect(problem?.read.endsWith('…')).toBe(true);
  });
});
