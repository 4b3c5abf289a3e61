/**
 * The policy of a repository without a file (K1). Names, aliases and duties are those of the recommended process, in the order of the
 * board's role table; a file is merged over this, entry by entry.
 */
import { ROLE } from '../core/policy.ts';
import type { AudiencePolicy, Policy, RolePolicy, SeverityPolicy, UpdatePolicy } from '../core/policy.ts';

/** No more often than every half hour, no less often than every hour: the recommended process, for every audience. */
export const USUAL_UPDATES: UpdatePolicy = {
  soonestMinutes: 30,
  latestMinutes: 60,
  thenLeadMinutes: 15,
  isRequired: false,
  isReminded: true,
};

/**
 * Gravest first. The postmortem's review is due in working days: a week for what hurt many, two for what hurt some. At SEV-1 leadership is told twice as
 * often as the others, because it decides while it lasts (S4), and nobody goes quiet before it is over.
 */
const SEVERITIES: readonly SeverityPolicy[] = [
  {
    id: 'sev1',
    label: 'sev1',
    title: 'SEV-1',
    summary: 'Everybody is blocked, or data or money is being lost, and there is no way around it',
    needsTesters: true,
    reviewWithinDays: 5,
    leaders: [],
    suggestsSplit: true,
    needsDryRun: true,
    remindsWhileMitigated: true,
    updates: {
      external: { isRequired: true },
      leadership: { isRequired: true, soonestMinutes: 15, latestMinutes: 30 },
    },
  },
  {
    id: 'sev2',
    label: 'sev2',
    title: 'SEV-2',
    summary: 'Many are blocked in something they came for, and there is no good way around it',
    needsTesters: true,
    reviewWithinDays: 5,
    leaders: null,
    suggestsSplit: false,
    needsDryRun: false,
    remindsWhileMitigated: false,
    updates: { external: { isRequired: true } },
  },
  {
    id: 'sev3',
    label: 'sev3',
    title: 'SEV-3',
    summary: 'Some are blocked or slowed down, and there is a way around it',
    needsTesters: false,
    reviewWithinDays: 10,
    leaders: null,
    suggestsSplit: false,
    needsDryRun: false,
    remindsWhileMitigated: false,
    updates: {},
  },
  {
    id: 'sev4',
    label: 'sev4',
    title: 'SEV-4',
    summary: 'Nobody is blocked: a nuisance, or a risk that has not struck yet',
    needsTesters: false,
    reviewWithinDays: null,
    leaders: null,
    suggestsSplit: false,
    needsDryRun: false,
    remindsWhileMitigated: false,
    updates: {},
  },
];

/**
 * Needed are only the two without whom nobody coordinates or fixes: the record keeps itself without a scribe, and testers are asked for by
 * severity.
 */
const ROLES: readonly RolePolicy[] = [
  {
    id: ROLE.incidentLead,
    title: 'Incident Lead',
    duty: 'Coordinates and decides; does not fix',
    aliases: ['lead', 'ic', 'incident-commander', 'commander', 'imoc'],
    isTechnical: false,
    isPerAudience: false,
    isShared: false,
    isNeeded: true,
  },
  {
    id: ROLE.technicalLead,
    title: 'Technical Lead',
    duty: 'Leads the fix',
    aliases: ['tech', 'tl', 'tloc'],
    isTechnical: true,
    isPerAudience: false,
    isShared: false,
    isNeeded: true,
  },
  {
    id: ROLE.technicalAssist,
    title: 'Technical Assist',
    duty: 'Helps the Technical Lead; answers the Scribe',
    aliases: ['assist', 'ta'],
    isTechnical: true,
    isPerAudience: false,
    isShared: true,
    isNeeded: false,
  },
  {
    id: ROLE.scribe,
    title: 'Scribe',
    duty: 'Keeps the timeline',
    aliases: [],
    isTechnical: false,
    isPerAudience: false,
    isShared: false,
    isNeeded: false,
  },
  {
    id: ROLE.communicationLead,
    title: 'Communication Lead',
    duty: 'Tells {audience}, every {soonest} to {latest} minutes',
    aliases: ['comms', 'comm', 'communications'],
    isTechnical: false,
    isPerAudience: true,
    isShared: true,
    isNeeded: false,
  },
  {
    id: ROLE.tester,
    title: 'Testers',
    duty: 'Confirm that it is over',
    aliases: ['testers', 'qa'],
    isTechnical: false,
    isPerAudience: false,
    isShared: true,
    isNeeded: false,
  },
];

const AUDIENCES: readonly AudiencePolicy[] = [
  { id: 'internal', title: 'colleagues', tone: 'internal', updates: USUAL_UPDATES },
  { id: 'external', title: 'customers', tone: 'external', updates: USUAL_UPDATES },
  { id: 'leadership', title: 'leadership', tone: 'leadership', updates: USUAL_UPDATES },
];

export const DEFAULT_POLICY: Policy = {
  severities: SEVERITIES,
  roles: ROLES,
  audiences: AUDIENCES,
  labels: { incident: 'incident', drill: 'incident-drill', postmortem: 'postmortem' },
  zone: 'UTC',
  commands: { permission: 'triage', teams: [], open: [], bots: [], prefixOnly: false },
  postmortem: { fromSeverity: 'sev3', forDrills: false },
  reminders: {
    severityAfterMinutes: 10,
    silenceAfterMinutes: 30,
    handOverAfterMinutes: 5,
    emptyRoleAfterMinutes: 10,
  },
  templates: { board: null, postmortem: null, brief: null },
};
