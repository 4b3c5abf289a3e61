/**
 * The board: one comment, edited in place, that says where the incident stands (Q1, R1, R6). Long texts are cut here and nowhere else, so that
 * the board and the journal in it always fit; the records keep everything.
 */
import { closedFacts, openFacts, situation } from './board-facts.ts';
import { callsSection } from './calls-section.ts';
import { footer, latest } from './board-latest.ts';
import { headline, stateWords, titleOf } from './headline.ts';
import { inert } from './inert.ts';
import { type Block, byteLength, heading, paragraph, toMarkdown } from './markdown.ts';
import { mergedFacts } from './merged.ts';
import { postmortemTemplateProblem } from './postmortem.ts';
import { refusalRemarks } from './refusals.ts';
import { renderTemplate } from './template.ts';
import { roleTable } from './role-table.ts';
import { timesOf } from './time-format.ts';
import { type View, cut, severityTitle } from './view.ts';
import { warnings } from './warnings.ts';

const REMARK_LENGTH = 300;
const REMARKS = 10;

/** What the board's text may have; the rest of a comment is for the journal that rides on it. */
export const BOARD_TEXT_BYTES = 28_000;

/** Parts of the usual length of texts, tried until the board fits. */
const BREVITIES = [1, 0.5, 0.2, 0.05];

/** The board's parts as markdown; what a template arranges (R1). */
interface BoardSections {
  readonly headline: string;
  readonly situation: string;
  readonly facts: string;
  readonly roles: string;
  readonly calls: string;
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
    case 'merged':
      return mergedFacts(view);
    case 'none':
    case 'open':
      return openFacts(view);
    default:
      return view.incident.phase satisfies never;
  }
}

/** Nothing when there is no row: once the work is over nobody is asked to take a role. */
function roleBlocks(view: View): readonly Block[] {
  const table = roleTable(view);
  return table.children.length > 1 ? [heading(3, 'Who does what'), table] : [];
}

function warningBlocks(view: View): readonly Block[] {
  return warnings(view).map((warning) => paragraph('⚠ ', warning));
}

function remarkBlocks(view: View, more: readonly string[]): readonly Block[] {
  return [...view.incident.remarks, ...more]
    .slice(0, REMARKS)
    .map((remark) => paragraph('⚠ ', inert(cut(view, remark, REMARK_LENGTH))));
}

/** `remarks` are added to the incident's own: a template that could not be used. */
function boardSections(view: View, remarks: readonly string[] = []): BoardSections {
  return {
    headline: toMarkdown([heading(2, headline(view))]),
    situation: toMarkdown(situation(view)),
    facts: toMarkdown([facts(view)]),
    roles: toMarkdown(roleBlocks(view)),
    calls: toMarkdown(callsSection(view)),
    warnings: toMarkdown(warningBlocks(view)),
    latest: toMarkdown(latest(view)),
    remarks: toMarkdown(remarkBlocks(view, remarks)),
    footer: toMarkdown([footer(view)]),
  };
}

/** Our own arrangement. */
function arrangeBoard(sections: BoardSections): string {
  const {
    headline: top,
    situation: what,
    facts: table,
    roles,
    calls,
    warnings: warned,
    latest: last,
    remarks,
    footer: end,
  } = sections;
  return [top, what, table, calls, roles, warned, last, remarks, end]
    .filter((part) => part !== '')
    .join('\n\n');
}

function fits(text: string): boolean {
  return byteLength(text) <= BOARD_TEXT_BYTES;
}

/**
 * The repository's arrangement, or why it cannot be used. One that leaves the remarks out does not hide them: what is wrong with the record, or with the
 * other template, then stands at the end.
 */
function templated(
  view: View,
  source: string,
  remarks: readonly string[],
): { readonly text: string } | { readonly problem: string } {
  const { incident } = view;
  const sections = boardSections(view, remarks);
  const result = renderTemplate(source, {
    ...sections,
    title: toMarkdown([paragraph(titleOf(incident))]),
    severity: toMarkdown([paragraph(severityTitle(view) ?? 'not classified')]),
    state: stateWords(incident),
    number: String(incident.number),
  });
  if ('problem' in result) return result;
  const left = /\bremarks\b/u.test(source) ? '' : sections.remarks;
  const text = left === '' ? result.text : `${result.text}\n\n${left}`;
  return fits(text) ? { text } : { problem: 'its text is too long' };
}

/** The board as markdown, at most `BOARD_TEXT_BYTES`. A template that cannot be used gives way to ours, and the board says why. */
export function renderBoard(view: View): string {
  const { board: source } = view.policy.templates;
  const problems: string[] = [...refusalRemarks(view.refusals ?? [])];
  const postmortem = postmortemTemplateProblem(view);
  if (postmortem !== null) problems.push(`The postmortem template is not used: ${postmortem}.`);
  if (source !== null) {
    const own = templated(view, source, problems);
    if ('text' in own) return own.text;
    problems.push(`The board template is not used: ${own.problem}.`);
  }
  for (const brevity of BREVITIES) {
    const text = arrangeBoard(boardSections({ ...view, brevity }, problems));
    if (fits(text)) return text;
  }
  // Hundreds of holders or audiences: what is left out here stands in the records.
  const short = boardSections({ ...view, brevity: 0 }, problems);
  const text = arrangeBoard({ ...short, latest: '', remarks: '', warnings: '' });
  return fits(text)
    ? text
    : arrangeBoard({ ...short, facts: '', roles: '', calls: '', latest: '', remarks: '', warnings: '' });
}
