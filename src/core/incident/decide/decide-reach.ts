/**
 * Where audiences are told and who belongs to them (M4): `/channel`, `/stakeholder`.
 */
import type { Command } from '../../command/command.ts';
import type { AudiencePolicy, Policy } from '../../policy.ts';
import { reachOf } from '../reach.ts';
import { type Context, type Decision, type Refusal, accept, refuse } from './context.ts';

export type ReachCommand = Extract<Command, { name: 'channel' | 'stakeholder' }>;

/** The board shows them in a line, and every run carries them. */
const MOST_STAKEHOLDERS = 30;

/** By id or title, whatever the case. */
export function audienceNamed(policy: Policy, word: string): AudiencePolicy | undefined {
  const wanted = word.toLowerCase();
  return policy.audiences.find((a) => [a.id, a.title].some((name) => name.toLowerCase() === wanted));
}

/** `example` makes a line that works of an audience's id. */
export function noSuchAudience(word: string, policy: Policy, example: (id: string) => string): Refusal {
  const first = policy.audiences.find((a) => a.id === 'external') ?? policy.audiences[0];
  return {
    reason: `there is no audience “${word}”`,
    expected: `an audience first: ${policy.audiences.map((a) => a.id).join(', ')}`,
    example: example(first?.id ?? 'external'),
  };
}

function decideChannel(command: Command & { name: 'channel' }, { policy, isAccepted }: Context): Decision {
  const { channel } = command;
  if (command.for === 'main') return accept({ kind: 'channel', audience: null, channel });
  const { audience } = command.for;
  const named = audienceNamed(policy, audience);
  if (named !== undefined) return accept({ kind: 'channel', audience: named.id, channel });
  if (isAccepted) return accept({ kind: 'channel', audience, channel });
  return refuse(
    `“${audience}” is neither main nor an audience`,
    `main, ${policy.audiences.map((a) => a.id).join(', ')}, or one channel alone: an address, a word, or a "quoted name"`,
    '/channel main "war room 2"',
  );
}

/** Of which audience: the one named first, else the colleagues, who are told of everything. */
function audienceOf(
  words: readonly string[],
  policy: Policy,
): { readonly audience: string; readonly rest: readonly string[] } {
  const [first = '', ...rest] = words;
  const named = audienceNamed(policy, first);
  if (named !== undefined) return { audience: named.id, rest };
  const colleagues = policy.audiences.find((a) => a.id === 'internal') ?? policy.audiences[0];
  return { audience: colleagues?.id ?? 'internal', rest: words };
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function decideStakeholder(
  { words }: Command & { name: 'stakeholder' },
  { policy, state, isAccepted }: Context,
): Decision {
  const { audience, rest } = audienceOf(words, policy);
  const { stakeholders } = reachOf(state.reach, audience);
  const [verb = ''] = rest;
  if (rest.length === 1 && same(verb, 'none')) return accept({ kind: 'stakeholders', audience, names: [] });
  if (same(verb, 'remove')) {
    const gone = rest.slice(1);
    const unknown = gone.find((name) => !stakeholders.some((s) => same(s, name)));
    if ((gone.length === 0 || unknown !== undefined) && !isAccepted) {
      const all = stakeholders.join(', ');
      return refuse(
        unknown === undefined
          ? 'nobody was named to remove'
          : `“${unknown}” is no stakeholder of ${audience}`,
        stakeholders.length === 0 ? `${audience} has no stakeholders by name yet` : `one of: ${all}`,
        `/stakeholder ${audience} ${stakeholders.length === 0 ? 'support-team' : `remove ${stakeholders[0] ?? ''}`}`,
      );
    }
    const names = stakeholders.filter((s) => !gone.some((name) => same(s, name)));
    return accept({ kind: 'stakeholders', audience, names });
  }
  if (rest.length === 0) {
    return refuse(
      'nobody was named',
      'people or groups after the audience: @logins, words, addresses or "quoted names"',
      `/stakeholder ${audience} @gillian "support team"`,
    );
  }
  const added = rest.filter((name, index) => rest.findIndex((n) => same(n, name)) === index);
  const names = [...stakeholders, ...added.filter((name) => !stakeholders.some((s) => same(s, name)))];
  if (names.length > MOST_STAKEHOLDERS && !isAccepted) {
    return refuse(
      `${names.length} stakeholders of one audience are more than ${MOST_STAKEHOLDERS}`,
      'groups rather than everybody by name',
      `/stakeholder ${audience} "support team"`,
    );
  }
  return accept({ kind: 'stakeholders', audience, names });
}

export function decideReach(command: ReachCommand, context: Context): Decision {
  return command.name === 'channel' ? decideChannel(command, context) : decideStakeholder(command, context);
}
