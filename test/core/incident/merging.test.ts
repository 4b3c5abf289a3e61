/** An incident that becomes part of another, takes others in, and stands for itself again (D6). */
import { describe, expect, test } from '@jest/globals';
import type { Considered } from '../../../src/core/incident/consider.ts';
import type { Neighbour } from '../../../src/core/incident/neighbour.ts';
import { statistics } from '../../../src/core/incident/statistics.ts';
import {
  type Told,
  account,
  at,
  beside,
  closed,
  deleted,
  edited,
  given,
  issue,
  journaled,
  labelled,
  reopened,
  said,
  unlabelled,
} from '../../support/given.ts';

/** Muster’s own closing and reopening: an event of its own actor. */
const byUs =
  (kind: 'closed' | 'reopened', time: string): Told =>
  (draft) => {
    const isClosed = kind === 'closed';
    draft.issue = {
      ...draft.issue,
      state: isClosed ? 'closed' : 'open',
      closedAt: isClosed ? at(time) : null,
    };
    const actor = { id: 7000, login: 'muster[bot]', isBot: true };
    const of = { id: `us-${time}`, actor, at: at(time) };
    draft.events?.push(isClosed ? { ...of, kind, reason: 'duplicate' } : { ...of, kind: 'reopened' });
  };

/** Nobody else was read yet. */
const strangers: Told = (draft) => {
  draft.neighbours = new Map();
};

const judgedBefore = (story: readonly Told[] = [], other: number): Told => journaled(...story, beside(other));

function refusal({ verdicts }: Considered): string | null {
  const answer = verdicts.at(-1)?.answers[0];
  return answer?.kind === 'refused' ? answer.problem.reason : null;
}

const MERGED = said('sylvain', '08:10', '/merge #40');

/** What number 42 brings, written as a story of its own. */
function part(number: number, ...story: readonly Told[]): Neighbour {
  const url = `https://github.com/acme/shop/issues/${number}`;
  return given(issue({ number, url, title: `Alarm ${number}` }), ...story).neighbour;
}

describe('D6: /merge #n', () => {
  const story = [beside(40), labelled(), MERGED];

  test('D6: makes the incident part of the other, and asks GitHub to close its issue once', () => {
    const { incident, issueState, neighbour } = given(...story);
    expect(incident).toMatchObject({
      phase: 'merged',
      merge: { into: 40, title: 'Incident 40', url: 'https://github.com/acme/shop/issues/40' },
    });
    expect(issueState).toBe('closed');
    expect(neighbour).toMatchObject({ mergedInto: 40, main: { number: 40 } });
    expect(neighbour.story?.entries.map((e) => e.kind)).toContain('merged');
    const again = given(...story, byUs('closed', '08:10'));
    expect(again.incident.phase).toBe('merged');
    expect(again.issueState).toBeNull();
  });

  test('D6: what was judged once stands, whatever becomes of the other', () => {
    const { incident } = given(journaled(...story), beside(40, { phase: 'stood-down' }));
    expect(incident.phase).toBe('merged');
    expect(given(journaled(...story), beside(40, null)).incident.merge?.into).toBe(40);
  });

  test('D6: an issue that nobody has read yet is asked for before it is judged', () => {
    const asking = given(beside(7), labelled(), said('sylvain', '08:10', '/merge #40'));
    expect(asking.unknown).toEqual([40]);
    expect(given(...story).unknown).toEqual([]);
  });

  test('D6, E1: what it is part of is asked for when nobody has read that since a loss of the database', () => {
    expect(given(judgedBefore(story, 40), strangers).unknown).toEqual([40]);
    expect(given(judgedBefore(story, 40), beside(40, null)).unknown).toEqual([]);
  });

  test.each([
    ['/merge #39', 'there is no issue #39 in this repository'],
    ['/merge #38', '#38 is not an incident'],
    ['/merge #37', '#37 is stood down'],
    ['/merge #36', 'this incident is real and #36 is a drill'],
    ['/merge #41', 'that is this very incident'],
    ['/merge acme/till#40', '#40 stands in acme/till, and only incidents of one repository are merged'],
    [
      '/merge https://github.com/acme/till/issues/40',
      '#40 stands in acme/till, and only incidents of one repository are merged',
    ],
    ['/merge #35', '#35 is part of this incident: merged into each other, none would be left'],
    [
      '/merge #34',
      '#34 is part of #35, and #35 of this incident: merged into each other, none would be left',
    ],
    ['/merge #35 here', '#35 is part of this incident already'],
    ['/merge #33 here', '#33 is part of #40'],
    ['/merge none', 'this incident is part of no other'],
  ])('D6: %s is refused: %s', (command, reason) => {
    const told = given(
      beside(40),
      beside(39, null),
      beside(38, { phase: 'none' }),
      beside(37, { phase: 'stood-down' }),
      beside(36, { isDrill: true }),
      beside(35, { mergedInto: 41 }),
      beside(34, { mergedInto: 35 }),
      beside(33, { mergedInto: 40 }),
      labelled(),
      said('sylvain', '08:10', command),
    );
    expect(refusal(told)).toBe(reason);
    expect(told.incident.phase).toBe('open');
  });

  test('D6: taking in what this incident is part of is refused', () => {
    const told = given(
      beside(40, { mergedInto: 39 }),
      beside(39),
      labelled(),
      MERGED,
      said('hank', '08:12', '/merge #39 here'),
    );
    expect(refusal(told)).toContain('this incident is part of #40, and that of #39');
  });

  test('D6: without the label there is nothing to merge', () => {
    expect(refusal(given(beside(40), MERGED))).toBe('this issue is not an incident');
    expect(refusal(given(beside(40), labelled(), unlabelled('08:05'), MERGED))).toBe(
      'this incident is stood down',
    );
  });

  test('D6: /merge into a second one moves it', () => {
    const { incident } = given(beside(39), ...story, said('hank', '08:20', '/merge #39'));
    expect(incident.merge?.into).toBe(39);
  });
});

describe('D6: standing for itself again', () => {
  const story = [beside(40), labelled(), MERGED, byUs('closed', '08:10')];

  test('D6: /merge none opens the issue that Muster closed', () => {
    const { incident, issueState, neighbour } = given(...story, said('hank', '08:20', '/merge none'));
    expect(incident).toMatchObject({ phase: 'open', merge: null, reopenings: 0 });
    expect(issueState).toBe('open');
    expect(neighbour).toMatchObject({ mergedInto: null, story: null });
  });

  test('C4, D6: so does deleting the comment, and moving it by an edit moves it', () => {
    const before = journaled(...story);
    expect(given(before, deleted(1001, '08:20'))).toMatchObject({
      incident: { phase: 'open' },
      issueState: 'open',
    });
    expect(
      given(before, beside(39), edited(1001, '08:20', 'sylvain', '/merge #39')).incident.merge?.into,
    ).toBe(39);
  });

  test('D6: reopened by hand it stands for itself, and is not closed again', () => {
    const { incident, issueState } = given(...story, reopened('08:30'));
    expect(incident).toMatchObject({ phase: 'open', merge: null, reopenings: 0 });
    expect(issueState).toBeNull();
    expect(incident.timeline.at(-1)?.text).toBe('No longer part of #40: reopened');
  });

  test('D6: an issue that a person had closed stays closed', () => {
    const told = given(beside(40), labelled(), closed('08:05'), MERGED, said('hank', '08:20', '/merge none'));
    expect(told).toMatchObject({ incident: { phase: 'closed' }, issueState: null });
  });

  test('D5, D6: with the label gone meanwhile it is stood down', () => {
    const told = given(...story, unlabelled('08:15'), said('hank', '08:20', '/merge none'));
    expect(told.incident.phase).toBe('stood-down');
  });
});

describe('D6: /merge #n here', () => {
  const claim = {
    part: 41,
    comment: 900,
    at: at('08:12'),
    by: account('hank'),
    url: 'https://github.com/acme/shop/issues/40#issuecomment-900',
  };

  test('D6: the one takes in, the other is bound once it has read it', () => {
    const taker = given(beside(42), labelled(), said('hank', '08:12', '/merge #42 here'));
    expect(taker.incident.phase).toBe('open');
    expect(taker.neighbour.claims).toMatchObject([{ part: 42, comment: 1001 }]);
    const taken = given(beside(40, { claims: [claim] }), labelled());
    expect(taken.incident).toMatchObject({ phase: 'merged', merge: { into: 40, by: { login: 'hank' } } });
    expect(taken.owed.filter((e) => e.kind === 'taken')).toHaveLength(1);
  });

  test('E1, D6: the part remembers it where the other was not read yet, and owes nothing twice', () => {
    const before = journaled(beside(40, { claims: [claim] }), labelled());
    expect(given(before, strangers).incident.phase).toBe('merged');
    expect(given(before).owed).toEqual([]);
  });

  test('D6: said here and there in the same moment, it is part since the first time, and people were told once', () => {
    const both = journaled(beside(40, { claims: [claim] }), labelled(), MERGED);
    expect(given(both).incident.merge).toMatchObject({ into: 40, at: at('08:10') });
    const letGo = given(both, beside(40, { claims: [] }));
    expect(letGo.incident.merge).toMatchObject({ into: 40, at: at('08:10') });
    expect(given(both, deleted(1001, '08:20')).incident.merge).toMatchObject({ into: 40, at: claim.at });
  });

  test('C4, D6: gone over there, it stands for itself again', () => {
    const before = journaled(beside(40, { claims: [claim] }), labelled(), byUs('closed', '08:12'));
    const after = given(before, beside(40, { claims: [] }));
    expect(after).toMatchObject({ incident: { phase: 'open' }, issueState: 'open' });
    expect(given(journaled(before, beside(40, { claims: [] }))).owed).toEqual([]);
  });

  test('C4, D6: a withdrawn comment claims nobody', () => {
    const before = journaled(beside(42), labelled(), said('hank', '08:12', '/merge #42 here'));
    expect(given(before, deleted(1001, '08:20')).neighbour.claims).toEqual([]);
  });
});

describe('D6: what parts bring', () => {
  const mine = [labelled('08:03'), said('prima', '08:20', '/mitigated 08:19')];

  test('D6: entries are marked by origin, and the earliest start counts', () => {
    const alarm = part(
      42,
      issue({ createdAt: at('07:58') }),
      beside(41),
      labelled('07:59'),
      said('eric', '08:01', '/started 07:50'),
      said('eric', '08:02', '/merge #41'),
    );
    const { incident } = given(...mine, beside(42, alarm));
    const theirs = incident.timeline.filter((e) => e.origin !== undefined);
    expect(theirs.every((e) => e.origin?.number === 42)).toBe(true);
    expect(theirs.map((e) => e.kind)).toEqual(['started', 'opened', 'declared', 'merged']);
    expect(incident.instants).toMatchObject({
      startedAt: at('07:50'),
      detectedAt: at('07:58'),
      declaredAt: at('07:59'),
      acknowledgedAt: at('08:01'),
      mitigatedAt: at('08:19'),
    });
    expect(incident.instantsFrom).toEqual({
      startedAt: 42,
      detectedAt: 42,
      declaredAt: 42,
      acknowledgedAt: 42,
    });
    expect(statistics(incident).toMitigate?.total('minutes')).toBe(21);
    expect(incident.responders.map((r) => r.login)).toEqual(['prima', 'eric']);
    expect(incident.holdings.every((h) => h.holder.login === 'prima')).toBe(true);
  });

  test('E1, D6: the journal keeps who is part, and who is read first after a loss of the database', () => {
    const alarm = beside(42, part(42, beside(41), labelled('07:59'), said('eric', '08:02', '/merge #41')));
    const { owed, unknown } = given(...mine, alarm);
    expect(owed.filter(({ kind }) => kind === 'joined')).toMatchObject([{ part: 42 }]);
    expect(unknown).toEqual([]);
    const before = journaled(...mine, alarm);
    expect(given(before).owed).toEqual([]);
    expect(given(before, strangers)).toMatchObject({ owed: [], unknown: [42] });
  });

  test('E1, D6: who left, or is no issue any more, is not asked for', () => {
    const alarm = beside(42, part(42, beside(41), labelled('07:59'), said('eric', '08:02', '/merge #41')));
    const before = journaled(...mine, alarm);
    for (const now of [beside(42), beside(42, null)]) {
      expect(given(before, now).owed).toMatchObject([{ kind: 'left', part: 42 }]);
      const left = journaled(before, now);
      expect(given(left, strangers)).toMatchObject({ owed: [], unknown: [] });
      expect(given(left, alarm).owed).toMatchObject([{ kind: 'joined', part: 42 }]);
    }
  });

  test('D6: in a chain everything shows in the last', () => {
    const first = part(43, beside(42), labelled('08:01'), said('eric', '08:05', '/merge #42'));
    const second = part(
      42,
      beside(43, first),
      beside(41),
      labelled('08:02'),
      said('eric', '08:06', '/merge #41'),
    );
    const { incident } = given(...mine, beside(42, second));
    expect(incident.parts).toMatchObject([
      { number: 42, within: null },
      { number: 43, within: 42 },
    ]);
    expect(new Set(incident.timeline.map((e) => e.origin?.number))).toEqual(new Set([undefined, 42, 43]));
    expect(incident.instantsFrom.declaredAt).toBe(43);
  });

  test('D6: of two that were merged into each other at once, the one with the lower number stays', () => {
    const [lower, higher] = [41, 42].map((number) => (other: number) => [
      issue({ number, url: `https://github.com/acme/shop/issues/${number}` }),
      beside(other, { mergedInto: number }),
      labelled(),
      said('sylvain', '08:10', `/merge #${other}`),
    ]);
    const stays = given(judgedBefore(lower?.(42), 42), beside(42, { mergedInto: 41 }));
    expect(stays.incident.phase).toBe('open');
    expect(stays.owed).toMatchObject([{ kind: 'let-go', into: 42, comment: null }]);
    const goes = given(judgedBefore(higher?.(41), 41), beside(41, { mergedInto: 42 }));
    expect(goes.incident.merge?.into).toBe(41);
  });

  test('D6: the younger of two related ones is told, within an hour and with a service in common', () => {
    const own = [labelled('08:30'), said('prima', '08:31', '/service checkout login')];
    const related = (over: Partial<Neighbour>): readonly number[] =>
      given(...own, beside(40, { services: ['Login'], ...over })).incident.related.map((r) => r.number);
    expect(related({})).toEqual([40]);
    expect(related({ declaredAt: at('07:29') })).toEqual([]);
    expect(related({ declaredAt: at('08:31') })).toEqual([]);
    expect(related({ services: ['search'] })).toEqual([]);
    expect(related({ mergedInto: 39 })).toEqual([]);
    expect(related({ isDrill: true })).toEqual([]);
  });
});
