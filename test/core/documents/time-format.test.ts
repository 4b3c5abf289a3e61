import { describe, expect, test } from '@jest/globals';
import { durationText, timeFormat, zoneWords } from '../../../src/core/documents/time-format.ts';

function instants(...texts: readonly string[]): readonly Temporal.Instant[] {
  return texts.map((text) => Temporal.Instant.from(text));
}

function shown(zone: string, ...texts: readonly string[]): readonly string[] {
  const all = instants(...texts);
  const format = timeFormat(zone, all);
  return [zoneWords(format), ...all.map(format.time)];
}

describe('C6: times in documents', () => {
  test.each([
    [
      'one day',
      'UTC',
      ['2026-10-25T07:40:00Z', '2026-10-25T08:51:59Z'],
      ['25 October 2026, UTC', '07:40', '08:51'],
    ],
    [
      'the zone decides which day',
      'Europe/Berlin',
      ['2026-10-24T21:50:00Z', '2026-10-24T22:10:00Z'],
      ['24 October to 25 October 2026, Europe/Berlin', '24 Oct 23:50', '25 Oct 00:10'],
    ],
    [
      'over the new year',
      'UTC',
      ['2026-12-31T23:50:00Z', '2027-01-01T00:10:00Z'],
      ['31 December 2026 to 1 January 2027, UTC', '31 Dec 2026 23:50', '1 Jan 2027 00:10'],
    ],
    [
      'the hour that comes twice',
      'Europe/Berlin',
      ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'],
      ['25 October 2026, Europe/Berlin', '02:30 (+02:00)', '02:30 (+01:00)', '03:30'],
    ],
    ['nothing known', 'UTC', [], ['UTC']],
  ])('%s', (_, zone, texts, expected) => {
    expect(shown(zone, ...texts)).toEqual(expected);
  });

  test.each([
    [{ seconds: 0 }, '0 min'],
    [{ seconds: 45 }, '45 s'],
    [{ minutes: 2, seconds: 25 }, '2 min 25 s'],
    [{ minutes: 52 }, '52 min'],
    [{ minutes: 59, seconds: 40 }, '1 h'],
    [{ hours: 1, minutes: 12 }, '1 h 12 min'],
    [{ hours: 26 }, '26 h'],
    [{ hours: 75 }, '3 d 3 h'],
  ])('%j is %s', (duration, expected) => {
    expect(durationText(Temporal.Duration.from(duration))).toBe(expected);
  });
});
