import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DEFAULT_POLICY, USUAL_UPDATES } from '../../../src/config/default-policy.ts';
import { consider } from '../../../src/core/incident/consider.ts';
import {
  type Told,
  at,
  closed,
  commentDeleted,
  deleted,
  digest,
  edited,
  forgotten,
  given,
  journaled,
  labelled,
  permission,
  policy,
  recordOf,
  reopened,
  said,
} from '../../support/given.ts';

const outage: readonly Told[] = [
  labelled('08:03'),
  said('atul', '08:16', '/timeline 08:15 Database fails over'),
];

describe('E1: the journal', () => {
  test('E1: each verdict is owed once, and a second run owes nothing', () => {
    const first = given(...outage);
    expect(first.owed.map((e) => e.kind)).toEqual(['configured', 'judged', 'judged']);
    expect(given(journaled(...outage)).owed).toEqual([]);
  });

  test('A1: what was accepted stays accepted when the right is taken away, and is not asked again', () => {
    const later = given(journaled(...outage), permission('atul', 'read'));
    expect(later.incident.timeline.map((e) => e.text)).toContain('Database fails over');
    expect(later.verdicts[0]).toMatchObject({ letters: 'a', isJournaled: true });
  });

  test('A1: what was refused stays refused when the right is given', () => {
    const story = [labelled(), said('stranger', '08:05', '/severity sev1')];
    const later = given(journaled(...story), permission('stranger', 'admin'));
    expect(later.incident.severity).toBeNull();
    expect(later.verdicts[0]?.letters).toBe('r');
  });

  test('K1: what was accepted under one policy stays accepted under the next', () => {
    const audiences = [
      { id: 'partners', title: 'partners', tone: 'external' as const, updates: USUAL_UPDATES },
    ];
    const story = [policy({ audiences }), labelled(), said('hank', '08:05', '/comms partners We know.')];
    const later = given(journaled(...story), policy({ audiences: DEFAULT_POLICY.audiences }));
    expect(later.incident.communications).toMatchObject([{ audience: 'partners' }]);
  });

  test('C6: a change of the zone does not reread what was written before it', () => {
    const story = [labelled(), said('prima', '08:10', '/timeline 08:05 deploy')];
    const later = given(
      journaled(...story),
      policy({ zone: 'Europe/Berlin' }),
      said('prima', '08:20', '/timeline 09:15 rollback'),
    );
    const when = (text: string) => later.incident.timeline.find((e) => e.text === text)?.occurredAt;
    expect(when('deploy')).toEqual(at('08:05'));
    expect(when('rollback')).toEqual(at('08:15'));
  });
});

describe('C4: edits', () => {
  test('C4: an edit changes what was recorded, and the entry shows the first words of what stood there', () => {
    const story = journaled(...outage);
    const { incident, owed } = given(
      story,
      edited(1001, '08:20', 'atul', '/timeline 08:14 Database fails over'),
    );
    expect(incident.timeline.find((e) => e.kind === 'note')).toMatchObject({
      occurredAt: at('08:14'),
      recordedAt: at('08:16'),
      corrected: { at: at('08:20'), former: '08:15 Database fails over' },
    });
    expect(owed).toMatchObject([
      { kind: 'judged', former: '/timeline 08:15 Database fails over', verdict: 'a', at: at('08:20') },
    ]);
  });

  test('C4: the same from the journal alone, after the cache is lost', () => {
    const once = journaled(...outage);
    const twice = journaled(once, edited(1001, '08:20', 'atul', '/timeline 08:14 Database fails over'));
    const lost: Told = (draft) => {
      twice(draft);
      draft.comments = draft.comments.map((c) => ({ ...c, former: null, editor: null }));
    };
    expect(given(lost).incident).toEqual(given(twice).incident);
    expect(given(lost).owed).toEqual([]);
  });

  test('C4: an edit is judged by the right of the person who edited; without it the former text stands', () => {
    const { incident, verdicts, owed } = given(
      journaled(...outage),
      edited(1001, '08:20', 'stranger', '/severity sev1'),
    );
    expect(incident.severity).toBeNull();
    expect(incident.timeline.map((e) => e.text)).toContain('Database fails over');
    expect(verdicts[0]).toMatchObject({ letters: 'e', isRefused: true });
    expect(owed).toMatchObject([{ verdict: 'e', standing: '/timeline 08:15 Database fails over' }]);
  });

  test('C4: an edit that contradicts what was accepted later is refused and the former value stays, now and after a rebuild', () => {
    const story = journaled(
      labelled('08:03'),
      said('prima', '08:05', '/detected 07:50'),
      said('prima', '08:06', '/started 07:45'),
    );
    const bad = edited(1001, '08:20', 'prima', '/detected 07:30');
    const now = given(story, bad);
    expect(now.incident.instants.detectedAt).toEqual(at('07:50'));
    expect(now.verdicts[0]?.letters).toBe('e');
    expect(now.verdicts[0]?.answers[0]).toMatchObject({
      kind: 'refused',
      problem: { read: '/detected 07:30' },
    });
    const later = given(journaled(story, bad));
    expect(later.incident).toEqual(now.incident);
    expect(later.owed).toEqual([]);
  });

  test('C4: edited twice, the entry shows what was said first; a command that was not touched shows nothing', () => {
    const story = journaled(
      journaled(labelled(), said('prima', '08:05', '/started 07:50', '/timeline alarm')),
      edited(1001, '08:20', 'prima', '/started 07:45\n/timeline alarm'),
    );
    const { incident } = given(story, edited(1001, '08:30', 'prima', '/started 07:40\n/timeline alarm'));
    expect(incident.timeline.find((e) => e.kind === 'started')?.corrected).toEqual({
      at: at('08:30'),
      former: '07:50',
    });
    expect(incident.timeline.find((e) => e.text === 'alarm')?.corrected).toBeNull();
  });

  test('C4: a mistake that is mended was never recorded, so nothing is corrected', () => {
    const story = journaled(labelled(), said('prima', '08:05', '/timline alarm'));
    const { incident } = given(story, edited(1001, '08:06', 'prima', '/timeline alarm'));
    expect(incident.timeline.find((e) => e.text === 'alarm')?.corrected).toBeNull();
  });

  test('C4: a command that an edit removes is shown as withdrawn and no longer counts', () => {
    const story = journaled(labelled(), said('prima', '08:05', '/severity sev1', '/timeline 08:04 alarm'));
    const { incident } = given(story, edited(1001, '08:20', 'prima', '/timeline 08:04 alarm'));
    expect(incident.severity).toBeNull();
    expect(incident.timeline.find((e) => e.kind === 'severity')?.withdrawn).toMatchObject({
      at: at('08:20'),
    });
    expect(incident.timeline.find((e) => e.text === 'alarm')?.corrected).toBeNull();
  });
});

describe('C4: deletions', () => {
  test('C4: deleting a comment removes what it recorded and leaves its first words, struck', () => {
    const { incident, owed } = given(journaled(...outage), deleted(1001, '08:18'));
    expect(incident.timeline.find((e) => e.kind === 'note')).toMatchObject({
      text: 'Database fails over',
      occurredAt: at('08:15'),
      withdrawn: { at: at('08:18'), by: { login: 'atul' } },
      milestone: false,
    });
    expect(owed).toMatchObject([{ kind: 'withdrawn', former: '/timeline 08:15 Database fails over' }]);
  });

  test('C4: the same from the journal alone', () => {
    const story = journaled(...outage);
    const gone = journaled(story, deleted(1001, '08:18'));
    expect(given(gone, forgotten(1001)).incident).toEqual(given(gone).incident);
  });

  test('C4: deleted while the database was lost, its text is not known, but that it was there is', () => {
    const { incident } = given(journaled(...outage), forgotten(1001), commentDeleted('08:18'));
    expect(incident.timeline.at(-1)).toMatchObject({ text: 'A comment', withdrawn: { at: at('08:18') } });
    expect(incident.timeline.filter((e) => e.kind === 'lost')).toEqual([]);
  });

  test('E1: a deletion before Muster saw the comment is lost, and the timeline says so', () => {
    const { incident } = given(labelled(), commentDeleted('08:18'));
    expect(incident.timeline.at(-1)?.text).toBe('A comment was deleted before Muster saw it');
  });

  test('C4: of deleted talk no text is kept', () => {
    const { incident, owed } = given(
      journaled(labelled(), said('atul', '08:05', 'the password is hunter2')),
      deleted(1001, '08:06'),
    );
    expect(JSON.stringify([incident, owed])).not.toContain('hunter2');
    expect(incident.timeline.at(-1)).toMatchObject({ text: 'A comment', withdrawn: { at: at('08:06') } });
  });

  test('C4: what was refused had recorded nothing, so nothing of it is withdrawn', () => {
    const story = journaled(labelled(), said('atul', '08:05', '/severity huge', '/timeline alarm'));
    const { incident } = given(story, deleted(1001, '08:06'));
    expect(incident.timeline.filter((e) => e.withdrawn !== null).map((e) => e.text)).toEqual(['alarm']);
    const edit = given(
      journaled(labelled(), said('atul', '08:05', '/severity huge', '/timeline alarm')),
      edited(1001, '08:06', 'atul', '/timeline alarm'),
    );
    expect(edit.incident.timeline.filter((e) => e.withdrawn !== null)).toEqual([]);
  });

  test('A1: a command of somebody without the right leaves no words, also when it goes before it was judged', () => {
    const written = said('stranger', '08:05', '/timeline buy cheap carts');
    const unseen = [labelled(), written, deleted(1001, '08:06')];
    const seen = [journaled(labelled(), written), deleted(1001, '08:06')];
    for (const story of [unseen, [journaled(...unseen)], seen]) {
      const { incident } = given(...story);
      expect(JSON.stringify(incident.timeline)).not.toContain('cheap');
      expect(incident.timeline.filter((e) => e.withdrawn !== null)).toEqual([]);
    }
  });

  test('C4: what went before it was judged is judged by the right its author had then', () => {
    const story = journaled(labelled(), said('atul', '08:05', '/timeline alarm'), deleted(1001, '08:06'));
    const { incident, owed } = given(story, permission('atul', 'read'));
    expect(incident.timeline.at(-1)).toMatchObject({ text: 'alarm', withdrawn: { at: at('08:06') } });
    expect(owed).toEqual([]);
  });

  test('P1: a withdrawn action item keeps its number', () => {
    const story = journaled(
      labelled(),
      said('atul', '08:05', '/action One'),
      said('atul', '08:06', '/action Two'),
    );
    const { incident } = given(story, deleted(1001, '08:07'));
    expect(incident.actions.map((a) => [a.number, a.text, a.isWithdrawn])).toEqual([
      [1, 'One', true],
      [2, 'Two', false],
    ]);
  });
});

const shuffle = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });

test('T1: of talk that begins with a quote the own words are shown', () => {
  const { incident } = given(labelled(), said('atul', '08:05', '> who is on it?', '', 'I am.'));
  expect(incident.timeline.at(-1)?.text).toBe('I am.');
});

test('T1: words beside a command that was refused are talk, and not lost', () => {
  const { incident } = given(labelled(), said('atul', '08:05', '/severity huge', 'Half of Europe is down.'));
  expect(incident.timeline.at(-1)).toMatchObject({ kind: 'comment', text: 'Half of Europe is down.' });
});

test('E3: thousands of mistakes by somebody without the right are one refusal and one short entry of the journal', () => {
  const { verdicts, owed } = given(
    labelled(),
    said('stranger', '08:05', ...Array.from({ length: 5_000 }, () => '/severty x')),
  );
  expect(verdicts[0]?.answers).toHaveLength(1);
  expect(owed.find((e) => e.kind === 'judged' && e.comment === 1001)).toMatchObject({
    verdict: 'r',
    former: null,
  });
});

test('E2: the fold does not depend on the order in which facts arrived', () => {
  const story = [
    labelled('08:03'),
    labelled('08:03', 'sev2'),
    said('sylvain', '08:06', '/take lead', '/role tech @atul'),
    said('atul', '08:06', '/timeline deploy 4512'),
    said('hank', '08:06', 'looking'),
    said('prima', '08:10', '/started 07:40', '/severity sev1'),
    closed('09:00'),
    said('prima', '09:00', 'done'),
    reopened('09:05'),
    said('diane', '09:06', '/fail still broken'),
  ];
  const { record, ...rest } = recordOf(...story);
  const expected = consider({ record, ...rest, digest });
  fc.assert(
    fc.property(shuffle(record.comments), shuffle(record.events ?? []), (comments, events) => {
      expect(consider({ record: { ...record, comments, events }, ...rest, digest })).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});
