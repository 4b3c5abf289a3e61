/**
 * Commands as this repository writes them, for documents that say what to type (C1).
 */
import type { RolePolicy } from '../policy.ts';
import { exampleCode } from './inert.ts';
import { type Phrase, code } from './markdown.ts';
import type { View } from './view.ts';

/** `/take lead` as code, `/incident take lead` where only the prefix counts. */
export function command({ policy }: Pick<View, 'policy'>, words: string): Phrase {
  return code(policy.commands.prefixOnly ? `/incident ${words}` : `/${words}`);
}

/** The shortest of a role's id and its first alias: `lead`, `scribe`. */
function roleWord(role: Pick<RolePolicy, 'id' | 'aliases'>): string {
  return [role.id, ...role.aliases.slice(0, 1)].toSorted((a, b) => a.length - b.length)[0] ?? role.id;
}

/** `/take comms external`. */
export function takeCommand(
  view: Pick<View, 'policy'>,
  role: RolePolicy,
  audience: string | null = null,
): Phrase {
  return command(view, `take ${roleWord(role)}${audience === null ? '' : ` ${audience}`}`);
}

/** `/role comms external @hank`; without a login it says where one goes. */
export function roleCommand(
  view: Pick<View, 'policy'>,
  role: RolePolicy,
  audience: string | null,
  login = 'login',
): Phrase {
  const seat = `${roleWord(role)}${audience === null ? '' : ` ${audience}`}`;
  return exampleCode(`${view.policy.commands.prefixOnly ? '/incident ' : '/'}role ${seat} @${login}`);
}
