/**
 * What asks and changes nothing: where we stand, what one may do here, a draft for an audience (M3), what happened since for somebody who comes in. What
 * is asked about must exist.
 */
import type { Command } from '../../command/command.ts';
import { type Policy, ROLE } from '../../policy.ts';
import { type Account, sameLogin } from '../account.ts';
import type { AnswerBody } from '../incident.ts';
import type { Instant } from '../record.ts';
import type { State } from '../state.ts';
import type { Refusal } from './context.ts';
import { audienceNamed, noSuchAudience } from './decide-reach.ts';

export type QuestionCommand = Extract<Command, { name: 'brief' | 'recap' | 'audit' | 'status' | 'help' }>;

/** Who asks, and what is known. */
export interface Asking {
  readonly by: Account;
  /** When this person last wrote something down before; null when never. */
  readonly wroteAt: Instant | null;
  readonly state: State;
  readonly policy: Policy;
  /** It was answered before: what has changed since no longer refuses it. */
  readonly isAnswered: boolean;
}

type Answered = { readonly answer: AnswerBody } | { readonly refusal: Refusal };

export function isQuestion(command: Command): command is QuestionCommand {
  return ['brief', 'recap', 'audit', 'status', 'help'].includes(command.name);
}

/** Those that the asker tells; else those that somebody tells or that were told; else whoever is outside. */
function usualAudiences({ by, state, policy }: Asking): readonly string[] {
  const leads = state.holdings.filter((h) => h.role === ROLE.communicationLead && h.to === null);
  const own = leads.filter((h) => sameLogin(h.holder.login, by.login)).map((h) => h.audience);
  const followed = own.length > 0 ? own : [...leads, ...state.communications].map((of) => of.audience);
  const known = policy.audiences.map((a) => a.id).filter((id) => followed.includes(id));
  if (known.length > 0) return known;
  return [audienceNamed(policy, 'external')?.id ?? policy.audiences[0]?.id ?? 'external'];
}

function brief({ audience }: Command & { name: 'brief' }, asking: Asking): Answered {
  if (audience === null) return { answer: { kind: 'brief', audiences: usualAudiences(asking) } };
  const named = audienceNamed(asking.policy, audience);
  if (named !== undefined) return { answer: { kind: 'brief', audiences: [named.id] } };
  if (asking.isAnswered) return { answer: { kind: 'brief', audiences: [audience] } };
  return { refusal: noSuchAudience(audience, asking.policy, (id) => `/brief ${id}`) };
}

function recap({ since, call }: Command & { name: 'recap' }, asking: Asking): Answered {
  const { state, wroteAt, isAnswered } = asking;
  const begin = state.declaredAt ?? state.createdAt;
  if (call !== null) {
    const found = state.calls.findLast((c) => c.id === call.toLowerCase());
    if (found === undefined && !isAnswered) {
      const names = [...new Set(state.calls.map((c) => c.id))].join(', ');
      return {
        refusal: {
          reason: `“${call}” is neither a time nor a call`,
          expected: names === '' ? 'a time, or nothing; there are no calls' : `a time, or a call: ${names}`,
          example: '/recap 30m ago',
        },
      };
    }
    return { answer: { kind: 'recap', since: found?.from ?? begin, isOwn: false, call: call.toLowerCase() } };
  }
  return {
    answer: {
      kind: 'recap',
      since: since ?? wroteAt ?? begin,
      isOwn: since === null && wroteAt !== null,
      call: null,
    },
  };
}

/** Total; refusals name what there is and a line that works. */
export function decideQuestion(command: QuestionCommand, asking: Asking): Answered {
  switch (command.name) {
    case 'brief':
      return brief(command, asking);
    case 'recap':
      return recap(command, asking);
    case 'audit': {
      const { who, last } = command;
      return { answer: { kind: 'audit', who: who === 'me' ? asking.by.login : (who?.login ?? null), last } };
    }
    case 'status':
    case 'help':
      return { answer: { kind: command.name } };
    default:
      return command satisfies never;
  }
}
