/**
 * Commands that classify or write something down (D3, T1, M1, M4, V1, P1).
 */
import { compareInstants } from '../../compare-instants.ts';
import type { Command, CommandName, StatedInstant } from '../../command/command.ts';
import type { Policy, SeverityPolicy } from '../../policy.ts';
import type { Account } from '../account.ts';
import { audienceTitle } from '../entry.ts';
import { reachOf } from '../reach.ts';
import type { Instant } from '../record.ts';
import { updatePolicy } from '../../update-policy.ts';
import { type Context, type Decision, accept, refuse } from './context.ts';
import { type CallCommand, noteOf } from './decide-calls.ts';
import { tooLongAgo } from './decide-instant.ts';
import type { QuestionCommand } from './decide-question.ts';
import { type ReachCommand, audienceNamed, noSuchAudience } from './decide-reach.ts';
import { resolvePerson } from './decide-people.ts';

type EntryCommand = Exclude<
  Command,
  {
    name:
      | StatedInstant
      | 'role'
      | 'take'
      | 'release'
      | 'merge'
      | CallCommand['name']
      | ReachCommand['name']
      | QuestionCommand['name'];
  }
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

/** M2: sooner after the last update than the audience's norm is recorded, with a word of caution; null when it is not. */
function tooSoon(audience: string, at: Instant, { state, policy }: Context): string | null {
  const last = state.communications.findLast(
    (c) => c.audience === audience && compareInstants(c.at, at) <= 0,
  );
  if (last === undefined) return null;
  const { soonestMinutes } = updatePolicy(policy, state.severity, audience);
  const minutes = Math.floor(last.at.until(at).total('minutes'));
  if (minutes >= soonestMinutes) return null;
  const title = audienceTitle(policy, audience);
  const since = minutes === 0 ? 'in the same minute as' : `${minutes} min after`;
  return `It comes ${since} the last update to ${title}; the norm is at least ${soonestMinutes} min, for what changes too often is not read.`;
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
  timeline: ({ at, text }, context) =>
    within(at, 'timeline', context, (when) =>
      accept({ ...noteOf(text, context), milestone: false, at: when }),
    ),
  milestone: ({ at, text }, context) =>
    within(at, 'milestone', context, (when) =>
      accept({ ...noteOf(text, context), milestone: true, at: when }),
    ),
  comms: ({ audience, channel, at, message }, context) => {
    const named = audienceNamed(context.policy, audience);
    if (named === undefined && !context.isAccepted)
      return {
        refusal: noSuchAudience(
          audience,
          context.policy,
          (id) => `/comms ${id} via "status page" We are investigating.`,
        ),
      };
    const id = named?.id ?? audience;
    return within(at, `comms ${id}`, context, (when) => {
      const where = channel ?? reachOf(context.state.reach, id).channel;
      const decision = accept({ kind: 'communication', audience: id, channel: where, message, at: when });
      const text = tooSoon(id, when, context);
      return text === null ? decision : { ...decision, answer: { kind: 'caution', text } };
    });
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
