/**
 * Commands that classify or write something down (D3, T1, M1, M4, V1, P1).
 */
import type { Command, CommandName, StatedInstant } from '../../command/command.ts';
import type { Policy, SeverityPolicy } from '../../policy.ts';
import type { Account } from '../account.ts';
import type { Instant } from '../record.ts';
import { type Context, type Decision, accept, refuse } from './context.ts';
import { tooLongAgo } from './decide-instant.ts';
import { resolvePerson } from './decide-people.ts';

type EntryCommand = Exclude<
  Command,
  { name: StatedInstant | 'role' | 'take' | 'release' | 'audit' | 'status' | 'help' }
>;
type Decide = {
  readonly [N in EntryCommand['name']]: (
    command: Extract<EntryCommand, { name: N }>,
    context: Context,
  ) => Decision;
};

const bare = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]+/gu, '');

/** `sev2`, `SEV-2`, `2`, or the label or title of the repository's own. */
export function severityNamed(policy: Policy, word: string): SeverityPolicy | undefined {
  const wanted = bare(word);
  return policy.severities.find(
    (s) => [s.id, s.label, s.title].some((name) => bare(name) === wanted) || bare(s.id) === `sev${wanted}`,
  );
}

/** The decision, unless the time lies too far back (C6). */
function within(
  at: Instant | null,
  command: string,
  context: Context,
  decide: (at: Instant) => Decision,
): Decision {
  const when = at ?? context.recordedAt;
  const refusal = tooLongAgo(when, context, command);
  return refusal === null ? decide(when) : { refusal };
}

export const DECIDE_ENTRY: Decide = {
  severity: ({ severity }, { policy, isAccepted }) => {
    const found = severityNamed(policy, severity);
    if (found !== undefined) return accept({ kind: 'severity', severity: found.id });
    if (isAccepted) return accept({ kind: 'severity', severity });
    const all = policy.severities.map((s) => s.id).join(', ');
    return refuse(
      `there is no severity “${severity}”`,
      `one of ${all}`,
      `/severity ${policy.severities[1]?.id ?? 'sev2'}`,
    );
  },
  impact: ({ text }) => accept({ kind: 'impact', text }),
  service: ({ services }) => accept({ kind: 'service', services }),
  link: ({ url, text }) => accept({ kind: 'link', url, text }),
  channel: ({ channel }) => accept({ kind: 'channel', channel }),
  timeline: ({ at, text }, context) =>
    within(at, 'timeline', context, (when) => accept({ kind: 'note', text, milestone: false, at: when })),
  milestone: ({ at, text }, context) =>
    within(at, 'milestone', context, (when) => accept({ kind: 'note', text, milestone: true, at: when })),
  comms: ({ audience, channel, at, message }, context) => {
    const { policy, isAccepted } = context;
    const named = policy.audiences.find((a) =>
      [a.id, a.title].some((n) => n.toLowerCase() === audience.toLowerCase()),
    );
    if (named === undefined && !isAccepted) {
      const all = policy.audiences.map((a) => a.id).join(', ');
      const first = policy.audiences.find((a) => a.id === 'external') ?? policy.audiences[0];
      return refuse(
        `there is no audience “${audience}”`,
        `an audience first: ${all}`,
        `/comms ${first?.id ?? 'external'} via "status page" We are investigating.`,
      );
    }
    return within(at, `comms ${named?.id ?? audience}`, context, (when) =>
      accept({ kind: 'communication', audience: named?.id ?? audience, channel, message, at: when }),
    );
  },
  validate: ({ text }) => accept({ kind: 'validation-asked', text }),
  pass: ({ text }) => accept({ kind: 'validated', passed: true, text }),
  fail: ({ text }) => accept({ kind: 'validated', passed: false, text }),
  action: (command, context) => {
    let owner: Account | null = null;
    if (command.owner !== null) {
      const person = resolvePerson(command.owner, context);
      if ('why' in person) {
        if (!context.isAccepted) {
          return refuse(
            person.why,
            'an owner who works in this repository, as a GitHub login, or no owner yet',
            '/action fix: Raise an alarm on the pool limit @me',
          );
        }
      } else {
        owner = person.account;
      }
    }
    const { kind: action, text, by: due, programme } = command;
    return accept({ kind: 'action', action, text, owner, due, programme });
  },
  done: ({ number }, { state, isAccepted }) => {
    const item = state.actions.find((a) => a.number === number && !a.isWithdrawn);
    if (item !== undefined || isAccepted) return accept({ kind: 'action-done', number });
    const open = state.actions.filter((a) => !a.isWithdrawn);
    const list = open.map((a) => a.number).join(', ');
    return refuse(
      `there is no action item ${number}`,
      open.length === 0
        ? 'an action item that exists; so far there is none'
        : `the number of an action item: ${list}`,
      open.length === 0 ? '/action fix: Raise an alarm on the pool limit' : `/done ${open[0]?.number ?? 1}`,
    );
  },
  ack: () => accept({ kind: 'acknowledged', isImplied: false }),
};

export function isEntryCommand(command: Command): command is EntryCommand {
  return Object.hasOwn(DECIDE_ENTRY, command.name satisfies CommandName);
}
