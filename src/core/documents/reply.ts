/**
 * The one answer to a comment (C3, C5, R6): what was not recorded and why, words of caution, where we stand, what this person may do. Every command
 * in it stands behind words, because an e-mail client may quote it back line by line.
 */
import type { CommandSpec } from '../command/command-spec.ts';
import type { Problem } from '../command/command.ts';
import type { AuditRow } from '../incident/audit-rows.ts';
import type { Answer } from '../incident/incident.ts';
import { renderAudit } from './audit.ts';
import { channelWords, impactWords } from './board-facts.ts';
import { briefBlocks } from './brief.ts';
import { joinedAnswer } from './calls-recap.ts';
import { headline } from './headline.ts';
import { exampleCode, inert, inertCode, shorten } from './inert.ts';
import { leadsWords } from './leads-words.ts';
import {
  type Block,
  type Phrase,
  byteLength,
  heading,
  list,
  paragraph,
  phrase,
  strong,
  toMarkdown,
} from './markdown.ts';
import { nextStep } from './next-step.ts';
import { TEXT_BYTES, fits } from './overflow.ts';
import { recapBlocks } from './recap.ts';
import { counted, timesOf } from './time-format.ts';
import { toldRows } from './told.ts';
import { type View, documentLink } from './view.ts';

export interface ReplyContext {
  /** Whether the person's permission reaches what commands need (A1). */
  readonly mayCommand: boolean;
  /** What this person may do here, in the table's order. */
  readonly helpRows: readonly Pick<CommandSpec, 'usage' | 'summary' | 'group'>[];
  /** What was commanded here, newest last; looked at only where somebody asked (A6). */
  readonly auditRows: readonly AuditRow[];
}

/** Characters of a reason: it may quote what was typed. */
const REASON_LENGTH = 400;

function refusal(line: number, problem: Problem): readonly Block[] {
  return [
    paragraph(strong(`Line ${line} was not recorded:`), ' ', inertCode(problem.read)),
    list([
      phrase('Why: ', inert(shorten(problem.reason, REASON_LENGTH))),
      phrase('Expected: ', inert(shorten(problem.expected, REASON_LENGTH))),
      phrase('Example: ', exampleCode(shorten(problem.example, REASON_LENGTH))),
    ]),
  ];
}

function status(view: View): readonly Block[] {
  const { incident } = view;
  const leads = leadsWords(view);
  const board = documentLink(view, 'board', 'The board');
  const isOpen = incident.phase === 'open';
  const rows: readonly Phrase[] = [
    impactWords(view),
    ...(leads === null ? [] : [leads]),
    ...(isOpen ? [phrase(strong('Next:'), ' ', nextStep(view))] : []),
    ...toldRows(view).map(([who = '', what = '']) => phrase(who, ': ', what)),
    ...(isOpen ? [phrase(strong('Follow it at:'), ' ', channelWords(view))] : []),
  ];
  const { time, zone } = timesOf(view);
  return [
    paragraph(strong(headline(view))),
    list(rows),
    paragraph(
      `As of ${time(view.asOf)} ${zone}.`,
      board === null ? '' : [' ', board, ' has more and is kept up to date.'],
    ),
  ];
}

function help(view: View, { mayCommand, helpRows }: ReplyContext): readonly Block[] {
  const { permission, prefixOnly } = view.policy.commands;
  const intro = mayCommand
    ? 'A command stands at the start of a line of a comment; one comment may hold many. This is what you may do here:'
    : `Commands that change the incident need ${permission} permission or more. This is what you may do here:`;
  const groups = [...new Set(helpRows.map((row) => row.group))];
  const usage = (text: string): string => (prefixOnly ? text.replace(/^\//u, '/incident ') : text);
  return [
    paragraph(intro),
    ...groups.flatMap((group): readonly Block[] => [
      heading(3, group),
      list(
        helpRows
          .filter((row) => row.group === group)
          .map((row) => phrase(inert(row.summary), ': ', exampleCode(usage(row.usage)))),
      ),
    ]),
    ...(mayCommand
      ? [
          paragraph(
            'Times are read as 14:05, 14:05Z, 2026-11-21 14:05, 10m ago or yesterday 23:50. An edit of a comment changes what it recorded; deleting it withdraws it.',
          ),
        ]
      : []),
  ];
}

function answerBlocks(answer: Answer, view: View): readonly Block[] {
  switch (answer.kind) {
    case 'refused':
      return refusal(answer.line, answer.problem);
    case 'caution':
      return [paragraph(strong(`Line ${answer.line} is recorded.`), ' ', inert(answer.text))];
    case 'joined':
      return joinedAnswer(view, answer);
    case 'brief':
      return briefBlocks(view, answer.audiences);
    case 'recap':
      return recapBlocks(view, answer, status(view));
    case 'audit':
    case 'help':
    case 'status':
      return [];
    default:
      return answer satisfies never;
  }
}

/** Lines that one reply speaks of; a comment with more mistakes than that is read again as a whole (E3). */
const MOST_LINES = 20;

/** Parts of the usual length of recaps, tried until the reply fits a comment. */
const BREVITIES = [1, 0.4, 0.1];

function render(answers: readonly Answer[], view: View, context: ReplyContext): string {
  const said = answers
    .filter(({ kind }) => kind !== 'help' && kind !== 'status' && kind !== 'audit')
    .toSorted((a, b) => a.line - b.line);
  const more = said.length - MOST_LINES;
  const asks = (kind: Answer['kind']): boolean => answers.some((answer) => answer.kind === kind);
  const audits = answers.filter((answer) => answer.kind === 'audit');
  const rest = toMarkdown([
    ...said.slice(0, MOST_LINES).flatMap((answer) => answerBlocks(answer, view)),
    ...(more > 0 ? [paragraph(`And ${counted(more, 'more line')} like these.`)] : []),
    ...(asks('status') ? status(view) : []),
    ...(asks('help') ? help(view, context) : []),
  ]);
  if (audits.length === 0) return rest;
  const room = TEXT_BYTES - byteLength(rest) - 2;
  return [rest, renderAudit(audits, context.auditRows, view, room)]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What each line is told, in their order, then where we stand and help, each once. */
export function renderReply(answers: readonly Answer[], view: View, context: ReplyContext): string {
  const texts = BREVITIES.values().map((brevity) => render(answers, { ...view, brevity }, context));
  return texts.find(fits) ?? render(answers, { ...view, brevity: 0 }, context);
}
