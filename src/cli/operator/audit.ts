/**
 * `audit acme/shop#41`: every command that was given there, by whose right, and what became of it, oldest first (A6). The same rows as `/audit`
 * answers with, and all of them. It stands on the copy of the journal, which outlives the comments.
 */
import { DEFAULT_POLICY } from '../../config/default-policy.ts';
import { shorten } from '../../core/documents/inert.ts';
import { type AuditOutcome, type AuditRow, auditRows } from '../../core/incident/audit-rows.ts';
import { UNKNOWN_NAME } from '../../core/incident/command-names.ts';
import { type Considered, consider } from '../../core/incident/consider.ts';
import type { IncidentRecord } from '../../core/incident/record.ts';
import type { Policy } from '../../core/policy.ts';
import { digest } from '../../signer.ts';
import { type StoredIncident, loadIncident } from '../../store/load-incident.ts';
import { loadPermissions } from '../../store/permissions.ts';
import { loadPolicy } from '../../store/policies.ts';
import type { Store } from '../../store/store.ts';
import { readKey } from './key-words.ts';

const WORDS_LENGTH = 120;
const REASON_LENGTH = 200;

/** The incident once more, for the reasons of what was refused: the journal keeps that it was, not why. */
async function verdictsOf(
  store: Store,
  { key, issue, comments, events, journal }: StoredIncident,
  policy: Policy,
): Promise<Considered['verdicts']> {
  if (issue === null) return [];
  const considered = (permissions: IncidentRecord['permissions']): Considered => {
    const record = { issue, comments, events, journal, self: null, permissions };
    return consider({ record, policy, digest });
  };
  const { missing } = considered({ byLogin: new Map(), others: null });
  const stored = await loadPermissions(store.db, key.repositoryId, missing);
  const byLogin = new Map([...stored].map(([login, { permission }]) => [login, permission]));
  // a reason that hangs on somebody whose right is not known would be made up
  const isKnown = missing.every((login) => byLogin.has(login));
  return considered(isKnown ? { byLogin, others: null } : null).verdicts;
}

function becameOf(outcome: AuditOutcome): string {
  switch (outcome.kind) {
    case 'recorded':
    case 'answered':
      return outcome.kind;
    case 'refused':
    case 'edit-refused': {
      const what = outcome.kind === 'refused' ? 'refused' : 'edit refused, the former text stands';
      return outcome.reason === null ? what : `${what}: ${shorten(outcome.reason, REASON_LENGTH)}`;
    }
    case 'corrected':
    case 'removed':
    case 'withdrawn': {
      const by = outcome.by === null ? '' : ` by @${outcome.by.login}`;
      return `recorded, then ${outcome.kind} ${outcome.at.toString()}${by}`;
    }
    default:
      return outcome satisfies never;
  }
}

function lineOf({ at, by, author, permission, comment, words, name, outcome, more }: AuditRow): string {
  const whose = author === null || author.id === by.id ? '' : ` of @${author.login}`;
  // `shorten` also takes out what would act in a terminal
  const known = name === UNKNOWN_NAME ? '(words not kept)' : `/${name} (further words not kept)`;
  const command = words === null ? known : shorten(words, WORDS_LENGTH);
  const others = more > 0 ? `; and ${more} more in that comment, refused too` : '';
  return `${at.toString()}  @${by.login} (${permission})  comment ${comment}${whose}  ${command}  ${becameOf(outcome)}${others}`;
}

export async function audit(store: Store, name: string): Promise<string> {
  const key = await readKey(store.db, name);
  const stored = await loadIncident(store.db, key);
  const nothing = `${name}: no command was judged`;
  if (stored === null) return nothing;
  const policy = (await loadPolicy(store.db, key.repositoryId))?.policy ?? DEFAULT_POLICY;
  const verdicts = await verdictsOf(store, stored, policy);
  const { journal, comments } = stored;
  const rows = auditRows({ journal, comments, verdicts, policy, digest, until: null });
  return rows.length === 0 ? nothing : rows.map(lineOf).join('\n');
}
