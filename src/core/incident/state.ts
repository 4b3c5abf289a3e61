/**
 * The incident so far, as far as a decision needs it, and how one event moves it. `evolve` never refuses: what comes here was accepted.
 */
import type { StatedInstant } from '../command/command.ts';
import { type Policy, ROLE } from '../policy.ts';
import type { Account } from './account.ts';
import { sameLogin } from './account.ts';
import { withAction } from './action-items.ts';
import { callsAfter, endedCalls, notedCalls } from './calls.ts';
import type { IncidentEvent } from './event.ts';
import { withHolders, withLeads } from './holdings.ts';
import type { Holding, Incident, ValidationResult } from './incident.ts';
import { calledLeadership, givesBack, leadershipAfter } from './leadership.ts';
import { type Merge, throughMerge } from './merge.ts';
import type { Claim } from './neighbour.ts';
import { told } from './tell.ts';
import { withReach } from './reach.ts';
import type { Instant, IssueFacts } from './record.ts';

export interface Statement {
  readonly instant: StatedInstant;
  readonly at: Instant;
  readonly recordedAt: Instant;
  /** Taken back by a failed validation or a reopening (V1, X1). */
  readonly isVoid: boolean;
  readonly event: IncidentEvent;
}

export interface State extends Pick<
  Incident,
  | 'phase'
  | 'phaseSince'
  | 'isDrill'
  | 'isFalseAlarm'
  | 'reopenings'
  | 'severity'
  | 'impact'
  | 'services'
  | 'links'
  | 'channel'
  | 'reach'
  | 'closedAt'
  | 'holdings'
  | 'communications'
  | 'validation'
  | 'actions'
  | 'calls'
  | 'leadership'
> {
  /** What it is part of (D6). */
  readonly merge: Merge | null;
  /** Whom it takes in. */
  readonly claims: readonly Claim[];
  readonly title: string;
  readonly createdAt: Instant;
  readonly declaredAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  readonly statements: readonly Statement[];
  readonly author: Account;
}

export function initialState(issue: IssueFacts): State {
  return {
    title: issue.title,
    author: issue.author,
    createdAt: issue.createdAt,
    phase: 'none',
    phaseSince: issue.createdAt,
    isDrill: false,
    isFalseAlarm: false,
    reopenings: 0,
    severity: null,
    impact: null,
    services: [],
    links: [],
    channel: null,
    reach: {},
    closedAt: null,
    declaredAt: null,
    acknowledgedAt: null,
    statements: [],
    holdings: [],
    communications: [],
    validation: { asked: null, results: [], state: 'none' },
    actions: [],
    calls: [],
    leadership: null,
    merge: null,
    claims: [],
  };
}

/** The last valid statement of an instant wins (N1). */
export function standing(state: Pick<State, 'statements'>, instant: StatedInstant): Instant | null {
  return state.statements.findLast((s) => s.instant === instant && !s.isVoid)?.at ?? null;
}

export function holdersOf(
  holdings: readonly Holding[],
  role: string,
  audience: string | null = null,
): readonly Account[] {
  return holdings
    .filter((h) => h.role === role && h.audience === audience && h.to === null)
    .map((h) => h.holder);
}

/** Whether somebody held a technical role at any time so far: their pass is not independent (V2). */
export function heldTechnicalRole(holdings: readonly Holding[], policy: Policy, who: Account): boolean {
  const isTechnical = (role: string): boolean => policy.roles.some((r) => r.isTechnical && r.id === role);
  return holdings.some((h) => sameLogin(h.holder.login, who.login) && isTechnical(h.role));
}

/** A failed validation and a reopening take back that it was mitigated or resolved (V1, X1). */
function voided(statements: readonly Statement[]): readonly Statement[] {
  return statements.map((s) =>
    s.instant === 'mitigated' || s.instant === 'resolved' ? { ...s, isVoid: true } : s,
  );
}

function validated(
  state: State,
  policy: Policy,
  event: IncidentEvent & { kind: 'validated' },
): State['validation'] {
  const by = event.by ?? state.author;
  const result: ValidationResult = {
    passed: event.passed,
    at: event.occurredAt,
    by,
    text: event.text,
    isIndependent: !heldTechnicalRole(state.holdings, policy, by),
    source: event.source,
  };
  const results = [...state.validation.results, result];
  return { ...state.validation, results, state: event.passed ? 'passed' : 'failed' };
}

/** How one event moves the incident. */
export function evolve(state: State, event: IncidentEvent, policy: Policy): State {
  const after = throughMerge(state, event, (from, of) => moved(from, of, policy));
  const leadership = leadershipAfter(after.leadership, event);
  return leadership === after.leadership ? after : { ...after, leadership };
}

function moved(state: State, event: IncidentEvent, policy: Policy): State {
  const at = event.occurredAt;
  if (event.withdrawn !== null)
    return event.kind === 'action'
      ? { ...state, actions: withAction(state.actions, event, state.author) }
      : state;
  switch (event.kind) {
    case 'note':
      return event.call === null ? state : { ...state, calls: notedCalls(state.calls, event.call) };
    case 'opened':
    case 'comment':
    case 'merged-pull-request':
    case 'merged':
    case 'took-in':
    case 'parted':
    case 'restored':
    case 'forgotten':
    case 'lost':
      return state;
    case 'declared':
      return { ...state, phase: 'open', phaseSince: at, declaredAt: event.isAssumed ? null : at };
    case 'stood-down':
      return { ...state, phase: 'stood-down', phaseSince: at };
    case 'resumed':
      return { ...state, phase: 'open', phaseSince: at };
    case 'closed':
      return {
        ...state,
        phase: 'closed',
        phaseSince: at,
        closedAt: at,
        calls: endedCalls(state.calls, null, at),
        isFalseAlarm: event.reason === 'not_planned',
      };
    case 'reopened':
      return {
        ...state,
        phase: 'open',
        phaseSince: at,
        closedAt: null,
        isFalseAlarm: false,
        reopenings: state.reopenings + 1,
        statements: voided(state.statements),
        validation: { ...state.validation, asked: null, state: 'none' },
      };
    case 'renamed':
      return { ...state, title: event.to };
    case 'drill':
      return { ...state, isDrill: event.isDrill };
    case 'severity':
      return { ...state, severity: event.severity };
    case 'impact':
      return { ...state, impact: { text: event.text, at, by: event.by ?? state.author } };
    case 'service':
      return { ...state, services: [...new Set([...state.services, ...event.services])] };
    case 'link':
      return {
        ...state,
        links: [...state.links.filter((l) => l.url !== event.url), { url: event.url, text: event.text }],
      };
    case 'channel':
      return event.audience === null
        ? { ...state, channel: event.channel }
        : { ...state, reach: withReach(state.reach, event.audience, { channel: event.channel }) };
    case 'stakeholders':
      return { ...state, reach: withReach(state.reach, event.audience, { stakeholders: event.names }) };
    case 'role':
      return {
        ...state,
        holdings: withHolders(state.holdings, event.role, event.audience, event.holders, at),
      };
    case 'stated':
      return {
        ...state,
        statements: [
          ...state.statements,
          { instant: event.instant, at, recordedAt: event.recordedAt, isVoid: false, event },
        ],
      };
    case 'communication':
      return { ...state, communications: told(state, policy, event) };
    case 'acknowledged':
      // Before the declaration there is nothing to acknowledge, and the time to it would be negative (N2).
      if (state.phase === 'none') return state;
      return { ...state, acknowledgedAt: state.acknowledgedAt ?? event.recordedAt };
    case 'validation-asked':
      return {
        ...state,
        validation: { ...state.validation, asked: { at, by: event.by ?? state.author }, state: 'asked' },
      };
    case 'validated': {
      const validation = validated(state, policy, event);
      return event.passed
        ? { ...state, validation }
        : { ...state, validation, statements: voided(state.statements) };
    }
    case 'action':
      return { ...state, actions: withAction(state.actions, event, state.author) };
    case 'action-done':
      return {
        ...state,
        actions: state.actions.map((a) =>
          // Done is done: said again, it is not done later.
          a.number === event.number ? { ...a, doneAt: a.doneAt ?? at } : a,
        ),
      };
    case 'leader-called': {
      const present = holdersOf(state.holdings, ROLE.incidentLead);
      const leadership = calledLeadership(event, present, state.leadership);
      const holdings = leadership.isCalled
        ? withLeads(state.holdings, event.leader === null ? [] : [event.leader], at)
        : state.holdings;
      return { ...state, leadership, holdings };
    }
    case 'leader-released':
      return {
        ...state,
        leadership: null,
        holdings: givesBack(state.leadership)
          ? withLeads(state.holdings, state.leadership.former, at)
          : state.holdings,
      };
    case 'call-opened':
    case 'call-ended':
    case 'sub-commander':
    case 'call-joined':
    case 'call-left':
      return { ...state, calls: callsAfter(state.calls, event) };
    default:
      return event satisfies never;
  }
}
