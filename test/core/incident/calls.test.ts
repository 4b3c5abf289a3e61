import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type CallStint, openCall, subCommander } from '../../../src/core/incident/calls.ts';
import type { Considered } from '../../../src/core/incident/consider.ts';
import {
  type Told,
  at,
  closed,
  deleted,
  given,
  journaled,
  labelled,
  reopened,
  said,
} from '../../support/given.ts';

function refusals({ verdicts }: Considered): readonly string[] {
  return verdicts.flatMap((v) => v.answers.flatMap((a) => (a.kind === 'refused' ? [a.problem.reason] : [])));
}

function examples({ verdicts }: Considered): readonly string[] {
  return verdicts.flatMap((v) => v.answers.flatMap((a) => (a.kind === 'refused' ? [a.problem.example] : [])));
}

const answers = (...story: readonly Told[]) => given(...story).verdicts.flatMap((v) => v.answers);

const texts = ({ incident }: Considered): readonly string[] => incident.timeline.map((e) => e.text);
const logins = (stints: readonly CallStint[]): readonly string[] => stints.map((s) => s.who.login);

const split = [labelled(), said('sylvain', '08:10', '/split tech https://meet.example/t comms')];

describe('S2: calls', () => {
  test('S2: a split opens a tech call and a comms call, at any severity', () => {
    const { incident } = given(labelled(), said('sylvain', '08:10', '/severity sev3', '/split'));
    expect(incident.calls).toMatchObject([
      { id: 'tech', link: null, from: at('08:10'), to: null },
      { id: 'comms', link: null, from: at('08:10'), to: null },
    ]);
  });

  test('S2: a call with another link has moved, and goes on', () => {
    const moved = given(
      ...split,
      said('atul', '08:20', '/join tech'),
      said('atul', '08:30', '/split tech https://meet.example/u'),
    );
    expect(openCall(moved.incident.calls, 'tech')).toMatchObject({
      link: 'https://meet.example/u',
      from: at('08:10'),
    });
    expect(logins(openCall(moved.incident.calls, 'tech')?.attended ?? [])).toEqual(['atul']);
    expect(texts(moved)).toContain('Call tech moved: https://meet.example/u');
  });

  test('S2: a second split of the same calls is refused, one of another call is not', () => {
    const again = given(...split, said('eric', '08:11', '/split'), said('eric', '08:12', '/split tech-db'));
    expect(refusals(again)).toEqual(['the calls tech and comms are open already']);
    expect(again.incident.calls.map((c) => c.id)).toEqual(['tech', 'comms', 'tech-db']);
  });

  test('S2: a call ends by command, all end with the incident, and everybody in them leaves', () => {
    const story = [
      ...split,
      said('eric', '08:12', '/subcommander comms me', '/join comms'),
      said('eric', '08:40', '/unsplit tech'),
      closed('09:00'),
    ];
    const { incident } = given(...story);
    expect(incident.calls).toMatchObject([
      { id: 'tech', to: at('08:40') },
      { id: 'comms', to: at('09:00'), led: [{ to: at('09:00') }], attended: [{ to: at('09:00') }] },
    ]);
    expect(refusals(given(...story, said('eric', '09:05', '/join comms')))).toEqual([
      'the call comms has ended',
    ]);
    expect(
      given(...story, reopened('09:10'), said('eric', '09:11', '/split comms')).incident.calls,
    ).toHaveLength(3);
  });

  test('C8: a closed incident may still be split', () => {
    const { incident } = given(
      labelled(),
      closed('09:00'),
      said('eric', '09:05', '/split tech', '/join tech'),
    );
    expect(incident.calls).toMatchObject([
      { id: 'tech', from: at('09:05'), attended: [{ who: { login: 'eric' } }] },
    ]);
  });

  test('S2: one sub-commander at a time, held from when to when', () => {
    const { incident } = given(
      ...split,
      said('sylvain', '08:12', '/subcommander tech @atul'),
      said('atul', '08:20', '/subcommander tech @eric'),
      said('eric', '08:30', '/subcommander tech none'),
      said('diane', '08:31', '/subcommander tech me'),
    );
    expect(openCall(incident.calls, 'tech')?.led).toMatchObject([
      { who: { login: 'atul' }, from: at('08:12'), to: at('08:20') },
      { who: { login: 'eric' }, from: at('08:20'), to: at('08:30') },
      { who: { login: 'diane' }, from: at('08:31'), to: null },
    ]);
  });

  test.each([
    ['/join tech', 'the incident is not split into calls yet', '/split'],
    ['/unsplit', 'no call is open', '/split'],
    ['/subcommander tech @eric', 'the incident is not split into calls yet', '/split'],
  ])('S2: %s before the split', (text, reason, example) => {
    const refused = given(labelled(), said('eric', '08:10', text));
    expect([refusals(refused), examples(refused)]).toEqual([[reason], [example]]);
  });

  test.each([
    ['/join tech-db', 'there is no call “tech-db”', '/join tech'],
    ['/join', 'no call was named', '/join tech'],
    ['/unsplit tech-db', 'there is no call “tech-db”', '/unsplit tech'],
    ['/subcommander @eric', 'no call was named', '/subcommander tech @eric'],
    [
      '/subcommander tech @stranger',
      'stranger is not a collaborator of this repository (permission: read)',
      '/subcommander tech me',
    ],
  ])('S2: %s after the split', (text, reason, example) => {
    const refused = given(...split, said('eric', '08:12', text));
    expect([refusals(refused), examples(refused)]).toEqual([[reason], [example]]);
  });
});

describe('S3: leaving and joining', () => {
  test('S3: without a sub-commander nobody leaves: name one first', () => {
    const story = [...split, said('sylvain', '08:12', '/join tech'), said('eric', '08:13', '/join tech')];
    const refused = given(...story, said('sylvain', '08:20', '/leave tech'));
    expect(refusals(refused)).toEqual(['the call tech has no sub-commander: name one first']);
    expect(examples(refused)).toEqual(['/subcommander tech @eric']);
    const left = given(...story, said('sylvain', '08:20', '/subcommander tech @eric', '/leave tech'));
    expect(refusals(left)).toEqual([]);
    expect(openCall(left.incident.calls, 'tech')?.attended).toMatchObject([
      { who: { login: 'sylvain' }, to: at('08:20') },
      { who: { login: 'eric' }, to: null },
    ]);
  });

  test('S3: the sub-commander names another one first', () => {
    const refused = given(
      ...split,
      said('eric', '08:12', '/join tech', '/subcommander tech me', '/leave tech'),
    );
    expect(refusals(refused)).toEqual(['you are the sub-commander of the call tech: name another one first']);
    expect(examples(refused)).toEqual(['/subcommander tech @login']);
  });

  test('S3: already in it, and not in it', () => {
    const story = [...split, said('eric', '08:12', '/join tech', '/subcommander tech @atul')];
    expect(refusals(given(...story, said('eric', '08:13', '/join tech')))).toEqual([
      'you are in the call tech already',
    ]);
    expect(refusals(given(...story, said('diane', '08:13', '/leave tech')))).toEqual([
      'you never joined the call tech, so there is nothing to write down and you may go',
    ]);
  });

  test('S3: who joins is answered with what came since the call began, and later since they left', () => {
    const { verdicts } = given(
      ...split,
      said('eric', '08:12', '/subcommander tech @atul', '/join tech'),
      said('eric', '08:20', '/leave tech'),
      said('eric', '08:40', '/join tech'),
    );
    expect(verdicts.flatMap((v) => v.answers)).toMatchObject([
      { kind: 'joined', line: 2, call: 'tech', since: at('08:10'), isBack: false },
      { kind: 'joined', line: 1, call: 'tech', since: at('08:20'), isBack: true },
    ]);
    expect(verdicts.every((v) => v.isRecorded && !v.isRefused)).toBe(true);
  });

  test('S3, Q1: a call that begins needs no recap: nobody missed anything, nobody could fill it in', () => {
    const early = [...split, said('eric', '08:11', '/join tech')];
    expect(answers(...early)).toEqual([]);
    const whole = said('eric', '08:10', '/split tech', '/subcommander tech @atul', '/join tech');
    expect(answers(labelled(), whole)).toEqual([]);
    expect(answers(labelled(), whole, said('diane', '08:11', '/join tech'))).toHaveLength(1);
    expect(
      answers(
        ...early,
        said('eric', '08:12', '/timeline tech: pool full'),
        said('diane', '08:13', '/join tech'),
      ),
    ).toHaveLength(1);
    expect(
      answers(...early, said('eric', '08:12', '/subcommander tech me'), said('diane', '08:13', '/join tech')),
    ).toHaveLength(1);
  });

  test('S3: an entry belongs to a call that exists; else its text stays as it is', () => {
    const { incident } = given(
      ...split,
      said('eric', '08:12', '/timeline 1m ago tech: replica promoted', '/milestone Comms: status page is up'),
      said('eric', '08:13', '/timeline tech-db: nothing', '/timeline comms://x', '/timeline tech:'),
    );
    const notes = incident.timeline.filter((e) => e.kind === 'note');
    expect(notes.map((e) => [e.call, e.text])).toEqual([
      ['tech', 'replica promoted'],
      ['comms', 'status page is up'],
      [null, 'tech-db: nothing'],
      [null, 'comms://x'],
      [null, 'tech:'],
    ]);
  });

  test('C4, E1: with the split withdrawn what stood on it moves nothing, and a rebuild says the same', () => {
    const story: readonly Told[] = [
      ...split,
      said('eric', '08:12', '/join tech', '/subcommander tech @atul'),
      said('eric', '08:20', '/leave tech'),
    ];
    const gone = [journaled(...story), deleted(1001, '08:30')];
    expect(given(...gone).incident.calls).toEqual([]);
    expect(given(...gone).verdicts.map((v) => v.letters)).toEqual(['aa', 'a']);
    expect(given(journaled(...story)).incident.calls).toEqual(given(...story).incident.calls);
  });
});

/** Any command on calls, by anybody. */
const line = fc.oneof(
  fc.constantFrom('/split', '/unsplit', '/split tech https://meet.example/t', '/join', '/leave'),
  fc
    .tuple(
      fc.constantFrom('/join', '/leave', '/unsplit', '/split', '/timeline'),
      fc.constantFrom('tech', 'comms', 'tech-db', 'tech: text'),
    )
    .map((words) => words.join(' ')),
  fc
    .tuple(
      fc.constantFrom('tech', 'comms', 'tech-db'),
      fc.constantFrom('me', 'none', '@atul', '@diane', '@stranger'),
    )
    .map(([call, who]) => `/subcommander ${call} ${who}`),
);
const comment = fc.record({
  who: fc.constantFrom('sylvain', 'atul', 'eric', 'diane'),
  minute: fc.integer({ min: 10, max: 59 }),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
});

function overlaps(stints: readonly CallStint[]): boolean {
  return stints.some((s, i) => {
    const next = stints[i + 1];
    return next !== undefined && (s.to === null || Temporal.Instant.compare(s.to, next.from) > 0);
  });
}

test('S2: in any order, with any comment deleted, nothing throws and no holdings overlap', () => {
  fc.assert(
    fc.property(
      fc.array(comment, { maxLength: 14 }),
      fc.nat({ max: 14 }),
      fc.boolean(),
      (comments, gone, ends) => {
        const story = [
          labelled(),
          ...comments.map(({ who, minute, lines }) => said(who, `08:${minute}`, ...lines)),
          ...(ends ? [closed('08:40'), reopened('08:45')] : []),
        ];
        for (const told of [story, [journaled(...story), deleted(1001 + gone, '09:30')]]) {
          const { calls } = given(...told).incident;
          for (const call of calls) {
            const people = [...new Set(logins(call.attended))];
            expect(overlaps(call.led)).toBe(false);
            for (const login of people)
              expect(overlaps(call.attended.filter((s) => s.who.login === login))).toBe(false);
            const stints = [...call.led, ...call.attended];
            expect(stints.every((s) => Temporal.Instant.compare(s.from, call.from) >= 0)).toBe(true);
            expect(call.to === null || stints.every((s) => s.to !== null)).toBe(true);
          }
          const open = calls.filter((c) => c.to === null).map((c) => c.id);
          expect(new Set(open).size).toBe(open.length);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('S2: nobody leads a call that has none', () => {
  const call = openCall(given(...split).incident.calls, 'tech');
  expect(call === undefined ? undefined : subCommander(call)).toBeNull();
});
