/**
 * The board: one comment, edited in place, that says where the incident stands (Q1, R1, R6). Long texts are cut here and nowhere else, so that
 * the board and the journal in it always fit; the records keep everything.
 */
import { closedFacts, openFacts, situation } from './board-facts.ts';
import { footer, latest } from './board-latest.ts';
import { headline } from './headline.ts';
import { inert, shorten } from './inert.ts';
import { type Block, emphasis, heading, paragraph, toMarkdown } from './markdown.ts';
import { roleTable } from './role-table.ts';
import { timesOf } from './time-format.ts';
import type { View } from './view.ts';
import { warnings } from './warnings.ts';

const REMARK_LENGTH = 300;
const REMARKS = 10;

/** The board's parts as markdown; what a template arranges (R1). */
export interface BoardSections {
  readonly headline: string;
  readonly situation: string;
  readonly facts: string;
  readonly roles: string;
  readonly warnings: string;
  readonly latest: string;
  readonly remarks: string;
  readonly footer: string;
}

function standDown(view: View): Block {
  const { phaseSince } = view.incident;
  return paragraph(
    `Stood down ${timesOf(view).time(phaseSince)}: the label `,
    inert(view.incident.isDrill ? view.policy.labels.drill : view.policy.labels.incident),
    ' was removed. Nothing is deleted and nobody is reminded; the label back on the issue resumes it.',
  );
}

function facts(view: View): Block {
  switch (view.incident.phase) {
    case 'stood-down':
      return standDown(view);
    case 'closed':
      return closedFacts(view);
    default:
      return openFacts(view);
  }
}

function warningBlocks(view: View): readonly Block[] {
  return warnings(view).map((warning) => paragraph('⚠ ', warning));
}

function remarkBlocks(view: View, more: readonly string[]): readonly Block[] {
  return [...view.incident.remarks, ...more]
    .slice(0, REMARKS)
    .map((remark) => paragraph(emphasis(inert(shorten(remark, REMARK_LENGTH)))));
}

/** `remarks` are added to the incident's own: a template that could not be used. */
export function boardSections(view: View, remarks: readonly string[] = []): BoardSections {
  return {
    headline: toMarkdown([heading(2, headline(view))]),
    situation: toMarkdown(situation(view)),
    facts: toMarkdown([facts(view)]),
    roles: toMarkdown([heading(3, 'Who does what'), roleTable(view)]),
    warnings: toMarkdown(warningBlocks(view)),
    latest: toMarkdown(latest(view)),
    remarks: toMarkdown(remarkBlocks(view, remarks)),
    footer: toMarkdown([footer(view)]),
  };
}

/** Our own arrangement. */
export function arrangeBoard(sections: BoardSections): string {
  const {
    headline: top,
    situation: what,
    facts: table,
    roles,
    warnings: warned,
    latest: last,
    remarks,
    footer: end,
  } = sections;
  return [top, what, table, roles, warned, last, remarks, end].filter((part) => part !== '').join('\n\n');
}
