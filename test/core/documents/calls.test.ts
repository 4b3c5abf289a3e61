import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../../src/core/command/commands.ts';
import { renderBoard } from '../../../src/core/documents/board.ts';
import { renderReply } from '../../../src/core/documents/reply.ts';
import { renderScribe } from '../../../src/core/documents/scribe.ts';
import { TEXT_BYTES } from '../../../src/core/documents/overflow.ts';
import { byteLength } from '../../../src/core/documents/markdown.ts';
import type { Considered } from '../../../src/core/incident/consider.ts';
import { type Told, closed, given, labelled, merged, said } from '../../support/given.ts';
import { viewOf } from '../../support/build-incident.ts';
import { expectGolden } from '../../support/golden.ts';

/** A SEV-1 that was split at 08:10. */
const split: readonly Told[] = [
  labelled(),
  said('sylvain', '08:05', '/severity sev1', '/impact Nobody can pay.', '/take lead'),
  said('sylvain', '08:10', '/split tech https://meet.example/tech comms https://meet.example/comms'),
  said('sylvain', '08:11', '/join tech'),
  said('atul', '08:11', '/join tech'),
  said('hank', '08:12', '/join comms', '/subcommander comms me'),
  said('sylvain', '08:20', '/subcommander tech @atul', '/leave tech', '/join comms'),
  said('atul', '08:24', '/timeline tech: the replica lags by 40 minutes', '/timeline comms: wording agreed'),
  said('diane', '08:26', '/subcommander tech me', '/join tech'),
  merged('08:27', 'Raise the pool limit'),
  said(
    'diane',
    '08:30',
    '/milestone 08:28 tech: failover to the replica started',
    '/diagnosed the primary lost its disk',
  ),
];
const back: readonly Told[] = [...split, said('sylvain', '08:40', '/leave comms', '/join tech')];

const view = ({ incident, asOf }: Considered) => viewOf(incident, { asOf });
const context = { mayCommand: true, helpRows: Object.values(COMMANDS), auditRows: [] };

const board = (...story: readonly Told[]) => renderBoard(view(given(labelled(), ...story)));

/** The reply to the last comment. */
function lastReply(considered: Considered): string {
  return renderReply(considered.verdicts.at(-1)?.answers ?? [], view(considered), context);
}

describe('S2: calls in the documents', () => {
  test('S2: the board says where they are, who leads them and who is in them', () => {
    expectGolden('board/calls', renderBoard(view(given(...back))));
  });

  test('S2, R5: the scribe comment says who led which one when', () => {
    const closedOne = given(...back, said('hank', '08:50', '/unsplit comms'), closed('09:00'));
    expectGolden('scribe/calls', renderScribe(view(closedOne)).text);
  });

  test('S2: SEV-1 suggests a split, until there is one or the harm is over; milder ones do not', () => {
    const words = 'split them into a call that fixes and a call that tells customers';
    const sev1 = said('prima', '08:05', '/severity sev1');
    expect(board(sev1)).toContain(words);
    expect(board(said('prima', '08:05', '/severity sev2'))).not.toContain(words);
    expect(board(sev1, said('prima', '08:06', '/severity sev2'))).not.toContain(words);
    expect(board(sev1, said('prima', '08:06', '/mitigated'))).not.toContain(words);
    expect(board(sev1, said('prima', '08:06', '/split'), said('prima', '08:07', '/unsplit'))).not.toContain(
      words,
    );
  });

  test('E3: hundreds of calls leave board and scribe comment within a comment', () => {
    const lines = Array.from(
      { length: 300 },
      (_, i) => `/split tech-${i} https://meet.example/${'x'.repeat(900)}${i}`,
    );
    const many = given(labelled(), said('prima', '08:05', ...lines), closed('09:00'));
    expect(many.incident.calls).toHaveLength(300);
    expect(byteLength(renderScribe(view(many)).text)).toBeLessThanOrEqual(TEXT_BYTES);
    expect(
      byteLength(renderBoard(view(given(labelled(), said('prima', '08:05', ...lines))))),
    ).toBeLessThanOrEqual(28_000);
  });
});

describe('S3: the recap of a call', () => {
  test('S3: what came since they left it, and its sub-commander is asked to fill it in', () => {
    expectGolden('reply/joined', lastReply(given(...back)));
  });

  test('S3: whoever was not here yet is told what came since it began', () => {
    const text = lastReply(given(...split, said('eric', '08:40', '/join tech')));
    expect(text).toContain('**The tech call since it began, 08:10:**');
    expect(text).toContain('the replica lags by 40 minutes');
    expect(text).not.toContain('wording agreed');
    expect(text).toContain('@diane, you lead this call');
  });

  test('S3, Q1: the sub-commander themself, and a call that nobody leads, call nobody', () => {
    const own = lastReply(
      given(
        ...split,
        said(
          'diane',
          '08:31',
          '/subcommander tech @atul',
          '/leave tech',
          '/subcommander tech me',
          '/join tech',
        ),
      ),
    );
    expect(own).toContain('You lead this call.');
    const none = lastReply(
      given(labelled(), said('sylvain', '08:10', '/split', '/timeline tech: pool full', '/join tech')),
    );
    expect(none).toContain('Nobody leads this call yet.');
    expect(`${own}${none}`).not.toMatch(/@[a-z]/u);
  });

  test('D7: in a drill it says so', () => {
    const drill = [
      labelled('08:03', 'incident-drill'),
      said('sylvain', '08:10', '/split', '/subcommander tech me'),
      said('sylvain', '08:11', '/join tech'),
    ];
    expect(lastReply(given(...drill))).toContain('**DRILL. The tech call');
  });

  test('E3: a long recap, twenty times over, fits a comment', () => {
    const entries = Array.from({ length: 60 }, (_, i) => `/milestone tech: ${'$@'.repeat(140)} ${i}`);
    const names = Array.from({ length: 20 }, (_, i) => `tech-${i}`);
    const many = given(
      labelled(),
      said('prima', '08:10', ...names.map((name) => `/split ${name}`)),
      said('prima', '08:20', ...entries),
      said('eric', '08:25', ...names.map((name) => `/subcommander ${name} me`)),
      said('eric', '08:30', ...names.map((name) => `/join ${name}`)),
    );
    const text = lastReply(many);
    expect(byteLength(text)).toBeLessThanOrEqual(TEXT_BYTES);
    expect(text).toContain('left out');
  });
});
