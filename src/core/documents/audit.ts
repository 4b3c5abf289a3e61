/**
 * The answer to `/audit` (A6): what was commanded here, one row a command, the newest last. What does not fit a comment is left out from the oldest
 * on, and the answer says so and where the rest can be had.
 */
import type { AuditOutcome, AuditRow } from '../incident/audit-rows.ts';
import { sameLogin } from '../incident/account.ts';
import { UNKNOWN_NAME } from '../incident/command-names.ts';
import type { Answer } from '../incident/incident.ts';
import { command } from './command-word.ts';
import { inert, inertCode, shorten } from './inert.ts';
import {
  type Phrase,
  byteLength,
  code,
  details,
  emphasis,
  joined,
  link,
  paragraph,
  phrase,
  strong,
  table,
  toMarkdown,
} from './markdown.ts';
import { tableLines } from './table-markdown.ts';
import { type TimeFormat, counted, timeFormat, zoneWords } from './time-format.ts';
import { type View, personName } from './view.ts';

type Asked = Answer & { readonly kind: 'audit' };

/** From this many rows on the table is folded, so that the issue stays readable. */
const FOLDED_FROM = 11;
const WORDS_LENGTH = 80;
const REASON_LENGTH = 120;
/** Room for everything but the rows. */
const FRAME_BYTES = 1_500;

const HEAD = ['When', 'Who', 'Right', 'Command', 'Outcome'];

/** Asked in several lines: of any of the people named, and as many as the most asks for. */
function chosen(asked: readonly Asked[], rows: readonly AuditRow[]): readonly AuditRow[] {
  const of = asked.some(({ who }) => who === null)
    ? rows
    : rows.filter(({ by }) => asked.some(({ who }) => sameLogin(who ?? '', by.login)));
  const counts = asked.map(({ last }) => last ?? Infinity);
  return of.slice(-Math.max(...counts));
}

function whoWords({ by, author }: AuditRow): Phrase {
  return author === null || author.id === by.id
    ? personName(by)
    : phrase(personName(by), ', in a comment of ', personName(author));
}

function commandWords({ words, name }: AuditRow): Phrase {
  if (words !== null) return inertCode(shorten(words, WORDS_LENGTH));
  return name === UNKNOWN_NAME
    ? emphasis('words not kept')
    : phrase(inertCode(`/${name}`), ' ', emphasis('further words not kept'));
}

function because(reason: string | null): Phrase {
  return reason === null ? '' : phrase(': ', inert(shorten(reason, REASON_LENGTH)));
}

function outcomeWords(outcome: AuditOutcome, times: TimeFormat): Phrase {
  switch (outcome.kind) {
    case 'recorded':
    case 'answered':
      return outcome.kind;
    case 'refused':
      return phrase('refused', because(outcome.reason));
    case 'edit-refused':
      return phrase('edit refused, the former text stands', because(outcome.reason));
    case 'corrected':
    case 'removed':
    case 'withdrawn': {
      const by = outcome.by === null ? '' : phrase(' by ', personName(outcome.by));
      return phrase(`recorded, then ${outcome.kind} ${times.time(outcome.at)}`, by);
    }
    default:
      return outcome satisfies never;
  }
}

function rowOf(row: AuditRow, times: TimeFormat): readonly Phrase[] {
  const when = times.time(row.at);
  return [
    row.url === null ? when : link(row.url, when),
    whoWords(row),
    row.permission,
    commandWords(row),
    phrase(
      outcomeWords(row.outcome, times),
      row.more > 0 ? `; and ${counted(row.more, 'more', 'more')} in that comment, refused too` : '',
    ),
  ];
}

/** The newest rows that fit, as lines, oldest first. Nothing older is looked at. */
function fitting(rows: readonly AuditRow[], times: TimeFormat, room: number): readonly string[] {
  const lines: string[] = [];
  let left = room;
  for (const row of rows.toReversed()) {
    const [line = ''] = tableLines(table(HEAD, [rowOf(row, times)])).rows;
    left -= byteLength(line) + 1;
    if (left < 0) break;
    lines.unshift(line);
  }
  return lines;
}

function title(asked: readonly Asked[], rows: number): Phrase {
  const named = asked.flatMap(({ who }) => (who === null ? [] : [inert(who)]));
  const isOfAll = asked.some(({ who }) => who === null);
  const whose = isOfAll ? '' : phrase(' of ', joined(named.slice(0, 5)));
  const last = Math.max(...asked.map((one) => one.last ?? Infinity));
  const many = counted(rows, 'command');
  return rows === 0
    ? phrase('No command', whose, ' was judged here')
    : phrase(rows === last ? `The last ${many}` : many, whose, ' on this incident');
}

function leftOut(view: View, left: number): readonly string[] {
  if (left === 0) return [];
  return [
    toMarkdown([
      paragraph(
        `The ${counted(left, 'oldest', 'oldest')} of them are left out, because they do not fit a comment: `,
        command(view, 'audit @login'),
        ' asks for those of one person, and whoever runs Muster lists all with ',
        code('npm run -s muster -- audit'),
        '.',
      ),
    ]),
  ];
}

/** `rows`: newest last. `room`: bytes that the text may take. */
export function renderAudit(
  asked: readonly Asked[],
  rows: readonly AuditRow[],
  view: View,
  room: number,
): string {
  const shown = chosen(asked, rows);
  const times = timeFormat(
    view.policy.zone,
    shown.flatMap(({ at, outcome }) => ('at' in outcome ? [at, outcome.at] : [at])),
  );
  const lines = fitting(shown, times, room - FRAME_BYTES);
  const zone = shown.length === 0 ? '.' : `, newest last. Times: ${zoneWords(times)}.`;
  const top = toMarkdown([paragraph(strong(title(asked, shown.length)), zone)]);
  const { head } = tableLines(table(HEAD, []));
  const body = lines.length === 0 ? [] : [[head, ...lines].join('\n')];
  return [
    top,
    ...leftOut(view, shown.length - lines.length),
    ...(lines.length < FOLDED_FROM
      ? body
      : [toMarkdown(details(counted(lines.length, 'command'))), ...body, '</details>']),
  ].join('\n\n');
}
