/**
 * One command against the incident so far: what it makes happen, or why it is refused. Questions make nothing happen and are answered by
 * decide-question.ts. Whether the person may command at all was settled before (A1).
 */
import type { Command } from '../../command/command.ts';
import { type Context, type Decision, accept } from './context.ts';
import { decideCall } from './decide-calls.ts';
import { DECIDE_ENTRY, isEntryCommand } from './decide-entry.ts';
import { decideInstant } from './decide-instant.ts';
import { decideMerge } from './decide-merge.ts';
import { decideRelease, decideRole, decideTake } from './decide-people.ts';
import { decideReach } from './decide-reach.ts';

export function decide(command: Command, context: Context): Decision {
  if (isEntryCommand(command)) {
    // The table is keyed by the very name the command carries, which the compiler cannot follow through the union.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said
    const one = DECIDE_ENTRY[command.name] as (c: Command, x: Context) => Decision;
    return one(command, context);
  }
  switch (command.name) {
    case 'role':
      return decideRole(command, context);
    case 'take':
      return decideTake(command, context);
    case 'release':
      return decideRelease(command, context);
    case 'split':
    case 'unsplit':
    case 'subcommander':
    case 'join':
    case 'leave':
      return decideCall(command, context);
    case 'started':
    case 'detected':
    case 'diagnosed':
    case 'mitigated':
    case 'resolved':
      return decideInstant(command, context);
    case 'merge':
      return decideMerge(command, context);
    case 'channel':
    case 'stakeholder':
      return decideReach(command, context);
    case 'brief':
    case 'recap':
    case 'audit':
    case 'status':
    case 'help':
      return accept();
    default:
      return command satisfies never;
  }
}
