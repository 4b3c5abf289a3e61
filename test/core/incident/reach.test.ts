import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../../src/core/command/commands.ts';
import { renderBoard } from '../../../src/core/documents/board.ts';
import { type Told, closed, deleted, given, journaled, labelled, said } from '../../support/given.ts';
import { viewOf } from '../../support/build-incident.ts';

const incident = (...story: readonly Told[]) => given(labelled(), ...story).incident;

/** Why the last comment was refused. */
function refusal(...story: readonly Told[]): string {
  const answer = given(labelled(), ...story).verdicts.at(-1)?.answers[0];
  return answer?.kind === 'refused'
    ? `${answer.problem.reason} | ${answer.problem.expected} | ${answer.problem.example}`
    : '';
}

const board = (...story: readonly Told[]): string => {
  const { incident: of, asOf } = given(labelled(), ...story);
  return renderBoard(viewOf(of, { asOf }));
};

describe('M4: where an audience is told', () => {
  test('M1, M4: an update without a channel goes by the audience’s own; `via` wins', () => {
    const { communications } = incident(
      said('hank', '08:05', '/channel external "status page"'),
      said('hank', '08:06', '/comms external We know.'),
      said('hank', '08:40', '/comms external via twitter We still know.'),
      said('hank', '08:41', '/comms internal Fine.'),
    );
    expect(communications.map((c) => c.channel)).toEqual(['status page', 'twitter', null]);
  });

  test('M4: there is one main channel, and the others take nothing from it', () => {
    const { channel, reach } = incident(
      said(
        'hank',
        '08:05',
        '/channel main #inc',
        '/channel customers <https://status.example>',
        '/channel "war room"',
      ),
    );
    expect(channel).toBe('war room');
    expect(reach).toEqual({ external: { channel: 'https://status.example', stakeholders: [] } });
  });

  test('M4: none takes it away', () => {
    const { channel, reach } = incident(
      said('hank', '08:05', '/channel #inc', '/channel external twitter'),
      said('hank', '08:06', '/channel main none', '/channel external none'),
    );
    expect(channel).toBeNull();
    expect(reach['external']?.channel).toBeNull();
  });

  test('C3: neither main nor an audience is refused, with a way to write it', () => {
    expect(refusal(said('hank', '08:05', '/channel war room'))).toBe(
      '“war” is neither main nor an audience | main, internal, external, leadership, or one channel alone: an address, a word, or a "quoted name" | /channel main "war room 2"',
    );
  });
});

describe('/stakeholder: who is told', () => {
  test('adds, removes, clears; without an audience colleagues are meant', () => {
    const story = [
      said('hank', '08:05', '/stakeholder external "support team" @gillian', '/stakeholder @eric'),
      said('hank', '08:06', '/stakeholder external @Gillian ops@acme.example'),
    ];
    expect(incident(...story).reach).toEqual({
      external: { channel: null, stakeholders: ['support team', '@gillian', 'ops@acme.example'] },
      internal: { channel: null, stakeholders: ['@eric'] },
    });
    expect(
      incident(...story, said('hank', '08:07', '/stakeholder external remove "Support Team"')).reach[
        'external'
      ]?.stakeholders,
    ).toEqual(['@gillian', 'ops@acme.example']);
    expect(
      incident(...story, said('hank', '08:07', '/stakeholder external none')).reach['external']?.stakeholders,
    ).toEqual([]);
  });

  test('C3: nobody, unknown ones and too many are refused by name', () => {
    expect(refusal(said('hank', '08:05', '/stakeholder external'))).toContain('nobody was named');
    expect(refusal(said('hank', '08:05', '/stakeholder external remove bob'))).toContain(
      '“bob” is no stakeholder of external',
    );
    const many = Array.from({ length: 31 }, (_, n) => `group${n}`).join(' ');
    expect(refusal(said('hank', '08:05', `/stakeholder external ${many}`))).toContain(
      '31 stakeholders of one audience are more than 30',
    );
  });

  test('C4: deleting the comment takes them back', () => {
    const story = [labelled(), said('hank', '08:05', '/stakeholder external support')];
    expect(given(journaled(...story), deleted(1001, '08:10')).incident.reach).toEqual({});
  });

  test('Q1: the board names them without calling anybody', () => {
    const told = given(
      labelled(),
      said('hank', '08:05', '/stakeholder external @gillian "support team"', '/comms external We know.'),
    );
    const shown = renderBoard(viewOf(told.incident, { asOf: told.asOf }));
    expect(shown).toContain('for @\u200Bgillian, support team');
  });

  test('C5: help shows how', () => {
    expect(COMMANDS.stakeholder.usage).toContain('remove');
  });
});

describe('X4: thanks', () => {
  const worked = said('atul', '08:10', '/timeline rolled back');

  test('X4: a significant incident thanks by name whoever responded, whatever its outcome, and calls nobody', () => {
    const closedOne = board(said('prima', '08:04', '/severity sev2'), worked, closed('09:00'));
    expect(closedOne).toMatch(
      /\*\*Thank you\*\* \| \[prima\]\([^)]*\) and \[atul\]\([^)]*\), for being there/u,
    );
    expect(closedOne).not.toContain('@atul');
  });

  test('X4: what is not significant, or not over, thanks nobody', () => {
    expect(board(said('prima', '08:04', '/severity sev4'), worked, closed('09:00'))).not.toContain(
      'Thank you',
    );
    expect(board(worked, closed('09:00', 'not_planned'))).not.toContain('Thank you');
    expect(board(said('prima', '08:04', '/severity sev1'), worked)).not.toContain('Thank you');
  });
});
