import { describe, expect, test } from '@jest/globals';
import { describeTime, parseTime } from '../../../src/core/command/time.ts';
import { at } from './parsing.ts';

const read = (text: string, createdAt = '2026-11-21T14:30:00Z', zone = 'UTC') => {
  const time = parseTime(text, { createdAt: at(createdAt), zone });
  if (time.kind === 'none') return 'text';
  return time.kind === 'time' ? `${time.at.toString()}|${time.rest}` : time.reason;
};

describe('C6: times', () => {
  test.each([
    ['14:05 a', '2026-11-21T14:05:00Z|a'],
    ['8:05 a', '2026-11-21T08:05:00Z|a'],
    ['14:05:30 a', '2026-11-21T14:05:30Z|a'],
    ['14:05Z a', '2026-11-21T14:05:00Z|a'],
    ['14:05 UTC a', '2026-11-21T14:05:00Z|a'],
    ['14:05: a', '2026-11-21T14:05:00Z|a'],
    ['14:05, a', '2026-11-21T14:05:00Z|a'],
    ['14:05 REST is slow', '2026-11-21T14:05:00Z|REST is slow'],
    ['14:05 - a', '2026-11-21T14:05:00Z|- a'],
    ['14:05', '2026-11-21T14:05:00Z|'],
    ['14:05\na', '2026-11-21T14:05:00Z|a'],
    ['at 14:05 a', '2026-11-21T14:05:00Z|a'],
    ['2026-11-20 14:05 a', '2026-11-20T14:05:00Z|a'],
    ['2026-11-20 14:05Z a', '2026-11-20T14:05:00Z|a'],
    ['2026-11-20T14:05:00+01:00 a', '2026-11-20T13:05:00Z|a'],
    ['2026-11-20T14:05:00.250Z a', '2026-11-20T14:05:00Z|a'],
    ['2026-11-20 14:05:00 +0100 a', '2026-11-20T13:05:00Z|a'],
    ['10m ago a', '2026-11-21T14:20:00Z|a'],
    ['1h30m ago a', '2026-11-21T13:00:00Z|a'],
    ['1h 30m ago a', '2026-11-21T13:00:00Z|a'],
    ['2 h ago a', '2026-11-21T12:30:00Z|a'],
    ['20 minutes ago a', '2026-11-21T14:10:00Z|a'],
    ['2 days ago', '2026-11-19T14:30:00Z|'],
    ['yesterday 23:50 a', '2026-11-20T23:50:00Z|a'],
    ['today 08:00 a', '2026-11-21T08:00:00Z|a'],
    ['now a', '2026-11-21T14:30:00Z|a'],
  ])('C6: %j', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    '3 nodes down',
    '10m users affected',
    'yesterday we deployed',
    'today',
    'nowhere',
    'at the gate',
    '14 of 20',
    '',
    '4512 deployed',
    '2026 plans',
    '14.05 %',
  ])('C6: %j is text', (text) => {
    expect(read(text)).toBe('text');
  });

  test.each([
    ['25:99 a', '“25:99” is not a time of day'],
    ['24:00', '“24:00” is not a time of day'],
    ['14:5x a', '“14:5x” is not a time I can read'],
    ['14:05+01:00 a', '“14:05+01:00” is not a time I can read'],
    ['14:05-14:20 a', '“14:05-14:20” is not a time I can read'],
    ['2:05 pm a', '“2:05 pm” is a 12-hour time'],
    ['2:05pm a', '“2:05pm” is not a time I can read'],
    ['2pm', '“2pm” is not a time I can read'],
    ['14:05 CET a', '“14:05 CET” names a zone by letters that several zones share'],
    ['2026-11-20 a', '“2026-11-20” is a date without a time'],
    ['2026-02-30 10:00', '“2026-02-30 10:00” is not a date'],
    ['2026-11-20 14:05-14:20', '“2026-11-20 14:05-14:20” has an offset that no place uses'],
    ['2026-11-20 14:05-09:20', '“2026-11-20 14:05-09:20” has an offset that no place uses'],
    ['2026-13-01 10:00', '“2026-13-01 10:00” is not a date'],
    ['2 weeks ago', '“2 weeks ago” is not a time I can read'],
    ['1.5h ago', '“1.5h ago” is not a time I can read'],
    ['999999999d ago', '“999999999d ago” lies too far back'],
    ['at 25:99', '“25:99” is not a time of day'],
  ])('C6: %j tries to be a time and is not', (text, reason) => {
    expect(read(text)).toBe(reason);
  });

  test('C6: a bare time means its latest past occurrence', () => {
    expect(read('15:31')).toBe('2026-11-20T15:31:00Z|');
  });

  test('C6: a bare time up to 60 minutes ahead is refused as future', () => {
    const reason = 'which lies ahead of this comment (2026-11-21 14:30 UTC)';
    expect(read('14:32')).toBe(`“14:32” reads as 2026-11-21 14:32 UTC, ${reason}`);
    expect(read('15:30')).toBe(`“15:30” reads as 2026-11-21 15:30 UTC, ${reason}`);
  });

  test('C6: a bare time after midnight is tomorrow’s when that is near', () => {
    expect(read('00:10', '2026-11-21T23:30:00Z')).toContain('2026-11-22 00:10 UTC, which lies ahead');
    expect(read('00:40', '2026-11-21T23:30:00Z')).toBe('2026-11-21T00:40:00Z|');
  });

  test('C6: up to 60 seconds ahead is now', () => {
    expect(read('14:31')).toBe('2026-11-21T14:30:00Z|');
    expect(read('2026-11-21 14:31')).toBe('2026-11-21T14:30:00Z|');
    expect(read('00:00', '2026-11-21T23:59:30Z')).toBe('2026-11-21T23:59:30Z|');
    expect(read('14:31:01')).toContain('lies ahead');
  });

  test.each([
    '2026-11-21 14:32',
    '2027-01-01 00:00',
    'tomorrow 08:00',
    'today 23:00',
    '2026-11-21T14:32:00Z',
  ])('C6: %j is refused as future', (text) => {
    expect(read(text)).toContain('which lies ahead of this comment');
  });

  test('C6: bare times are read in the zone', () => {
    expect(read('14:05', '2026-11-21T14:30:00Z', 'Europe/Berlin')).toBe('2026-11-21T13:05:00Z|');
    expect(read('14:05Z', '2026-11-21T14:30:00Z', 'Europe/Berlin')).toBe('2026-11-21T14:05:00Z|');
    expect(read('yesterday 23:50', '2026-11-21T23:30:00Z', 'Europe/Berlin')).toBe('2026-11-21T22:50:00Z|');
  });

  test('C6: a local time that happens twice is the earlier', () => {
    expect(read('02:30', '2026-10-25T05:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z|');
    expect(read('2026-10-25 02:30', '2026-11-21T14:30:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z|');
    expect(read('02:30', '2026-10-25T01:45:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z|');
  });

  test('C6: a local time that never happens is refused', () => {
    const reason = '“02:30” reads as 2026-03-29 02:30 Europe/Berlin, which the clocks there skip';
    expect(read('02:30', '2026-03-29T08:00:00Z', 'Europe/Berlin')).toBe(reason);
    expect(read('2026-03-29 02:30', '2026-11-21T14:30:00Z', 'Europe/Berlin')).toContain(
      'which the clocks there skip',
    );
  });

  test('C6: refusals say what was read, with its zone', () => {
    expect(describeTime(at('2026-11-21T14:05:59Z'), 'UTC')).toBe('2026-11-21 14:05 UTC');
    expect(describeTime(at('2026-11-21T14:05:00Z'), 'Europe/Berlin')).toBe('2026-11-21 15:05 Europe/Berlin');
  });
});
