/**
 * What GitHub's own events mean for an incident (D1, D2, D3, D5, D7). The labels decide: with the incident or the drill label on, an open issue is
 * an incident; both mean drill; without either it is stood down. A label on a closed issue does nothing until it reopens.
 */
import type { Policy } from '../policy.ts';
import type { Happening } from './event.ts';
import type { IssueEventFacts } from './record.ts';
import type { State } from './state.ts';

/** What a reader of the events has to remember. */
export interface Labels {
  readonly hasIncident: boolean;
  readonly hasDrill: boolean;
  readonly isOpen: boolean;
}

export const NO_LABELS: Labels = { hasIncident: false, hasDrill: false, isOpen: true };

interface Interpreted {
  readonly labels: Labels;
  readonly happenings: readonly Happening[];
}

/** Names of the labels on the issue right after the event, the last set last. Asked for only when it matters: it reads all events. */
export type StandingLabels = () => readonly string[];

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function afterLabel(policy: Policy, labels: Labels, name: string, isOn: boolean): Labels {
  if (same(name, policy.labels.incident)) return { ...labels, hasIncident: isOn };
  return same(name, policy.labels.drill) ? { ...labels, hasDrill: isOn } : labels;
}

/** The phase that follows from the labels, as a happening if it differs from the present one. */
function phaseChange(state: State, labels: Labels): readonly Happening[] {
  const isLabelled = labels.hasIncident || labels.hasDrill;
  const drill: readonly Happening[] =
    isLabelled && state.phase !== 'closed' && labels.hasDrill !== state.isDrill
      ? [{ kind: 'drill', isDrill: labels.hasDrill }]
      : [];
  if (!labels.isOpen || state.phase === 'closed') return drill;
  if (isLabelled && state.phase === 'none') return [...drill, { kind: 'declared', isAssumed: false }];
  if (isLabelled && state.phase === 'stood-down') return [...drill, { kind: 'resumed' }];
  if (!isLabelled && state.phase === 'open') return [{ kind: 'stood-down' }];
  return drill;
}

/**
 * Setting a severity's label moves the severity; taking the present one's label off gives way to one that still stands, the last set first, and
 * else leaves it not classified: labels and state never disagree (D3).
 */
function severityChange(
  policy: Policy,
  state: State,
  name: string,
  isOn: boolean,
  standing: StandingLabels,
): readonly Happening[] {
  const severity = policy.severities.find((s) => same(s.label, name))?.id;
  if (severity === undefined) return [];
  if (isOn) return severity === state.severity ? [] : [{ kind: 'severity', severity }];
  if (severity !== state.severity) return [];
  const left = standing().map((label) => policy.severities.find((s) => same(s.label, label))?.id);
  return [{ kind: 'severity', severity: left.findLast((id) => id !== undefined) ?? null }];
}

function labelled(
  policy: Policy,
  state: State,
  labels: Labels,
  name: string,
  isOn: boolean,
  standing: StandingLabels,
): Interpreted {
  const after = afterLabel(policy, labels, name, isOn);
  return {
    labels: after,
    happenings: [...phaseChange(state, after), ...severityChange(policy, state, name, isOn, standing)],
  };
}

function closed(state: State, labels: Labels, reason: string | null): Interpreted {
  const after = { ...labels, isOpen: false };
  return { labels: after, happenings: state.phase === 'open' ? [{ kind: 'closed', reason }] : [] };
}

function reopened(state: State, labels: Labels): Interpreted {
  const after = { ...labels, isOpen: true };
  if (state.phase !== 'closed') return { labels: after, happenings: phaseChange(state, after) };
  const isLabelled = after.hasIncident || after.hasDrill;
  return {
    labels: after,
    happenings: isLabelled ? [{ kind: 'reopened' }] : [{ kind: 'reopened' }, { kind: 'stood-down' }],
  };
}

/** Underneath, the issue of a part lives on; reopened by hand, it stands for itself again (D6). */
export function interpret(
  event: IssueEventFacts,
  state: State,
  labels: Labels,
  policy: Policy,
  standing: StandingLabels,
): Interpreted {
  const { merge } = state;
  if (merge === null) return interpretAlone(event, state, labels, policy, standing);
  const alone = { ...state, merge: null, phase: merge.under };
  const under = interpretAlone(event, alone, labels, policy, standing);
  return event.kind === 'reopened'
    ? { ...under, happenings: [{ kind: 'parted', how: 'reopened' }, ...under.happenings] }
    : under;
}

function interpretAlone(
  event: IssueEventFacts,
  state: State,
  labels: Labels,
  policy: Policy,
  standing: StandingLabels,
): Interpreted {
  const isIncident = state.phase !== 'none';
  const only = (happening: Happening): Interpreted => ({ labels, happenings: isIncident ? [happening] : [] });
  switch (event.kind) {
    case 'labeled':
      return labelled(policy, state, labels, event.label, true, standing);
    case 'unlabeled':
      return labelled(policy, state, labels, event.label, false, standing);
    case 'closed':
      return closed(state, labels, event.reason);
    case 'reopened':
      return reopened(state, labels);
    case 'renamed':
      return { labels, happenings: [{ kind: 'renamed', from: event.from, to: event.to }] };
    case 'merged':
      return only({ kind: 'merged-pull-request', title: event.title, url: event.url });
    case 'comment_deleted':
      return only({ kind: 'lost' });
    case 'assigned':
    case 'unassigned':
    case 'locked':
    case 'unlocked':
      return { labels, happenings: [] };
    default:
      return event satisfies never;
  }
}
