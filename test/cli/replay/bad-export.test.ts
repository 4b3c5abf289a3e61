/** Bad files: one line per problem, with the JSON path, what was read, what was expected. */
import { expect, test } from '@jest/globals';
import { exported, problemsOf, restComment, restIssue, restLabeled } from '../../support/issue-export.ts';

test.each([
  ['nothing', '', 'the file: read nothing, expected JSON'],
  ['no JSON', 'Not Found', 'the file: line 1, column 1: read "N", expected a value'],
  [
    'a file that was cut off',
    '{"issue": {"number": 41,\n "title": ',
    'issue.title: line 2, column 11: read the end of the file, expected a value; the file was cut off',
  ],
  ['a list', '[]', 'the file: read an empty list, expected an object with issue, comments and events'],
  ['null', 'null', 'the file: read null, expected an object with issue, comments and events'],
])('%s', (_name, text, problem) => {
  expect(problemsOf(text)).toEqual([problem]);
});

test('a byte order mark is none', () => {
  expect(problemsOf(`\uFEFF${JSON.stringify(exported())}`)).toEqual([]);
});

test('GitHub’s own error instead of an issue', () => {
  expect(problemsOf({ message: 'Not Found', status: '404' })).toEqual([
    'issue: read nothing, expected an object: the issue as GitHub’s REST API gives it',
  ]);
});

test.each([
  [
    'an issue without a number',
    { issue: restIssue({ number: undefined }) },
    'issue.number: read nothing, expected a number',
  ],
  [
    'a number that no issue has',
    { issue: restIssue({ number: -1 }) },
    'issue.number: read -1, expected a whole number above 0',
  ],
  [
    'a closed issue that nobody closed',
    { issue: restIssue({ state: 'closed' }) },
    'issue.closed_at: read nothing, expected the time at which the issue was closed',
  ],
  [
    'a time that is none',
    { issue: restIssue({ created_at: 'yesterday' }) },
    'issue.created_at: read "yesterday", expected an ISO 8601 time like 2026-11-21T14:05:00Z',
  ],
  [
    'a time at the beginning of time',
    {
      comments: [
        restComment(1, 'ben', '14:05', '/timeline 14:00 a', { created_at: '-271821-04-20T00:00:00Z' }),
      ],
    },
    'comments[0].created_at: read "-271821-04-20T00:00:00Z", expected an ISO 8601 time like 2026-11-21T14:05:00Z',
  ],
  [
    'a state that GitHub does not know',
    { issue: restIssue({ state: 'OPEN' }) },
    'issue.state: read "OPEN", expected one of open, closed',
  ],
  [
    'labels of another shape',
    { issue: restIssue({ labels: [{ name: 'incident' }, { title: 'sev1' }] }) },
    'issue.labels[1]: read an object, expected a label: its name, or an object with its name',
  ],
  [
    'a page that is none',
    { issue: restIssue({ html_url: 'https://tracker.example/T41' }) },
    'issue.html_url: read "https://tracker.example/T41", expected an issue’s page like https://github.com/acme/shop/issues/41',
  ],
  [
    'a pull request',
    { issue: restIssue({ pull_request: { url: 'https://api.github.com/x' } }) },
    'issue.pull_request: this is a pull request, expected an issue: only issues are incidents',
  ],
  [
    'comments that are no list',
    { comments: { nodes: [] } },
    'comments: read an object, expected a list: the issue’s comments as GitHub’s REST API gives them',
  ],
  [
    'neither comments nor events',
    { comments: undefined, events: undefined },
    'comments: read nothing, expected a list: the issue’s comments, or events with them',
  ],
  [
    'a comment without its time',
    { comments: [restComment(1, 'ben', '14:05', 'hm', { created_at: null })] },
    'comments[0].created_at: read null, expected a text',
  ],
  [
    'a comment of GraphQL',
    { comments: [restComment(1, 'ben', '14:05', 'hm', { id: 'IC_1' })] },
    'comments[0].id: read "IC_1", expected a number',
  ],
  [
    'an event that is none',
    { events: [{ type: 'LabeledEvent' }] },
    'events[0].event: read nothing, expected a text',
  ],
  [
    'an event without its time',
    { events: [{ ...restLabeled(1, '14:01'), created_at: undefined }] },
    'events[0].created_at: read nothing, expected the time of “labeled”',
  ],
  [
    'a comment among the events',
    {
      events: [
        restLabeled(1, '14:01'),
        { ...restComment(1, 'ben', '14:05', 'hm'), event: 'commented', created_at: '14:05' },
      ],
    },
    'events[1].created_at: read "14:05", expected an ISO 8601 time like 2026-11-21T14:05:00Z',
  ],
  [
    'a permission that does not exist',
    { permissions: { ana: 'owner' } },
    'permissions.ana: read "owner", expected one of none, read, triage, write, maintain, admin',
  ],
  [
    'a slip in a key',
    { permisions: { ana: 'write' }, permissions: undefined },
    'permisions: is not a key here, expected permissions',
  ],
  [
    'a login as our own id',
    { self: 'muster[bot]' },
    'self: read "muster[bot]", expected a number: the id of Muster’s own account',
  ],
  [
    'a now that is no time',
    { now: 'today' },
    'now: read "today", expected an ISO 8601 time like 2026-11-21T14:05:00Z',
  ],
  [
    'a configuration that is no text',
    { config: { zone: 'UTC' } },
    'config: read an object, expected a text: the YAML of .github/muster.yml',
  ],
  [
    'a journal entry of no kind',
    { journal: [{ kind: 'told', at: '2026-11-21T14:05:00Z' }] },
    'journal[0].kind: read "told", expected a kind of journal entry, such as judged or withdrawn',
  ],
])('%s', (_name, over, problem) => {
  expect(problemsOf(exported(over))).toEqual([problem]);
});

test('problems of the configuration come with their line and cure', () => {
  const [problem, ...more] = problemsOf(exported({ config: 'zone: UTC\ncommands:\n  prefix_onyl: true\n' }));
  expect(problem).toMatch(
    /^config:3:3: commands\.prefix_onyl: .*not a key here.*Did you mean "prefix_only"\?/u,
  );
  expect(more).toEqual([]);
});

test('every problem is told at once, and a flood is cut', () => {
  const comments = Array.from({ length: 30 }, (_, id) =>
    restComment(id, 'ben', '14:05', 'hm', { created_at: 'x' }),
  );
  const problems = problemsOf(exported({ issue: restIssue({ title: 7 }), comments }));
  expect(problems).toHaveLength(21);
  expect(problems[0]).toBe('issue.title: read 7, expected a text');
  expect(problems.at(-1)).toBe('and 11 more like these');
});

test('nothing that a terminal would obey comes back from a file', () => {
  const [problem] = problemsOf(exported({ now: '\u001B[2J\u0007\u202Enow' }));
  expect(problem).toBe('now: read "[2J now", expected an ISO 8601 time like 2026-11-21T14:05:00Z');
});
