/**
 * Who may command, and who may hold a role (A1, C7, R3). The permission endpoint decides; what is not known yet is asked for and the fold is done
 * again with the answer. With no permissions at all (a replay) everybody named may.
 */
import type { Policy } from '../policy.ts';
import { type Account, type Permission, reaches } from './account.ts';
import type { Person } from './decide/context.ts';
import type { IncidentRecord } from './record.ts';

export interface Rights {
  /** Today's permission; `none` for a user GitHub does not know. */
  readonly permissionOf: (who: Account) => Permission;
  /** Whether a permission may give commands. */
  readonly mayCommand: (who: Account, permission: Permission) => boolean;
  readonly mayHold: (who: Account, permission: Permission) => boolean;
  readonly person: (login: string) => Person;
  /** The account behind a login without asking what it may do: for what was accepted before. */
  readonly account: (login: string) => Account;
  /** Logins (lower case) whose permission has to be looked up before the fold can be believed. */
  readonly missing: ReadonlySet<string>;
}

/** Everybody GitHub showed us by account, so that a login named in a command gets its id and its spelling. */
function accounts(record: IncidentRecord): ReadonlyMap<string, Account> {
  const all: Account[] = [record.issue.author, ...record.issue.assignees];
  for (const comment of record.comments) all.push(comment.author);
  for (const event of record.events ?? []) {
    if (event.actor !== null) all.push(event.actor);
    if (event.kind === 'assigned') all.push(event.assignee);
  }
  return new Map(all.map((a) => [a.login.toLowerCase(), a]));
}

export function rightsIn(record: IncidentRecord, policy: Policy): Rights {
  const known = accounts(record);
  const missing = new Set<string>();
  const bots = new Set(policy.commands.bots.map((b) => b.toLowerCase()));
  // Whoever may command may hold a role; below triage GitHub's "read" is what everybody has on a public repository.
  const level: Permission = reaches(policy.commands.permission, 'triage')
    ? 'triage'
    : policy.commands.permission;

  const look = (login: string): Permission | 'unknown' => {
    if (record.permissions === null) return 'admin';
    const found = record.permissions.byLogin.get(login.toLowerCase()) ?? record.permissions.others;
    if (found !== null) return found;
    missing.add(login.toLowerCase());
    return 'none';
  };
  const account = (login: string): Account =>
    known.get(login.toLowerCase()) ?? { id: 0, login, isBot: login.toLowerCase().endsWith('[bot]') };
  const isAllowedBot = (who: Account): boolean => bots.has(who.login.toLowerCase());

  return {
    missing,
    account,
    permissionOf: (who) => {
      if (who.isBot) return isAllowedBot(who) ? policy.commands.permission : 'none';
      const found = look(who.login);
      return found === 'unknown' ? 'none' : found;
    },
    mayCommand: (who, permission) =>
      who.isBot ? isAllowedBot(who) : reaches(permission, policy.commands.permission),
    mayHold: (who, permission) => !who.isBot && reaches(permission, level),
    person: (login) => {
      const who = account(login);
      const permission = look(login);
      if (permission === 'unknown') return { kind: 'unknown', login };
      if (who.isBot) return { kind: 'outsider', login, permission: 'a bot' };
      return reaches(permission, level)
        ? { kind: 'may-hold', account: who }
        : { kind: 'outsider', login, permission };
    },
  };
}
