/**
 * A policy written as the file that would make it: the inverse of `mergePolicy`, for the reference page and for showing what is in force.
 */
import type { Policy, UpdatePolicy } from '../core/policy.ts';
import type { Config } from './schema.ts';

/** Complete but for `templates`, whose paths a policy no longer knows. */
export function policyAsConfig(policy: Policy) {
  return {
    severities: byId(policy.severities, (severity) => ({
      title: severity.title,
      label: severity.label,
      summary: severity.summary,
      needs_testers: severity.needsTesters,
      review_within_days: severity.reviewWithinDays,
      remind_while_mitigated: severity.remindsWhileMitigated,
      updates: Object.fromEntries(
        Object.entries(severity.updates).map(([audience, given]) => [audience, updatesOf(given)]),
      ),
      // An empty list is the built-in one, and a file may not give it.
      ...(severity.leaders?.length === 0
        ? {}
        : { leaders: severity.leaders === null ? null : [...severity.leaders] }),
      suggest_split: severity.suggestsSplit,
      needs_dry_run: severity.needsDryRun,
    })),
    roles: byId(policy.roles, (role) => ({
      title: role.title,
      duty: role.duty,
      aliases: [...role.aliases],
      technical: role.isTechnical,
      per_audience: role.isPerAudience,
      shared: role.isShared,
      needed: role.isNeeded,
    })),
    audiences: byId(policy.audiences, ({ title, tone, updates }) => ({
      title,
      tone,
      updates: updatesOf(updates),
    })),
    labels: { ...policy.labels },
    zone: policy.zone,
    commands: {
      permission: permissionOf(policy),
      teams: [...policy.commands.teams],
      open: [...policy.commands.open],
      bots: [...policy.commands.bots],
      prefix_only: policy.commands.prefixOnly,
    },
    postmortem: {
      from_severity: policy.postmortem.fromSeverity,
      for_drills: policy.postmortem.forDrills,
    },
    reminders: {
      severity_after: orFalse(policy.reminders.severityAfterMinutes),
      silence_after: orFalse(policy.reminders.silenceAfterMinutes),
      hand_over_after: orFalse(policy.reminders.handOverAfterMinutes),
      empty_role_after: `${policy.reminders.emptyRoleAfterMinutes}m`,
    },
  } satisfies Config;
}

function orFalse(minutes: number | null): string | false {
  return minutes === null ? false : `${minutes}m`;
}

function updatesOf(updates: Partial<UpdatePolicy>) {
  if (updates.isReminded === false) return false;
  const { soonestMinutes: soonest, latestMinutes: latest, thenLeadMinutes: thenLead, isRequired } = updates;
  return {
    ...(soonest === undefined ? {} : { soonest: `${soonest}m` }),
    ...(latest === undefined ? {} : { latest: `${latest}m` }),
    ...(thenLead === undefined ? {} : { then_lead: `${thenLead}m` }),
    ...(isRequired === undefined ? {} : { required: isRequired }),
  };
}

/** A policy from a file never asks for less than `read`: "none" is no level that a file may name. */
function permissionOf({ commands: { permission } }: Policy) {
  return permission === 'none' ? 'read' : permission;
}

function byId<Entry extends { readonly id: string }, Given>(
  entries: readonly Entry[],
  write: (entry: Entry) => Given,
): Record<string, Given> {
  return Object.fromEntries(entries.map((entry) => [entry.id, write(entry)]));
}
