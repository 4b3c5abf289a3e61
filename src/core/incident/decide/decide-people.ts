/**
 * Roles, and the people named in commands (R2, C7). `/role` says who holds a role from now on, exactly; `/take` adds oneself where several may
 * hold it and replaces the holder where one does.
 */
import type { Command, PersonRef } from '../../command/command.ts';
import type { AudiencePolicy, Policy, RolePolicy } from '../../policy.ts';
import { type Account, sameLogin } from '../account.ts';
import { holdersOf } from '../state.ts';
import { type Context, type Decision, type Refusal, accept, refuse } from './context.ts';

interface Seat {
  readonly role: RolePolicy;
  readonly audience: string | null;
}

function normal(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[\s_:,/-]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');
}

function namesOf(role: RolePolicy): readonly string[] {
  return [role.id, ...role.aliases, role.title].map(normal);
}

function audienceNamed(policy: Policy, word: string): AudiencePolicy | undefined {
  return policy.audiences.find((a) => normal(a.id) === word || normal(a.title) === word);
}

/** `comms leadership`, `technical lead`, `tester`: the longest name of a role first, what follows is the audience. */
function readSeat(words: string, policy: Policy): Seat | Refusal {
  const wanted = normal(words);
  const candidates = policy.roles
    .flatMap((role) => namesOf(role).map((name) => ({ role, name })))
    .filter(({ name }) => wanted === name || wanted.startsWith(`${name}-`))
    .toSorted((a, b) => b.name.length - a.name.length);
  const found = candidates[0];
  const roles = policy.roles.map((r) => r.id).join(', ');
  if (found === undefined) {
    return {
      reason: `there is no role “${words}”`,
      expected: `one of ${roles}`,
      example: '/role technical-lead @login',
    };
  }
  const rest = wanted.slice(found.name.length + 1);
  const audiences = policy.audiences.map((a) => a.id).join(', ');
  if (!found.role.isPerAudience) {
    if (rest === '') return { role: found.role, audience: null };
    return {
      reason: `“${words}” is more than the role ${found.role.title}`,
      expected: `a role, then the people; one of ${roles}`,
      example: `/role ${found.role.id} @login`,
    };
  }
  const audience =
    rest === '' && policy.audiences.length === 1 ? policy.audiences[0] : audienceNamed(policy, rest);
  if (audience !== undefined) return { role: found.role, audience: audience.id };
  const example = `/role ${found.role.id} ${policy.audiences[0]?.id ?? 'internal'} @login`;
  return rest === ''
    ? {
        reason: `${found.role.title} is one person for each audience, and none was named`,
        expected: `an audience: ${audiences}`,
        example,
      }
    : { reason: `“${words}” names no audience`, expected: `an audience: ${audiences}`, example };
}

/** A person as an account, or why not (C7). */
export function resolvePerson(
  ref: PersonRef,
  context: Context,
): { readonly account: Account } | { readonly why: string } {
  if (ref === 'me' || sameLogin(ref.login, context.by.login)) return { account: context.by };
  const person = context.person(ref.login);
  switch (person.kind) {
    case 'may-hold':
      return { account: person.account };
    case 'unknown':
      return { why: `GitHub knows no user ${ref.login}` };
    case 'outsider':
      return {
        why: `${ref.login} is not a collaborator of this repository (permission: ${person.permission})`,
      };
    default:
      return person satisfies never;
  }
}

function held(seat: Seat, context: Context): readonly Account[] {
  return holdersOf(context.state.holdings, seat.role.id, seat.audience);
}

function roleEvent(seat: Seat, holders: readonly Account[]): Decision {
  return accept({ kind: 'role', role: seat.role.id, audience: seat.audience, holders, isInitial: false });
}

export function decideRole(command: Command & { name: 'role' }, context: Context): Decision {
  const seat = readSeat(command.role, context.policy);
  if ('reason' in seat) return { refusal: seat };
  const people = command.people.map((ref) => resolvePerson(ref, context));
  const refused = people.flatMap((p) => ('why' in p ? [p.why] : []));
  if (refused.length > 0) {
    return refuse(
      refused.join('; '),
      'people who work in this repository, each as their GitHub login',
      `/role ${seat.role.id}${seat.audience === null ? '' : ` ${seat.audience}`} me`,
    );
  }
  const holders = people
    .flatMap((p) => ('account' in p ? [p.account] : []))
    .filter((a, i, all) => all.findIndex((b) => sameLogin(a.login, b.login)) === i);
  if (holders.length > 1 && !seat.role.isShared) {
    return refuse(
      `${seat.role.title} is one person, and ${holders.length} were named`,
      'one person, or none',
      `/role ${seat.role.id}${seat.audience === null ? '' : ` ${seat.audience}`} me`,
    );
  }
  return roleEvent(seat, holders);
}

export function decideTake(command: Command & { name: 'take' }, context: Context): Decision {
  const seat = readSeat(command.role, context.policy);
  if ('reason' in seat)
    return { refusal: { ...seat, example: seat.example.replace('/role', '/take').replace(' @login', '') } };
  const now = held(seat, context);
  const has = now.some((a) => sameLogin(a.login, context.by.login));
  const decision = roleEvent(
    seat,
    seat.role.isShared && !has ? [...now, context.by] : seat.role.isShared ? now : [context.by],
  );
  return 'events' in decision
    ? accept(...decision.events, { kind: 'acknowledged', isImplied: true })
    : decision;
}

export function decideRelease(command: Command & { name: 'release' }, context: Context): Decision {
  const seat = readSeat(command.role, context.policy);
  if ('reason' in seat)
    return {
      refusal: { ...seat, example: seat.example.replace('/role', '/release').replace(' @login', '') },
    };
  const now = held(seat, context);
  if (!now.some((a) => sameLogin(a.login, context.by.login)) && !context.isAccepted) {
    const who = now.length === 0 ? 'nobody holds it' : `${now.map((a) => a.login).join(' and ')} holds it`;
    return refuse(
      `you do not hold the role ${seat.role.title}; ${who}`,
      'a role that you hold; to free it for somebody else, give it to none',
      `/role ${seat.role.id}${seat.audience === null ? '' : ` ${seat.audience}`} none`,
    );
  }
  return roleEvent(
    seat,
    now.filter((a) => !sameLogin(a.login, context.by.login)),
  );
}
