/**
 * The text of docs/commands.md: every command from the table, and the few rules that hold for all of them. Formatted as prettier would, so that
 * the file passes the check unchanged.
 */
import { ACTION_KINDS } from './command.ts';
import { COMMAND_GROUPS, type CommandGroup } from './command-spec.ts';
import { COMMANDS } from './commands.ts';

const INTRODUCTION = `<!-- Made from src/core/command/commands.ts by scripts/generate-docs.ts: change it there. -->

# Commands

Write a command at the start of a line in a comment on the incident's issue. One comment may hold many. 👍 on the comment means that it was
recorded; 😕 and a reply mean that it was not, and say why. Editing the comment changes what it recorded, deleting it withdraws it.

\`/incident <name> …\` works for every command; with \`commands.prefix_only: true\` it is the only form. Case does not matter.
`;

const RULES = `## Where a command counts

- At the start of its own line, after at most three spaces. Not in code, quotes, list items, headings, HTML, or the mail that a reply quotes.
- A command that ends in text takes the lines that follow as well, up to a blank line or the next command. A quote right below belongs to
  it. Other commands take their own line only.
- A word that is none of ours (\`/lgtm\`, \`/etc/hosts\`) is left alone, unless it is one typo away from a command.

## People

\`@login\`, or \`me\` for yourself. Several are separated by spaces or commas. A role is held by people, not by teams.

## What an action may say

The kind is one of ${ACTION_KINDS.map((kind) => `\`${kind}:\``).join(', ')}; without one it is a fix. Owner, date and programme stand at the end, in any
order.

## Times

${table(
  ['Written', 'Means'],
  [
    ['`14:05`', 'the last time it was 14:05, in the zone of the repository'],
    ['`14:05Z`, `14:05 UTC`', 'the same, in UTC'],
    ['`2026-11-21 14:05`, `2026-11-21T14:05:00+01:00`', 'that day and time'],
    ['`yesterday 23:50`, `today 08:00`', 'that time on the day before the comment, or on its own day'],
    ['`10m ago`, `1h30m ago`, `2 h ago`', 'so long before the comment'],
    ['`now`', 'when the comment was written'],
  ],
)}
Times are read against the moment the comment was created, also after an edit. A bare time up to an hour ahead is refused as future, not
taken for yesterday. A local time that the clocks skip is refused; one that happens twice is the earlier.

\`by <date>\` takes \`2026-12-01\`, \`6 Nov\`, \`friday\` (the next one after the comment's day), \`today\` or \`tomorrow\`.
`;

export function commandsPage(): string {
  return [INTRODUCTION, ...COMMAND_GROUPS.map(groupSection), RULES].join('\n');
}

function groupSection(group: CommandGroup): string {
  const rows = Object.values(COMMANDS)
    .filter((spec) => spec.group === group)
    .map(({ usage, summary, examples, right }) => [
      code(usage),
      right === 'anybody' ? `${summary} (anybody who can read the issue)` : summary,
      examples.map(code).join('<br>'),
    ]);
  return `## ${group}\n\n${table(['Command', 'Does', 'Example'], rows)}`;
}

/** A bar would end the cell, in code as well. */
function code(text: string): string {
  return `\`${text.replaceAll('|', String.raw`\|`)}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}
