import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { COMMANDS } from '../../../src/core/command/commands.ts';
import { parseComment } from '../../../src/core/command/parse-comment.ts';
import { BOARD_TEXT_BYTES, renderBoard } from '../../../src/core/documents/board.ts';
import { closingDocuments } from '../../../src/core/documents/closing.ts';
import { renderJournalPage } from '../../../src/core/documents/journal-page.ts';
import { byteLength, paragraph, toMarkdown } from '../../../src/core/documents/markdown.ts';
import { markerBytes } from '../../../src/core/documents/marker.ts';
import { DOCUMENT_BYTES } from '../../../src/core/documents/overflow.ts';
import { renderReminder } from '../../../src/core/documents/reminder.ts';
import { SILENCES } from '../../../src/core/reminders/all-silences.ts';
import { mergedNotice } from '../../../src/core/documents/merged.ts';
import { renderReply } from '../../../src/core/documents/reply.ts';
import type { AuditOutcome, AuditRow } from '../../../src/core/incident/audit-rows.ts';
import type { View } from '../../../src/core/documents/view.ts';
import type { Answer } from '../../../src/core/incident/incident.ts';
import { CLOSED_LINKS, account, at, viewOf } from '../../support/build-incident.ts';
import { documentDangers } from '../../support/document-dangers.ts';
import { flattenEmail } from '../../support/flatten-email.ts';
import { hostileIncident } from '../../support/hostile-incident.ts';
import { hostileText } from '../../support/hostile-text.ts';

const helpRows = Object.values(COMMANDS);
const links = [
  'https://github.com/',
  'https://redirect.github.com/acme/shop/issues/40',
  'https://dash.example/',
  'https://chat.example/',
];

function answers(text: string): readonly Answer[] {
  return [
    { line: 1, kind: 'refused', problem: { read: text, reason: text, expected: text, example: text } },
    { line: 2, kind: 'caution', text },
    { line: 3, kind: 'status' },
    { line: 4, kind: 'help' },
    { line: 5, kind: 'audit', who: null, last: null },
  ];
}

/** Every reminder that this incident could ever bring, as a comment of its own. */
function reminders(view: View): readonly string[] {
  return SILENCES.flatMap((find) => find(view))
    .flatMap((silence) => silence.reminders)
    .map((reminder) => renderReminder(view, reminder.say(reminder.calls)));
}

/** The one answer that calls somebody: its sub-commander (S3). */
const JOINED = { line: 1, kind: 'joined', call: 'tech', since: at('08:00'), isBack: true } as const;

/** One command of each outcome, in these words. */
function audited(text: string): readonly AuditRow[] {
  const [by, ben] = [account('prima'), { ...account('ben'), login: text }];
  const outcomes: readonly AuditOutcome[] = [
    { kind: 'recorded' },
    { kind: 'refused', reason: text },
    { kind: 'edit-refused', reason: text },
    { kind: 'withdrawn', at: at('08:20'), by: ben },
  ];
  return outcomes.map((outcome, index) => ({
    at: at('08:05'),
    comment: index,
    url: 'https://github.com/acme/shop/issues/41#issuecomment-7',
    by: index % 2 === 0 ? by : ben,
    author: by,
    permission: 'write',
    words: text,
    name: 'timeline',
    outcome,
    more: index % 3,
  }));
}

/** A title is plain text on GitHub: no markdown and no formulas, but all the rest. */
function asText(title: string): string {
  return toMarkdown([paragraph(title.replaceAll('$', ''))]);
}

function everything(view: View, text: string): readonly string[] {
  return [
    renderBoard(view),
    ...mergedNotice(view).map((d) => d.text),
    ...closingDocuments(view).flatMap((d) => (d.kind === 'issue' ? [d.text, asText(d.title)] : [d.text])),
    renderReply(answers(text), view, { mayCommand: true, helpRows, auditRows: audited(text) }),
    renderReply([{ ...JOINED, who: account('diane') }], view, {
      mayCommand: true,
      helpRows,
      auditRows: [],
    }).replace('@atul', ''),
    renderReply(answers(text), view, { mayCommand: false, helpRows: helpRows.slice(-2), auditRows: [] }),
    renderJournalPage(2),
  ];
}

const COMMENT = { createdAt: at('09:00'), zone: 'UTC', prefixOnly: false };

/** The commands of a line that is quoted back alone. Most lines stand in every document: each is read once. */
const inLine = new Map<string, readonly string[]>();
function commandsOf(line: string): readonly string[] {
  const known = inLine.get(line);
  if (known !== undefined) return known;
  const found = parseComment(line, COMMENT).map((c) => c.read);
  inLine.set(line, found);
  return found;
}

/** What the parser makes of a document that an e-mail client quotes back, with and without its markdown. */
function commandsIn(document: string): readonly string[] {
  return [flattenEmail(document), document].flatMap((text) => text.split('\n').flatMap(commandsOf));
}

describe('A3: all documents of any incident', () => {
  test('mention nobody, link nothing of the people’s, hide nothing', () => {
    fc.assert(
      fc.property(hostileIncident, hostileText, (incident, text) => {
        for (const document of everything(viewOf(incident, { links: CLOSED_LINKS }), text)) {
          expect(documentDangers(document, { links })).toEqual([]);
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  test('carry no command when they are quoted back', () => {
    fc.assert(
      fc.property(hostileIncident, hostileText, (incident, text) => {
        const view = viewOf(incident);
        for (const document of [...everything(view, text), ...reminders(view)]) {
          expect(commandsIn(document)).toEqual([]);
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  test('the check sees a command where there is one', () => {
    expect(commandsIn('- `/resolved`')).toEqual(['/resolved']);
    expect(documentDangers('@ben [x](https://evil.example) \u202E', { links })).toHaveLength(3);
  });

  test('E3: fit into a comment whatever people wrote', () => {
    fc.assert(
      fc.property(hostileIncident, fc.constantFrom('$', '漢', '|', 'word ', '@'), (incident, unit) => {
        const long = unit.repeat(20_000);
        const view = viewOf({
          ...incident,
          title: long,
          impact: { text: long, at: at('08:04'), by: incident.author },
          services: Array.from({ length: 30 }, () => long),
          remarks: Array.from({ length: 30 }, () => long),
          communications: incident.communications.map((c) => ({ ...c, message: long, channel: long })),
          timeline: incident.timeline.map((e) => ({ ...e, text: long })),
          actions: incident.actions.map((a) => ({ ...a, text: long })),
        });
        expect(byteLength(renderBoard(view))).toBeLessThanOrEqual(BOARD_TEXT_BYTES);
        for (const document of closingDocuments(view)) {
          const marker = markerBytes(document.key, document.payload);
          expect(byteLength(document.text) + marker).toBeLessThanOrEqual(DOCUMENT_BYTES);
        }
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});
