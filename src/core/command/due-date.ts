/**
 * Reads the date of `by <date>` (C6: it alone may lie ahead), against the day of the comment in the zone.
 *   date := YYYY-MM-DD | "today" | "tomorrow" | weekday | day month year? | month day year?
 * A weekday is the next one after the comment's day, so `by friday` written on a Friday is a week away. A day without a year is its next
 * occurrence, the comment's day included. Words that are no date are text (`by the way`); `6/11` is refused, since half of the
 * readers take it for June.
 */
import type { ParseContext } from './command-spec.ts';
import { calendarDate } from './local-time.ts';

export type DateRead = { readonly date: string } | { readonly reason: string } | null;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAY_MONTH = new RegExp(String.raw`^(\d{1,2})(?:st|nd|rd|th)? ${MONTH}(?: (\d{4}))?$`, 'iu');
const MONTH_DAY = new RegExp(String.raw`^${MONTH} (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?$`, 'iu');
const WEEKDAY = /^(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$/iu;

/** `words` are those after `by`, separated by single spaces. Null: no date, so the words are text. A date comes back as ISO. */
export function parseDueDate(words: string, context: ParseContext): DateRead {
  const today = context.createdAt.toZonedDateTimeISO(context.zone).toPlainDate();
  if (/^\d{4}-\d{1,2}-\d{1,2}$/u.test(words)) return checked(words, calendarDate(words));
  if (/^\d{1,4}[/.]\d{1,2}([/.]\d{1,4})?$/u.test(words) && !/^\d+\.\d+$/u.test(words)) {
    return { reason: `“by ${words}” can be read as two dates` };
  }
  if (/^today$/iu.test(words)) return { date: today.toString() };
  if (/^tomorrow$/iu.test(words)) return { date: today.add({ days: 1 }).toString() };

  const weekday = WEEKDAY.exec(words)?.[1]?.slice(0, 3).toLowerCase();
  if (weekday !== undefined) {
    const days = (WEEKDAYS.indexOf(weekday) + 1 - today.dayOfWeek + 7) % 7;
    return { date: today.add({ days: days === 0 ? 7 : days }).toString() };
  }

  const dayMonth = DAY_MONTH.exec(words);
  if (dayMonth !== null) return inYear(words, today, dayMonth[2] ?? '', dayMonth[1] ?? '', dayMonth[3]);
  const monthDay = MONTH_DAY.exec(words);
  if (monthDay !== null) return inYear(words, today, monthDay[1] ?? '', monthDay[2] ?? '', monthDay[3]);
  return null;
}

function inYear(
  words: string,
  today: Temporal.PlainDate,
  monthName: string,
  day: string,
  year: string | undefined,
): DateRead {
  const month = MONTHS.indexOf(monthName.slice(0, 3).toLowerCase()) + 1;
  const on = (chosen: string | number) => calendarDate(`${chosen}-${month}-${day}`);
  if (year !== undefined) return checked(words, on(year));
  const thisYear = on(today.year);
  const isPast = thisYear !== null && Temporal.PlainDate.compare(thisYear, today) < 0;
  return checked(words, isPast ? on(today.year + 1) : thisYear);
}

/** `31 June` and `2026-02-30` are meant as dates and are none. */
function checked(words: string, date: Temporal.PlainDate | null): DateRead {
  return date === null
    ? { reason: `“by ${words}” is not a date of the calendar` }
    : { date: date.toString() };
}
