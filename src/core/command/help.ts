/**
 * What a person may do here, from the table that also parses (C5). Structured rows: whoever answers `/help` renders them.
 */
import { COMMAND_GROUPS, type CommandGroup, type CommandSpec } from './command-spec.ts';
import { COMMANDS } from './commands.ts';
import { withPrefix } from './prefix.ts';

export interface HelpRow {
  readonly usage: string;
  readonly summary: string;
  readonly example: string;
}

export interface HelpGroup {
  readonly group: CommandGroup;
  readonly rows: readonly HelpRow[];
}

export interface HelpContext {
  /** Whether the person holds the right that the policy asks for (A1). */
  readonly mayCommand: boolean;
  /** Names opened to everybody who can comment: `CommandPolicy.open`. */
  readonly open: readonly string[];
  /** Write commands as `/incident <name>` (C1). */
  readonly prefixOnly: boolean;
}

/** Groups without a row for this person are left out. */
export function helpFor(context: HelpContext): readonly HelpGroup[] {
  const shown = (text: string) => (context.prefixOnly ? withPrefix(text) : text);
  const rows = (group: CommandGroup) =>
    Object.values(COMMANDS)
      .filter((spec) => spec.group === group && mayUse(spec, context))
      .map(({ usage, summary, examples: [example] }) => ({
        usage: shown(usage),
        summary,
        example: shown(example),
      }));
  return COMMAND_GROUPS.map((group) => ({ group, rows: rows(group) })).filter(
    (group) => group.rows.length > 0,
  );
}

function mayUse(spec: CommandSpec, context: HelpContext): boolean {
  return spec.right === 'anybody' || context.mayCommand || context.open.includes(spec.name);
}
