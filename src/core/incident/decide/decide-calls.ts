/**
 * The calls of an incident (S2, S3). A call is not left alone: whoever leaves one names first who leads it (the sub-commander names a successor). That
 * rule and "no such call" are the only refusals that stand between a person and the record; all of them name what is open and a line that works.
 */
import type { Command } from '../../command/command.ts';
import { callPrefix } from '../../command/parse-calls.ts';
import { sameLogin } from '../account.ts';
import {
  type Call,
  USUAL_CALLS,
  inCall,
  isInCall,
  leftAt,
  openCall,
  openCalls,
  subCommander,
} from '../calls.ts';
import type { Happening } from '../event.ts';
import { type Context, type Decided, type Decision, accept, refuse } from './context.ts';
import { resolvePerson } from './decide-people.ts';

export type CallCommand = Extract<Command, { name: 'split' | 'unsplit' | 'subcommander' | 'join' | 'leave' }>;

/** An entry's text, with the call it belongs to where one of that name was ever opened; else the text as it is (S3). */
export function noteOf(
  text: string,
  { state }: Context,
): { kind: 'note'; text: string; call: string | null } {
  const prefix = callPrefix(text);
  return prefix !== null && state.calls.some((c) => c.id === prefix.call)
    ? { kind: 'note', ...prefix }
    : { kind: 'note', text, call: null };
}

const names = (calls: readonly { readonly id: string }[]): string => calls.map((c) => c.id).join(', ');

/** Which call is meant, or why none is: it was not named, was never opened, or has ended. */
function meant(id: string | null, command: string, rest: string, { state }: Context): Call | Decision {
  const open = openCalls(state.calls);
  const first = open[0];
  if (first === undefined) {
    const ended = id === null ? undefined : state.calls.findLast((c) => c.id === id);
    return refuse(
      ended === undefined ? 'the incident is not split into calls yet' : `the call ${ended.id} has ended`,
      'an open call; so far there is none, and this opens a tech call and a comms call',
      '/split',
    );
  }
  const expected = `an open call: ${names(open)}`;
  if (id === null) return refuse('no call was named', expected, `/${command} ${first.id}${rest}`);
  const found = openCall(state.calls, id);
  if (found !== undefined) return found;
  const isEnded = state.calls.some((c) => c.id === id);
  return refuse(
    isEnded ? `the call ${id} has ended` : `there is no call “${id}”`,
    expected,
    `/${command} ${first.id}${rest}`,
  );
}

function decideSplit({ calls }: CallCommand & { name: 'split' }, { state, isAccepted }: Context): Decision {
  const wanted = calls.length > 0 ? calls : USUAL_CALLS.map((id) => ({ id, link: null }));
  const events = wanted.flatMap(({ id, link }): readonly Happening[] => {
    const open = openCall(state.calls, id);
    const isThere = open !== undefined && (link === null || link === open.link);
    return isThere ? [] : [{ kind: 'call-opened', call: id, link }];
  });
  if (events.length > 0 || isAccepted) return accept(...events);
  const one = wanted.length === 1;
  return refuse(
    `the call${one ? '' : 's'} ${wanted.map((c) => c.id).join(' and ')} ${one ? 'is' : 'are'} open already`,
    'another link for an open call, or the name of one more call',
    `/split ${wanted[0]?.id ?? 'tech'} https://meet.example/tech`,
  );
}

function decideUnsplit({ calls }: CallCommand & { name: 'unsplit' }, context: Context): Decision {
  const open = openCalls(context.state.calls);
  if (calls.length === 0) {
    if (open.length === 0 && !context.isAccepted)
      return refuse('no call is open', 'an open call, and there is none', '/split');
    return accept(...open.map((c) => ({ kind: 'call-ended', call: c.id }) as const));
  }
  const found = calls.map((id) => meant(id, 'unsplit', '', context));
  for (const one of found) if (!('id' in one) && !context.isAccepted) return one;
  return accept(...found.flatMap((c) => ('id' in c ? [{ kind: 'call-ended', call: c.id } as const] : [])));
}

function decideSubcommander(command: CallCommand & { name: 'subcommander' }, context: Context): Decision {
  const shown =
    command.person === null ? 'none' : command.person === 'me' ? 'me' : `@${command.person.login}`;
  const call = meant(command.call, 'subcommander', ` ${shown}`, context);
  if (!('id' in call)) return call;
  const now = subCommander(call);
  if (command.person === null) {
    if (now !== null) return accept({ kind: 'sub-commander', call: call.id, holder: null });
    return accept();
  }
  const person = resolvePerson(command.person, context);
  if ('why' in person)
    return refuse(
      person.why,
      'somebody who works in this repository, as their GitHub login, or me',
      `/subcommander ${call.id} me`,
    );
  if (now !== null && sameLogin(now.login, person.account.login)) return accept();
  return accept({ kind: 'sub-commander', call: call.id, holder: person.account });
}

function decideJoin(id: string | null, context: Context): Decision {
  const call = meant(id, 'join', '', context);
  if (!('id' in call)) return call;
  const { by, isAccepted, recordedAt } = context;
  if (isInCall(call, by) && !isAccepted)
    return refuse(
      `you are in the call ${call.id} already`,
      'a call that you are not in; to read what happened, leave and join again',
      `/leave ${call.id}`,
    );
  const left = leftAt(call, by);
  const events: Decided = [{ kind: 'call-joined', call: call.id, who: by }];
  // A call that begins: nobody has missed anything, or nobody could fill it in.
  const isNew = call.from.equals(recordedAt) || subCommander(call) === null;
  if (left === null && isNew && !call.isNoted) return { events };
  return {
    events,
    answer: { kind: 'joined', call: call.id, who: by, since: left ?? call.from, isBack: left !== null },
  };
}

/** Why this person may not leave yet, or null (S3). */
function unled(call: Call, { by, isAccepted }: Context): Decision | null {
  const leads = subCommander(call);
  const isOwn = leads !== null && sameLogin(leads.login, by.login);
  if (isAccepted || (leads !== null && !isOwn)) return null;
  const other = inCall(call).find((a) => !sameLogin(a.login, by.login));
  return refuse(
    isOwn
      ? `you are the sub-commander of the call ${call.id}: name another one first`
      : `the call ${call.id} has no sub-commander: name one first`,
    `somebody who leads the call while you are away; if the call is over, /unsplit ${call.id} ends it`,
    `/subcommander ${call.id} @${other?.login ?? 'login'}`,
  );
}

function decideLeave(id: string | null, context: Context): Decision {
  const call = meant(id, 'leave', '', context);
  if (!('id' in call)) return call;
  const refusal = unled(call, context);
  if (refusal !== null) return refusal;
  const { by, isAccepted } = context;
  if (!isInCall(call, by) && !isAccepted)
    return refuse(
      `you never joined the call ${call.id}, so there is nothing to write down and you may go`,
      'a call that you are in',
      `/join ${call.id}`,
    );
  return accept({ kind: 'call-left', call: call.id, who: by });
}

export function decideCall(command: CallCommand, context: Context): Decision {
  switch (command.name) {
    case 'split':
      return decideSplit(command, context);
    case 'unsplit':
      return decideUnsplit(command, context);
    case 'subcommander':
      return decideSubcommander(command, context);
    case 'join':
      return decideJoin(command.call, context);
    case 'leave':
      return decideLeave(command.call, context);
    default:
      return command satisfies never;
  }
}
