/**
 * Whole incidents on a clock, with what a reader of the issue would have seen of Muster by the end.
 */
import { describe, expect, test } from '@jest/globals';
import { type Clockwork, clockwork } from '../../support/clockwork.ts';
import { type Told, closed, labelled, said, unlabelled } from '../../support/given.ts';

const declared = [labelled('08:03', 'sev1'), labelled('08:03')];
const crew = [
  ...declared,
  said('sylvain', '08:04', '/take lead', '/role comms external @hank', '/role comms leadership @gillian'),
];

/** Who was called about what: `08:33 update:leadership @gillian`. */
function told(world: Clockwork): readonly string[] {
  return world.sent.map(({ at, key, text }) => {
    const names = key.replace('reminder:', '').replaceAll(/:[ct]\d+/gu, '');
    return [at, names, ...(text.match(/@[a-z]+/gu) ?? [])].join(' ');
  });
}

describe('M2, S4, T2: a SEV-1 of three hours with two audiences and no Technical Assist', () => {
  test('left alone, each silence is told once, to the right person', () => {
    const world = clockwork();
    world.tell('08:04', ...crew);
    world.until('11:03');
    expect(told(world)).toEqual([
      '08:33 status+update:leadership @sylvain @hank @gillian @gillian',
      '08:48 update-lead:leadership @sylvain',
      '09:03 update:external @hank',
      '09:18 update-lead:external @sylvain',
    ]);
    expect(world.minimised).toEqual([]);
    expect(world.wakeAt).toBeNull();
  });

  test('well led, whoever does their part is not called', () => {
    const world = clockwork();
    world.tell('08:04', ...crew);
    const says = (time: string, login: string, ...lines: readonly string[]): void =>
      world.tell(time, said(login, time, ...lines));
    says('08:20', 'gillian', '/comms leadership EU checkout is down.');
    says('08:25', 'hank', '/comms external We are investigating.');
    says('08:30', 'prima', '/timeline the pool is exhausted');
    says('08:45', 'gillian', '/comms leadership Cause suspected.');
    says('08:58', 'prima', '/diagnosed the pool');
    says('09:12', 'gillian', '/comms leadership Rollback runs.');
    says('09:20', 'hank', '/comms external A rollback is running.');
    says('09:27', 'prima', 'rollback at half');
    expect(world.sent).toEqual([]);
    // gillian goes to sleep; everybody else does their part
    says('09:50', 'prima', '/mitigated');
    says('10:15', 'hank', '/comms external It works again, and we are watching.');
    says('10:19', 'prima', '/timeline watching');
    says('10:30', 'sylvain', '/comms leadership It works again.', '/resolved');
    world.until('11:03');
    expect(told(world)).toEqual([
      '09:42 update:leadership @gillian',
      '09:57 update-lead:leadership @sylvain',
    ]);
    expect(world.minimised.map((m) => m.at)).toEqual(['10:30', '10:30']);
    expect(world.wakeAt).toBeNull();
  });
});

describe('E1: due while Muster was down', () => {
  test('two hours at once are one comment, that calls everybody who was due', () => {
    const world = clockwork();
    world.meanwhile(...crew);
    world.look('11:03');
    expect(told(world)).toEqual([
      '11:03 status+update-lead:external+update-lead:leadership @sylvain @hank @gillian @hank @sylvain @gillian @sylvain',
    ]);
    world.until('14:00');
    expect(world.sent).toHaveLength(1);
  });

  test('what was answered meanwhile is not asked', () => {
    const world = clockwork();
    world.tell('08:04', ...crew);
    world.meanwhile(
      said('hank', '09:10', '/comms external We know.'),
      said('gillian', '09:12', '/comms leadership We know.'),
      said('prima', '09:13', '/timeline the pool'),
    );
    world.look('09:20');
    expect(world.sent).toEqual([]);
  });

  test('what was closed meanwhile neither', () => {
    const world = clockwork();
    world.tell('08:04', ...crew);
    world.meanwhile(closed('08:30'));
    world.look('11:00');
    expect(world.sent).toEqual([]);
    expect(world.wakeAt).toBeNull();
  });
});

describe('E1: the clock', () => {
  test('jumps ahead: one comment; back: nothing twice; and on as if nothing had been', () => {
    const world = clockwork();
    world.tell('08:04', ...crew);
    world.look('10:00');
    expect(world.sent).toHaveLength(1);
    for (const time of ['08:10', '08:33', '08:48', '09:03', '09:18', '10:00', '12:00']) world.look(time);
    expect(world.sent).toHaveLength(1);
  });

  test('goes back between two stages: the second still comes, once', () => {
    const world = clockwork();
    world.tell('08:04', ...crew);
    world.until('09:03');
    const before = world.sent.length;
    world.look('08:05');
    expect(world.sent).toHaveLength(before);
    world.until('10:00');
    expect(told(world).slice(before)).toEqual(['09:18 update-lead:external @sylvain']);
  });
});

describe('E1, Q1: what was sent stays sent', () => {
  test('a reminder deleted by hand never comes again', () => {
    const world = clockwork();
    world.tell('08:04', ...crew);
    world.until('09:04');
    for (const { key } of world.sent) world.remove(key);
    const before = world.sent.length;
    world.look('09:05');
    world.until('09:17');
    expect(world.sent).toHaveLength(before);
    world.until('12:00');
    expect(told(world).slice(before)).toEqual(['09:18 update-lead:external @sylvain']);
  });

  test('one comment that speaks of several is several in the journal', () => {
    const world = clockwork();
    world.tell('08:04', ...crew);
    world.until('08:40');
    expect(
      world.journal.flatMap((e) => (e.kind === 'sent' ? [e.what.replaceAll(/\d+/gu, 'n')] : [])),
    ).toEqual(['reminder:status:tn', 'reminder:update:leadership:tn']);
  });

  test('the label taken off folds all, and the label back begins anew', () => {
    const world = clockwork();
    world.tell('08:04', ...crew);
    world.until('08:40');
    world.tell('08:41', unlabelled('08:41'));
    expect(world.minimised.map((m) => m.at)).toEqual(['08:41']);
    expect(world.wakeAt).toBeNull();
    world.tell('10:00', labelled('10:00'));
    world.until('10:10');
    expect(told(world).slice(1)).toEqual(['10:10 update:external+update:leadership @hank @gillian']);
  });
});

/** All that is written by the end, for every moment at which the process may have been down. */
test.each(['08:20', '08:33', '08:47', '09:03', '09:18'])(
  'E1: down from %s until ten, nobody is called twice for one silence',
  (time) => {
    const story: readonly Told[] = crew;
    const world = clockwork();
    world.tell('08:04', ...story);
    world.until(time);
    world.look('10:00');
    world.until('12:00');
    const keys = world.sent.flatMap((s) => s.key.replace('reminder:', '').split('+'));
    expect(new Set(keys).size).toBe(keys.length);
    expect(world.sent.length).toBeLessThanOrEqual(4);
  },
);
