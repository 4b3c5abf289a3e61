/**
 * What a renderer looks at: the incident, the policy, and where the other documents stand. Renderers are pure; the only "now" is `asOf`, which
 * moves when something was recorded and not as time passes, so that a document changes only when there is something new in it.
 */
import type { Account } from '../incident/account.ts';
import type { Holding, Incident } from '../incident/incident.ts';
import type { Instant } from '../incident/record.ts';
import type { AudiencePolicy, Policy, RolePolicy, SeverityPolicy } from '../policy.ts';
import type { DocumentKey, DocumentLinks } from './document.ts';
import { inert, shorten } from './inert.ts';
import { type Phrase, link } from './markdown.ts';
import type { RefusedWrite } from './refusals.ts';

/** A needed role that nobody holds. */
export interface EmptyRole {
  readonly role: RolePolicy;
  /** Of a role per audience. */
  readonly audience: string | null;
  readonly since: Instant;
}

export interface View {
  readonly incident: Incident;
  readonly policy: Policy;
  readonly links: DocumentLinks;
  /** When the newest of what is shown was recorded. */
  readonly asOf: Instant;
  /** Where people and issues have their pages, without a slash at the end: `https://github.com`. */
  readonly serverUrl: string;
  /** Needed roles that are empty for too long, as of the clock (R4): the board changes when there is one more, and not as time passes. */
  readonly overdue?: readonly EmptyRole[];
  /** Part of their usual length that long texts have on the board; 1 unless it would not fit otherwise. */
  readonly brevity?: number;
  /** What GitHub would not take; none unless given. */
  readonly refusals?: readonly RefusedWrite[];
}

/** A text of people cut for the board. */
export function cut({ brevity = 1 }: Pick<View, 'brevity'>, text: string, length: number): string {
  return shorten(text, Math.max(20, Math.floor(length * brevity)));
}

/** The incident's severity as the policy knows it; null when unclassified or no longer in the policy. */
export function severityOf({ incident, policy }: Pick<View, 'incident' | 'policy'>): SeverityPolicy | null {
  return policy.severities.find((s) => s.id === incident.severity) ?? null;
}

/** `SEV-2`, or what stands there when the policy no longer names it. Null when not classified. */
export function severityTitle(view: View): Phrase | null {
  const { severity } = view.incident;
  return severity === null ? null : inert(severityOf(view)?.title ?? severity);
}

/** Who holds a role at the moment. */
export function holdersNow(
  incident: Pick<Incident, 'holdings'>,
  role: string,
  audience: string | null = null,
): readonly Holding[] {
  return incident.holdings.filter((h) => h.role === role && h.audience === audience && h.to === null);
}

/** Audiences of the policy, then those that were told although the policy no longer names them. */
export function audiencesOf({ incident, policy }: View): readonly Pick<AudiencePolicy, 'id' | 'title'>[] {
  const known = new Set(policy.audiences.map((a) => a.id));
  const others = new Set(incident.communications.map((c) => c.audience).filter((id) => !known.has(id)));
  return [...policy.audiences, ...[...others].map((id) => ({ id, title: id }))];
}

/** A person as a link to their page, which mentions nobody (Q1). */
export function person(view: Pick<View, 'serverUrl'>, account: Account): Phrase {
  const name = account.login.replace(/\[bot\]$/u, '');
  if (!/^[\w-]+$/u.test(name)) return inert(account.login);
  return link(`${view.serverUrl}/${account.isBot ? 'apps/' : ''}${name}`, inert(account.login));
}

/** A person's name without a link, for dense tables. */
export function personName(account: Account | null): Phrase {
  return account === null ? '' : inert(account.login);
}

/** `#42` as a link to another document of ours; null while it does not exist. */
export function documentLink(view: View, key: DocumentKey, label?: Phrase): Phrase | null {
  const found = view.links.get(key);
  if (found === undefined) return null;
  return link(found.url, label ?? (found.number === null ? key : `#${found.number}`));
}
