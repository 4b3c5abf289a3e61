/**
 * How an incident begins: the issue with its form, the declaration, and who leads until somebody chooses (D2, D4, R3).
 */
import { type Policy, ROLE, type SeverityPolicy } from '../policy.ts';
import type { Account } from './account.ts';
import { callLeader } from './call-leader.ts';
import type { Source } from './incident.ts';
import { readIssueForm } from './issue-form.ts';
import { type Ledger, baseOf, happen, issueSource, meet, write } from './ledger.ts';
import type { IncidentRecord, Instant } from './record.ts';
import { holdersOf } from './state.ts';

/** The author holds both leads until somebody else does, if the author may hold a role at all (R3). What was found is journaled as comment 0. */
function initialRoles(ledger: Ledger, at: Instant, source: Source): void {
  const { record, rights } = ledger.input;
  const { author } = record.issue;
  const before = ledger.judgedBefore.get(0)?.at(-1);
  const permission = before?.permission ?? rights.permissionOf(author);
  if (before === undefined) {
    const { createdAt } = record.issue;
    ledger.judged.push({
      kind: 'judged',
      comment: 0,
      by: author,
      permission,
      hash: '',
      verdict: '',
      at,
      createdAt,
      former: null,
      standing: null,
    });
  }
  if (!rights.mayHold(author, permission)) return;
  for (const role of [ROLE.incidentLead, ROLE.technicalLead]) {
    if (holdersOf(ledger.state.holdings, role).length > 0) continue; // taken before the label came
    happen(
      ledger,
      { kind: 'role', role, audience: null, holders: [author], isInitial: true },
      at,
      author,
      source,
    );
  }
  meet(ledger, author);
}

export function declare(
  ledger: Ledger,
  isAssumed: boolean,
  at: Instant,
  by: Account | null,
  source: Source,
): void {
  happen(ledger, { kind: 'declared', isAssumed }, at, by, source);
  initialRoles(ledger, at, source);
  callLeader(ledger, at, by, source);
}

const isOne = (name: string, of: readonly string[]): boolean =>
  of.some((l) => l.toLowerCase() === name.toLowerCase());

/** Of a replay: a severity whose label stands on the issue while no event tells of it has stood there from the beginning (D3). */
function unexplainedSeverity({ events, issue }: IncidentRecord, policy: Policy): SeverityPolicy | undefined {
  const told = (events ?? []).flatMap((e) =>
    e.kind === 'labeled' || e.kind === 'unlabeled' ? [e.label] : [],
  );
  if (policy.severities.some((s) => isOne(s.label, told))) return undefined;
  return policy.severities.find((s) => isOne(s.label, issue.labels));
}

/**
 * The issue is opened, with what its form says. An export without events, and a label whose event is lost, count as declared at the creation.
 */
export function open(ledger: Ledger): void {
  const { record, policy, isReplay, isAssumed } = ledger.input;
  const { issue } = record;
  const { createdAt, author } = issue;
  const source = issueSource(record);
  happen(ledger, { kind: 'opened' }, createdAt, author, source);
  for (const { at, ...happening } of readIssueForm(issue.body, createdAt, policy)) {
    write(ledger, { ...baseOf(createdAt, author, source), ...happening, occurredAt: at ?? createdAt });
  }

  const severity = isReplay ? unexplainedSeverity(record, policy) : undefined;
  if (severity !== undefined)
    happen(ledger, { kind: 'severity', severity: severity.id }, createdAt, author, source);

  const declaring = [policy.labels.incident, policy.labels.drill];
  const wasLabelled = (record.events ?? []).some((e) => e.kind === 'labeled' && isOne(e.label, declaring));
  const isLabelled = declaring.some((name) => isOne(name, issue.labels));
  if (!isAssumed && (wasLabelled || (!isLabelled && !isReplay))) return;

  const hasDrill = isOne(policy.labels.drill, issue.labels);
  ledger.labels = { hasIncident: true, hasDrill, isOpen: true };
  if (hasDrill) happen(ledger, { kind: 'drill', isDrill: true }, createdAt, author, source);
  const isUnknown = record.events !== null && (isAssumed || !isLabelled);
  if (isUnknown)
    ledger.remarks.push(
      'The issue never carried the incident label while it was open, so when it was declared is unknown.',
    );
  declare(ledger, isUnknown, createdAt, author, source);
}
