/**
 * The timeline entry that an event leaves (T1), in plain words. Documents make the text inert and give it its form; nothing here is markdown.
 */
import type { StatedInstant } from '../command/command.ts';
import { type Policy, ROLE } from '../policy.ts';
import { type Account, sameLogin } from './account.ts';
import { openCall, subCommander } from './calls.ts';
import type { IncidentEvent } from './event.ts';
import type { EntryKind, TimelineEntry } from './incident.ts';
import { givesBack } from './leadership.ts';
import { type State, heldTechnicalRole, holdersOf } from './state.ts';

const STATED: { readonly [K in StatedInstant]: string } = {
  started: 'Outage began',
  detected: 'Detected',
  diagnosed: 'Diagnosed',
  mitigated: 'Mitigated',
  resolved: 'Resolved',
};

/** Signs of life whoever gives them (T2). */
const LIFE: ReadonlySet<EntryKind> = new Set([
  'diagnosed',
  'mitigated',
  'validation-asked',
  'validation-passed',
  'validation-failed',
]);

/** What is done to comments and documents says nothing of the work. */
const HOUSEKEEPING: ReadonlySet<EntryKind> = new Set(['lost', 'restored']);

function titled(title: string, text: string | null): string {
  return text === null || text === '' ? title : `${title}: ${text}`;
}

function severityTitle(policy: Policy, id: string | null): string {
  return id === null ? 'not classified' : (policy.severities.find((s) => s.id === id)?.title ?? id);
}

export function audienceTitle(policy: Policy, id: string): string {
  return policy.audiences.find((a) => a.id === id)?.title ?? id;
}

/** `Communication Lead, external`: a role with its audience, as documents name it. */
export function seatTitle(policy: Policy, role: string, audience: string | null): string {
  const title = policy.roles.find((r) => r.id === role)?.title ?? role;
  return audience === null ? title : `${title}, ${audience}`;
}

const namesOf = (people: readonly { login: string }[]): string => people.map((p) => p.login).join(', ');

function seatText(title: string, before: readonly Account[], after: readonly Account[]): string {
  const changed = namesOf(before) !== namesOf(after) && before.length > 0;
  return `${title}: ${after.length === 0 ? 'nobody' : namesOf(after)}${changed ? `, from ${namesOf(before)}` : ''}`;
}

function roleText(event: IncidentEvent & { kind: 'role' }, state: State, policy: Policy): string {
  const before = holdersOf(state.holdings, event.role, event.audience);
  return seatText(seatTitle(policy, event.role, event.audience), before, event.holders);
}

function leadText(before: readonly Account[], after: readonly Account[], policy: Policy): string {
  return seatText(seatTitle(policy, ROLE.incidentLead, null), before, after);
}

/** No milestones: a call is nobody's news but of those in it, and the scribe comment has a table of its own for them. */
function callText({ call, link }: IncidentEvent & { kind: 'call-opened' }, state: State): string {
  const isMoved = openCall(state.calls, call) !== undefined;
  return titled(`Call ${call} ${isMoved ? 'moved' : 'opened'}`, link);
}

interface Words {
  readonly kind: EntryKind;
  readonly text: string;
  readonly milestone: boolean;
}

const of = (kind: EntryKind, text: string, milestone = false): Words => ({ kind, text, milestone });

function words(event: IncidentEvent, state: State, policy: Policy): Words | null {
  switch (event.kind) {
    case 'opened':
      return of('opened', 'Issue opened');
    case 'declared':
      return event.isAssumed
        ? null
        : of(
            'declared',
            `Declared ${state.isDrill ? 'a drill' : 'an incident'}${state.severity === null ? '' : `, ${severityTitle(policy, state.severity)}`}`,
            true,
          );
    case 'drill':
      return state.phase === 'none'
        ? null
        : of('declared', event.isDrill ? 'Now a drill' : 'No longer a drill: a real incident', true);
    case 'stood-down':
      return of('stood-down', 'Stood down: the incident label was removed', true);
    case 'resumed':
      return of('resumed', 'Resumed: the incident label is back', true);
    case 'closed':
      return of(
        'closed',
        event.reason === 'not_planned' ? 'Closed as not planned: a false alarm' : 'Closed',
        event.reason === 'not_planned',
      );
    case 'reopened':
      return of('reopened', 'Reopened', true);
    case 'renamed':
      return of('renamed', `Renamed from “${event.from}” to “${event.to}”`);
    case 'severity':
      if (state.phase === 'none') return null;
      return of(
        'severity',
        state.severity === null || state.severity === event.severity
          ? `Severity ${severityTitle(policy, event.severity)}`
          : `Severity ${severityTitle(policy, event.severity)}, from ${severityTitle(policy, state.severity)}`,
        state.declaredAt !== null,
      );
    case 'impact':
      return of('impact', `Impact: ${event.text}`);
    case 'service':
      return of('service', `Services: ${event.services.join(', ')}`);
    case 'link':
      return of('link', titled('Link', event.text === null ? event.url : `${event.text} ${event.url}`));
    case 'channel': {
      const whose =
        event.audience === null ? 'Main channel' : `Channel of ${audienceTitle(policy, event.audience)}`;
      return of('channel', `${whose}: ${event.channel ?? 'none'}`);
    }
    case 'stakeholders':
      return of(
        'stakeholders',
        `To be told with ${audienceTitle(policy, event.audience)}: ${event.names.length === 0 ? 'nobody by name' : event.names.join(', ')}`,
      );
    case 'role':
      return event.isInitial ? null : of('role', roleText(event, state, policy));
    case 'stated':
      return of(event.instant, titled(STATED[event.instant], event.text), true);
    case 'note':
      return of('note', event.text, event.milestone);
    case 'comment':
      return of('comment', event.text);
    case 'communication':
      return of(
        'communication',
        `Told ${audienceTitle(policy, event.audience)}${event.channel === null ? '' : ` (${event.channel})`}: ${event.message}`,
      );
    case 'acknowledged':
      return event.isImplied ? null : of('acknowledged', 'Acknowledged');
    case 'validation-asked':
      return of('validation-asked', titled('Validation asked', event.text));
    case 'validated':
      return event.passed
        ? of('validation-passed', titled('Validation passed', event.text), true)
        : of('validation-failed', titled('Validation failed', event.text), true);
    case 'action':
      return of('action', `Action ${state.actions.length + 1}, ${event.action}: ${event.text}`);
    case 'action-done':
      return of('action-done', `Action ${event.number} done`);
    case 'merged-pull-request':
      return of('merged-pull-request', `Pull request merged: ${event.title}`, false);
    case 'leader-called': {
      const present = holdersOf(state.holdings, ROLE.incidentLead);
      const { leader, severity } = event;
      if (leader === null || present.some((a) => sameLogin(a.login, leader.login))) return null;
      return of(
        'role',
        `${leadText(present, [leader], policy)} (${severityTitle(policy, severity)}: one of its leaders leads)`,
      );
    }
    case 'leader-released': {
      const { leadership } = state;
      if (!givesBack(leadership)) return null;
      const present = holdersOf(state.holdings, ROLE.incidentLead);
      return of(
        'role',
        `${leadText(present, leadership.former, policy)} (no longer ${severityTitle(policy, leadership.severity)})`,
      );
    }
    case 'call-opened':
      return of('call-opened', callText(event, state));
    case 'call-ended':
      return of('call-ended', `Call ${event.call} ended`);
    case 'sub-commander': {
      const call = openCall(state.calls, event.call);
      const before = call === undefined ? null : subCommander(call);
      const from = before === null ? '' : `, from ${before.login}`;
      return of('sub-commander', `Sub-commander of ${event.call}: ${event.holder?.login ?? 'nobody'}${from}`);
    }
    case 'call-joined':
      return of('call-joined', `Joined the call ${event.call}`);
    case 'call-left':
      return of('call-left', `Left the call ${event.call}`);
    case 'merged':
      return of('merged', `Part of #${event.into} from now on`, true);
    case 'took-in':
      return of('took-in', `Took in #${event.part}`);
    case 'parted': {
      if (state.merge === null) return null;
      const why = { said: '', reopened: ': reopened', 'let-go': ', which let it go' }[event.how];
      return of('parted', `No longer part of #${state.merge.into}${why}`, true);
    }
    case 'restored':
      return of('restored', `Restored after an edit: ${event.document}`);
    case 'forgotten':
      return of('comment', 'A comment');
    case 'lost':
      return of('lost', 'A comment was deleted before Muster saw it');
    default:
      return event satisfies never;
  }
}

/** The entry, or null for what leaves none. `state` is the incident before the event. */
export function entryOf(event: IncidentEvent, state: State, policy: Policy): TimelineEntry | null {
  const said = words(event, state, policy);
  if (said === null) return null;
  const isTechnical =
    LIFE.has(said.kind) ||
    (event.by !== null &&
      !HOUSEKEEPING.has(said.kind) &&
      heldTechnicalRole(
        state.holdings.filter((h) => h.to === null),
        policy,
        event.by,
      ));
  return {
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    author: event.by,
    kind: said.kind,
    text: said.text,
    call: 'call' in event ? event.call : null,
    milestone: said.milestone && event.withdrawn === null,
    isTechnical,
    withdrawn: event.withdrawn,
    corrected: event.corrected,
    isVoid: false,
    source: event.source,
  };
}
