import { describe, expect, test } from '@jest/globals';
import { COMMANDS, findCommand } from '../../../src/core/command/commands.ts';
import { at, commandsIn, problemsIn } from './parsing.ts';

const WRONG = [
  '/brief external and internal',
  '/recap yesterday 25:00',
  '/recap 10m ago please',
  '/stakeholder',
  '/stakeholder external "support',
  '/severity',
  '/severity sev2 because of this',
  '/impact',
  '/service',
  '/service ,',
  '/link',
  '/link ftp://a.example',
  '/link a',
  '/link https://u:p@a.example',
  '/role',
  '/role lead',
  '/role lead ben',
  '/role @ben',
  '/role lead none @ben',
  '/role lead @acme/sre',
  '/role lead @ben please',
  '/role lead @-ben',
  '/take',
  '/take lead @ben',
  '/take me',
  '/release',
  '/release lead @ben',
  '/started 14:50',
  '/detected 25:99',
  '/diagnosed 2026-11-20',
  '/mitigated tomorrow 10:00',
  '/resolved 14:5x',
  '/timeline',
  '/timeline 14:05',
  '/timeline 14:50 a',
  '/milestone',
  '/comms',
  '/comms external',
  '/comms 08:20 a',
  '/comms via slack a',
  '/comms external via',
  '/comms external via "" a',
  '/comms external via "status page a',
  '/comms external 25:99 a',
  '/comms external via slack',
  '/channel',
  '/channel main',
  '/channel main war room',
  '/channel main war room',
  '/channel main javascript:alert(1)',
  '/channel ftp://a.example',
  '/channel "war room',
  '/fail',
  '/action',
  '/action fix:',
  '/action fxi: a',
  '/action a by 2026-02-30',
  '/action a by 6/11',
  '/action a @b @c',
  '/action a by friday by friday',
  '/action a @b by next week',
  '/action a @b by 2026-12-01 14:00',
  '/action a for:b for:c',
  '/action @ben',
  '/done',
  '/done two',
  '/done 0',
  '/done 1 2',
  '/audit ben',
  '/audit @ben @eve',
  '/audit 0',
  '/audit 5 6',
  '/severty',
  '/incident',
  '/incident fly',
];

describe('the table of commands', () => {
  const rows = Object.entries(COMMANDS);

  test.each(rows.flatMap(([name, { examples }]) => examples.map((example) => [name, example])))(
    'C5: the example of /%s parses: %s',
    (name, example) => {
      expect(commandsIn(example)).toMatchObject([{ name }]);
      expect(problemsIn(example)).toEqual([]);
    },
  );

  test.each(rows)('C5: the row of %s says its own name', (name, spec) => {
    expect(spec.name).toBe(name);
    expect(spec.usage.split(' ')[0]).toBe(`/${name}`);
    expect(findCommand(name.toUpperCase())).toBe(spec);
  });

  test('A1: only /status and /help are anybody’s', () => {
    const free = rows.filter(([, { right }]) => right === 'anybody').map(([name]) => name);
    expect(free).toEqual(['status', 'help']);
  });

  test.each(WRONG)(
    'C3: %s is answered with a reason, what was expected and an example that parses',
    (body) => {
      const [problem, ...more] = problemsIn(body);
      expect(more).toEqual([]);
      expect(problem?.read).toBe(body);
      expect(problem?.reason).not.toBe('');
      expect(problem?.expected).not.toBe('');
      expect(commandsIn(problem?.example ?? '')).toHaveLength(1);
    },
  );

  test.each(WRONG)('C3: the example for %s parses in the prefix form too', (body) => {
    const prefixed = body.startsWith('/incident') ? body : body.replace('/', '/incident ');
    const [problem] = problemsIn(prefixed, { prefixOnly: true });
    expect(commandsIn(problem?.example ?? '', { prefixOnly: true })).toHaveLength(1);
  });
});

describe('what a command says', () => {
  test.each([
    ['D3', '/severity SEV-2', { name: 'severity', severity: 'SEV-2' }],
    ['D3', '/severity SEV 2', { name: 'severity', severity: 'SEV 2' }],
    ['D3', '/service a b,c,  a', { name: 'service', services: ['a', 'b', 'c'] }],
    ['C2', '/link <https://a.example/b> c d', { name: 'link', url: 'https://a.example/b', text: 'c d' }],
    ['C2', '/link [c](https://a.example/b)', { name: 'link', url: 'https://a.example/b', text: 'c' }],
    ['C2', '/link https://a.example', { name: 'link', url: 'https://a.example', text: null }],
    [
      'R2',
      '/role technical-lead @a @b',
      { name: 'role', role: 'technical-lead', people: [{ login: 'a' }, { login: 'b' }] },
    ],
    ['R2', '/role technical lead @x', { name: 'role', role: 'technical lead', people: [{ login: 'x' }] }],
    [
      'R2',
      '/role comms external: @hank, me',
      { name: 'role', role: 'comms external', people: [{ login: 'hank' }, 'me'] },
    ],
    ['R2', '/role lead none', { name: 'role', role: 'lead', people: [] }],
    ['R2', '/role lead @Ben @ben', { name: 'role', role: 'lead', people: [{ login: 'Ben' }] }],
    [
      'C7',
      '/role scribe @a-b_c @bot[bot].',
      { name: 'role', role: 'scribe', people: [{ login: 'a-b_c' }, { login: 'bot[bot]' }] },
    ],
    ['C7', '/role lead me', { name: 'role', role: 'lead', people: ['me'] }],
    ['R2', '/take comms external', { name: 'take', role: 'comms external' }],
    ['R2', '/release lead', { name: 'release', role: 'lead' }],
    ['N1', '/resolved', { name: 'resolved', at: null, text: null }],
    [
      'N1',
      '/started 07:40 first errors',
      { name: 'started', at: at('2026-11-21T07:40:00Z'), text: 'first errors' },
    ],
    ['T1', '/timeline 3 nodes down', { name: 'timeline', at: null, text: '3 nodes down' }],
    ['T3', '/milestone 10m ago a', { name: 'milestone', at: at('2026-11-21T14:20:00Z'), text: 'a' }],
    ['M4', '/channel #inc', { name: 'channel', for: 'main', channel: '#inc' }],
    [
      'M4',
      '/channel main https://a.example/b',
      { name: 'channel', for: 'main', channel: 'https://a.example/b' },
    ],
    ['M4', '/channel "war room"', { name: 'channel', for: 'main', channel: 'war room' }],
    ['V1', '/validate', { name: 'validate', text: null }],
    ['V1', '/pass all green', { name: 'pass', text: 'all green' }],
    ['V1', '/fail a\nb', { name: 'fail', text: 'a\nb' }],
    ['P1', '/done #2', { name: 'done', number: 2 }],
    ['C2', '/ack on my way', { name: 'ack' }],
    ['A6', '/audit', { name: 'audit', who: null, last: null }],
    ['A6', '/audit 20, @Ben', { name: 'audit', who: { login: 'Ben' }, last: 20 }],
    ['A6', '/audit me', { name: 'audit', who: 'me', last: null }],
  ])('%s: %s', (_, body, command) => {
    expect(commandsIn(body)).toEqual([command]);
  });

  const noon = at('2026-11-21T08:20:00Z');
  test.each([
    ['/comms external a b', null, null, 'a b'],
    ['/comms external: a', null, null, 'a'],
    ['/comms external 08:20 a', null, noon, 'a'],
    ['/comms external via slack a', 'slack', null, 'a'],
    ['/comms external via "status page" 08:20 a', 'status page', noon, 'a'],
    ['/comms external via “status page” 08:20 a', 'status page', noon, 'a'],
    ["/comms external via 'status page' 08:20 a", 'status page', noon, 'a'],
    ['/comms external 08:20 via slack a', 'slack', noon, 'a'],
    ['/comms external via slack\n> a', 'slack', null, 'a'],
    ['/comms external viaduct closed', null, null, 'viaduct closed'],
    ['/comms external via a via b', 'a', null, 'via b'],
  ])('M1: %s', (body, channel, time, message) => {
    expect(commandsIn(body)).toEqual([{ name: 'comms', audience: 'external', channel, at: time, message }]);
  });

  const item = { name: 'action', kind: 'fix', text: 'a', owner: null, by: null, programme: null };
  test.each([
    ['/action a', {}],
    ['/action experiment: a', { kind: 'experiment' }],
    ['/action Experiment : a', { kind: 'experiment' }],
    ['/action note: a', { text: 'note: a' }],
    ['/action a @eric', { owner: { login: 'eric' } }],
    ['/action a me', { owner: 'me' }],
    ['/action tell me', { text: 'tell me' }],
    ['/action a by me', { text: 'a by', owner: 'me' }],
    ['/action a by 2026-12-01', { by: '2026-12-01' }],
    ['/action a by 2020-01-01', { by: '2020-01-01' }],
    ['/action a by tomorrow', { by: '2026-11-22' }],
    ['/action a by friday', { by: '2026-11-27' }],
    ['/action a by Saturday', { by: '2026-11-28' }],
    ['/action a by 6 Nov', { by: '2027-11-06' }],
    ['/action a by 1 December', { by: '2026-12-01' }],
    ['/action a by December 1st, 2027', { by: '2027-12-01' }],
    ['/action a for:resilience', { programme: 'resilience' }],
    ['/action a by the way', { text: 'a by the way' }],
    ['/action ask @eric by mail', { text: 'ask @eric by mail' }],
    ['/action a by 30 %', { text: 'a by 30 %' }],
    ['/action by friday a', { text: 'by friday a' }],
    ['/action a @eric by 2026-12-01 for:b', { owner: { login: 'eric' }, by: '2026-12-01', programme: 'b' }],
    ['/action a for:b by 2026-12-01 @eric', { owner: { login: 'eric' }, by: '2026-12-01', programme: 'b' }],
    ['/action a by 1 Dec @eric.', { owner: { login: 'eric' }, by: '2026-12-01' }],
    ['/action a @eric by friday\nmore', { text: 'a\nmore', owner: { login: 'eric' }, by: '2026-11-27' }],
    ['/action a\nmore @eric', { text: 'a\nmore', owner: { login: 'eric' } }],
  ])('P1: %s', (body, expected) => {
    expect(commandsIn(body)).toEqual([{ ...item, ...expected }]);
  });
});
