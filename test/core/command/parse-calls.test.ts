import { describe, expect, test } from '@jest/globals';
import { commandsIn, problemsIn } from './parsing.ts';

describe('S2: the commands of calls', () => {
  test.each([
    ['/split', { name: 'split', calls: [] }],
    ['/split tech', { name: 'split', calls: [{ id: 'tech', link: null }] }],
    [
      '/split tech https://meet.example/a?b=1,2 and comms: <https://meet.example/c>',
      {
        name: 'split',
        calls: [
          { id: 'tech', link: 'https://meet.example/a?b=1,2' },
          { id: 'comms', link: 'https://meet.example/c' },
        ],
      },
    ],
    [
      '/split Tech-DB [room](https://meet.example/db)',
      { name: 'split', calls: [{ id: 'tech-db', link: 'https://meet.example/db' }] },
    ],
    ['/unsplit', { name: 'unsplit', calls: [] }],
    ['/unsplit all', { name: 'unsplit', calls: [] }],
    ['/unsplit tech, tech-db tech', { name: 'unsplit', calls: ['tech', 'tech-db'] }],
    ['/subcommander tech @eric', { name: 'subcommander', call: 'tech', person: { login: 'eric' } }],
    ['/subcommander me tech', { name: 'subcommander', call: 'tech', person: 'me' }],
    ['/subcommander comms none', { name: 'subcommander', call: 'comms', person: null }],
    ['/subcommander @eric', { name: 'subcommander', call: null, person: { login: 'eric' } }],
    ['/join the Tech call.', { name: 'join', call: 'tech' }],
    ['/leave tech-db', { name: 'leave', call: 'tech-db' }],
    ['/leave', { name: 'leave', call: null }],
  ])('S2: %s', (text, command) => {
    expect(commandsIn(text)).toEqual([command]);
  });

  test.each([
    ['/split legal https://meet.example/l', '“legal” is no name for a call'],
    ['/split https://meet.example/l', 'the link “https://meet.example/l” stands without a call'],
    ['/split tech https://a.example https://b.example', 'the link “https://b.example” stands without a call'],
    ['/split tech ftp://a.example', '“ftp://a.example” is not a web address'],
    ['/split tech https://eve:pw@a.example', 'the address carries a user name or password'],
    [`/split tech https://a.example/${'x'.repeat(1000)}`, 'the address is longer than 1000 characters'],
    ['/split tech tech', 'the call tech is named twice'],
    ['/split end tech', 'this command opens calls'],
    ['/unsplit everything', '“everything” is no name for a call'],
    ['/subcommander tech', 'nobody was named'],
    ['/subcommander tech @eric @diane', 'a call is led by one person at a time'],
    ['/subcommander tech @eric none', 'a call is led by one person at a time'],
    ['/subcommander tech comms @eric', '“comms” is neither the call nor a person'],
    ['/join us', '“us” is no name for a call'],
    ['/join tech comms', '“comms” follows the call'],
  ])('S2: %s is refused', (text, reason) => {
    expect(problemsIn(text).map((p) => p.reason)).toEqual([reason]);
  });

  test('C3: one typo away is asked about', () => {
    expect(problemsIn('/splt').map((p) => p.reason)).toEqual(['“splt” is no command; did you mean “split”']);
    expect(problemsIn('/subcomander tech me')[0]?.example).toBe('/subcommander tech @jonas');
  });
});
