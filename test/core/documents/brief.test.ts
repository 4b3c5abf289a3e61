import { describe, expect, test } from '@jest/globals';
import { array, assert, constantFrom, property } from 'fast-check';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { COMMANDS } from '../../../src/core/command/commands.ts';
import { parseComment } from '../../../src/core/command/parse-comment.ts';
import { renderReply } from '../../../src/core/documents/reply.ts';
import type { Considered } from '../../../src/core/incident/consider.ts';
import {
  type Told,
  account,
  at,
  beside,
  given,
  issue,
  labelled,
  policy,
  recordOf,
  said,
  unlabelled,
} from '../../support/given.ts';
import { viewOf } from '../../support/build-incident.ts';
import { expectGolden } from '../../support/golden.ts';

const context = { mayCommand: true, helpRows: Object.values(COMMANDS), auditRows: [] };

const outage: readonly Told[] = [
  labelled(),
  said('prima', '08:04', '/severity sev2', '/started 07:40', '/service checkout'),
  said('prima', '08:05', '/impact About 30 % of EU carts fail at payment'),
  said(
    'sylvain',
    '08:06',
    '/take lead',
    '/role comms external @hank',
    '/channel main https://chat.example/inc',
  ),
  said('hank', '08:20', '/comms external via "status page" We are investigating.'),
  said('atul', '08:44', '/diagnosed connection pool of db-7.internal exhausted by deploy 4512'),
  said('sylvain', '08:50', '/mitigated rollback finished'),
];

/** The reply to the last comment, as it would be written right after it. */
function reply(...story: readonly Told[]): string {
  const considered: Considered = given(...story);
  const verdict = considered.verdicts.at(-1);
  const asOf = verdict?.createdAt ?? considered.asOf;
  return renderReply(
    verdict?.answers ?? [],
    viewOf(considered.incident, { asOf, policy: recordOf(...story).policy }),
    context,
  );
}

/** What stands in the quotation. */
const draftIn = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('>'))
    .join(' ');

/** What the reply offers for the log, as a person copies it. */
const commandIn = (text: string): string => /logs it: `+ ?(.*?) ?`+$/mu.exec(text)?.[1] ?? '';

const template = (brief: string) => policy({ templates: { ...DEFAULT_POLICY.templates, brief } });

const listed = (login: string) =>
  policy({
    severities: DEFAULT_POLICY.severities.map((s) => ({ ...s, leaders: s.id === 'sev1' ? [login] : null })),
  });

const impact = (text: string) =>
  reply(
    labelled(),
    said('hank', '08:04', '/take comms external'),
    said('prima', '08:05', `/impact ${text}`),
    said('hank', '08:06', '/brief external'),
  );

describe('M3: a draft for each audience, in its tone', () => {
  test.each(['external', 'leadership', 'internal'])('M3: %s', (audience) => {
    expectGolden(`brief/${audience}`, reply(...outage, said('hank', '08:52', `/brief ${audience}`)));
  });

  test('M3: what the audience knows already is not told again', () => {
    const told = [...outage, said('hank', '08:51', '/comms external The rollback is complete.')];
    expect(reply(...told, said('hank', '08:52', '/brief external'))).toContain(
      'Nothing new to customers**, last told 08:51',
    );
    const later = [...told, said('sylvain', '08:55', '/resolved 08:54')];
    const text = reply(...later, said('hank', '08:56', '/brief external'));
    expect(text).toContain('New to customers**, last told 08:51:');
    expect(text).toContain('08:54 · ');
    expect(text).not.toContain('08:50 · ');
  });

  test('M3: a milestone that was written down late is news, whenever it happened', () => {
    const late = [
      ...outage,
      said('hank', '09:00', '/comms external Hello.'),
      said('atul', '09:05', '/milestone 08:58 cache drained'),
    ];
    expect(reply(...late, said('hank', '09:06', '/brief external'))).toContain('08:58 · ');
  });

  test('M3: the next update follows the policy, and ends with the incident', () => {
    expect(draftIn(reply(...outage, said('hank', '08:52', '/brief external')))).toContain(
      'Next update by 09:52 UTC.',
    );
    const over = [...outage, said('sylvain', '08:55', '/resolved')];
    expect(draftIn(reply(...over, said('hank', '08:56', '/brief external')))).not.toContain('Next update');
  });

  test('M3, D6: a part promises nothing, and says where updates go out', () => {
    const answer = reply(
      beside(40, { title: 'Provider is down' }),
      ...outage,
      said('hank', '08:51', '/merge #40'),
      said('hank', '08:52', '/brief external'),
    );
    expect(answer).toContain('This is part of [#40]');
    expect(draftIn(answer)).not.toContain('Next update');
  });

  test('M3, D5: of what is stood down a draft says so, and promises nothing', () => {
    const draft = draftIn(reply(...outage, unlabelled('08:51'), said('hank', '08:52', '/brief external')));
    expect(draft).toContain('It is not treated as an incident any more.');
    expect(draft).not.toContain('Next update');
  });

  test('M3, C1: the command offered is what `/comms` takes, and says what the draft says', () => {
    const asked = reply(...outage, said('hank', '08:52', '/brief external'));
    const logged = given(...outage, said('hank', '08:53', commandIn(asked)));
    const last = logged.incident.communications.at(-1);
    expect(last).toMatchObject({ audience: 'external', channel: 'status page' });
    expect(draftIn(asked)).toBe(`> ${last?.message}`);
  });

  test('A3: quoted back by e-mail, line by line and without marks, no line of a brief is a command', () => {
    for (const audience of ['external', 'leadership', 'internal']) {
      const text = reply(...outage, said('hank', '08:52', `/brief ${audience}`));
      const flat = text.replaceAll(/^[>\s*-]+|[`*]/gmu, '');
      expect(parseComment(flat, { createdAt: at('08:53'), zone: 'UTC', prefixOnly: false })).toEqual([]);
    }
  });

  test('M3: without an audience, those whom the asker tells; else those that are followed', () => {
    expect(reply(...outage, said('hank', '08:52', '/brief'))).toContain('Draft for customers');
    const both = [...outage, said('sylvain', '08:51', '/take comms leadership')];
    expect(reply(...both, said('sylvain', '08:52', '/brief'))).not.toContain('customers');
    expect(reply(...both, said('atul', '08:52', '/brief'))).toMatch(
      /Draft for customers[^]*Draft for leadership/u,
    );
  });

  test('C3: an audience that is none is refused with those there are', () => {
    const text = reply(...outage, said('hank', '08:52', '/brief press'));
    expect(text).toContain('there is no audience “press”');
    expect(text).toContain('`/brief external`');
  });

  test('D7: a draft of a drill says so', () => {
    const drill = [labelled('08:03', 'incident-drill'), said('prima', '08:05', '/impact Nobody can pay')];
    expect(draftIn(reply(...drill, said('hank', '08:52', '/brief external')))).toContain('DRILL');
  });

  test('K4: a template makes the draft, with the same discretion; a broken one gives way and says why', () => {
    const own = template('{% if tone == "external" %}Sorry! {{ impact }}{% endif %} Next: {{ next }}');
    expect(draftIn(reply(...outage, own, said('hank', '08:52', '/brief external')))).toBe(
      '> Sorry! About 30 % of EU carts fail at payment Next: 09:52 UTC',
    );
    const broken = reply(...outage, template('{{ nothing }}'), said('hank', '08:52', '/brief external'));
    expect(broken).toContain('The brief template is not used');
    expect(draftIn(broken)).toContain('About 30 % of EU carts');
  });
});

describe('M3: an external draft names nobody and nothing', () => {
  test.each([
    ['prima broke the checkout', 'names a person'],
    ['ask @gillian', 'names a person'],
    ['PRIMA broke it', 'names a person'],
    ['ｐｒｉｍａ broke it', 'names a person'],
    ['db.acme.internal is down', 'holds an address'],
    ['see https://dash.example/1', 'holds an address'],
    ['10.0.0.7 does not answer', 'holds an address'],
    ['fe80::1 does not answer', 'holds an address'],
    ['redis:6379 refuses', 'holds an address'],
    ['/var/lib is full', 'holds an address'],
    ['acme/payments fails', 'holds an address'],
    ['as in #41', 'holds an identifier'],
    ['node-7 is down', 'holds an identifier'],
    ['payments_db is slow', 'holds an identifier'],
    ['since 3f2a9c1d', 'holds an identifier'],
    ['`checkout` fails', 'holds an identifier'],
    ['localhost answers only', 'holds an address'],
  ])('M3: %s', (text, why) => {
    const answer = impact(text);
    expect(draftIn(answer)).toContain('Part of our service does not work as it should.');
    expect(answer).toContain(`Left out: the impact, which ${why}`);
  });

  test.each([
    ['sylvain, who is only assigned', 'names a person', issue({ assignees: [account('sylvain')] })],
    ['diane, who is only listed', 'names a person', listed('diane')],
    [
      'eric, who only leads a call',
      'names a person',
      said('prima', '08:04', '/split', '/subcommander tech @eric'),
    ],
    [
      'payments-api, a service by name',
      'holds an identifier',
      said('prima', '08:04', '/service payments-api'),
    ],
  ])('M3: %s', (text, why, known) => {
    const answer = reply(
      labelled(),
      known,
      said('prima', '08:05', `/impact ${text}`),
      said('hank', '08:06', '/brief external'),
    );
    expect(draftIn(answer)).toContain('Part of our service does not work as it should.');
    expect(answer).toContain(`Left out: the impact, which ${why}`);
  });

  test('M3: a service that is a plain word passes, and so does who is not known', () => {
    const answer = reply(
      labelled(),
      said('prima', '08:05', '/service checkout', '/impact the checkout fails'),
      said('hank', '08:06', '/brief external'),
    );
    expect(draftIn(answer)).toContain('> The checkout fails. ');
  });

  test('M3: plain words, numbers, money and times pass', () => {
    for (const text of [
      'About 30 % of EU carts fail at payment',
      'Since 08:05 cards are refused, 24 of 7 000',
      'Primary care bookings fail',
    ])
      expect(draftIn(impact(text))).toContain(text.replace('$', ''));
  });

  test('M3: whatever people write, no login, host or address stands in the draft', () => {
    const piece = constantFrom(
      'prima',
      '@hank',
      'db.acme.io',
      'https://x.example/a',
      '10.1.2.3',
      '#41',
      'node-7',
      ' ',
      ', ',
      'fails',
      '\u200b',
      '**',
      '`',
      'ｈａｎｋ',
      '/opt/a',
      'a\\b',
    );
    assert(
      property(array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const draft = draftIn(impact(`It ${pieces.join('')}`))
          .normalize('NFKC')
          .replaceAll('\u200b', '');
        expect(draft).not.toMatch(
          /(?<![a-z])(?:prima|hank)(?![a-z])|acme\.io|example|10\.1|#41|node-7|\/opt|a\\b/u,
        );
      }),
      { numRuns: 80 },
    );
  });
});

describe('recap: for whoever comes in', () => {
  test('where we stand, who does what, what happened, what is open', () => {
    expectGolden(
      'recap/latecomer',
      reply(
        ...outage,
        said('hank', '08:51', '/action fix: alarm on the pool @eric'),
        said('diane', '08:55', '/recap'),
      ),
    );
  });

  test('C6: since a time, since one last wrote, of a call; what is neither is refused', () => {
    const since = reply(...outage, said('diane', '08:55', '/recap 10m ago'));
    expect(since).toContain('Since 08:45, 1 entry');
    expect(since).not.toContain('Severity SEV-2');
    expect(reply(...outage, said('hank', '08:55', '/recap'))).toContain('Since you last wrote, 08:20');
    const split = [
      ...outage,
      said('sylvain', '08:51', '/split'),
      said('atul', '08:52', '/timeline tech: replica lags'),
    ];
    expect(reply(...split, said('diane', '08:55', '/recap tech'))).toMatch(
      /The tech call since 08:51[^]*replica lags/u,
    );
    const refused = reply(...outage, said('diane', '08:55', '/recap lunch'));
    expect(refused).toContain('“lunch” is neither a time nor a call');
  });

  test('E3: a long incident gives a bounded recap', () => {
    const long = Array.from({ length: 300 }, (_, n) =>
      said('atul', '08:30', `/timeline step ${n} ${'x'.repeat(400)}`),
    );
    const text = reply(...outage, ...long, said('diane', '08:55', '/recap'));
    expect(Buffer.byteLength(text)).toBeLessThan(60_000);
    expect(text).toContain('before these are left out');
  });
});
