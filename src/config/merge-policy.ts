/**
 * Files over the built-in policy, entry by entry (K1): what a file does not name stays as it stood. Rules judge the outcome, so nothing here
 * refuses: of what contradicts itself, some reading is taken.
 */
import { DEFAULT_POLICY, USUAL_UPDATES } from './default-policy.ts';
import type { Policy, RolePolicy, SeverityPolicy, UpdatePolicy } from '../core/policy.ts';
import type { Config, RoleConfig, SeverityConfig, UpdatesConfig } from './schema.ts';

/** `configs` from the most general to the most particular. Templates are paths in a file and texts in a policy, so they stay null here. */
export function mergePolicy(configs: readonly Config[]): Policy {
  return configs.reduce(mergeOne, DEFAULT_POLICY);
}

function mergeOne(below: Policy, config: Config): Policy {
  const { labels, commands, postmortem, reminders } = config;
  return {
    severities: ordered(mergeEntries(below.severities, config.severities, mergeSeverity), config.severities),
    roles: mergeEntries(below.roles, config.roles, mergeRole),
    audiences: mergeEntries(below.audiences, config.audiences, (id, audience, given) => ({
      id,
      title: given.title ?? audience?.title ?? id.replaceAll('-', ' '),
      tone: given.tone ?? audience?.tone ?? 'external',
      updates: { ...(audience?.updates ?? USUAL_UPDATES), ...mergeUpdates(given.updates) },
    })),
    labels: {
      incident: labels?.incident ?? below.labels.incident,
      drill: labels?.drill ?? below.labels.drill,
      postmortem: labels?.postmortem ?? below.labels.postmortem,
    },
    zone: config.zone === undefined ? below.zone : (zoneNamed(config.zone) ?? below.zone),
    commands: {
      permission: commands?.permission ?? below.commands.permission,
      teams: commands?.teams ?? below.commands.teams,
      open: commands?.open ?? below.commands.open,
      bots: commands?.bots?.map(botLogin) ?? below.commands.bots,
      prefixOnly: commands?.prefix_only ?? below.commands.prefixOnly,
    },
    postmortem: {
      fromSeverity: postmortem?.from_severity ?? below.postmortem.fromSeverity,
      forDrills: postmortem?.for_drills ?? below.postmortem.forDrills,
    },
    reminders: {
      severityAfterMinutes: orNever(reminders?.severity_after, below.reminders.severityAfterMinutes),
      silenceAfterMinutes: orNever(reminders?.silence_after, below.reminders.silenceAfterMinutes),
      handOverAfterMinutes: orNever(reminders?.hand_over_after, below.reminders.handOverAfterMinutes),
      emptyRoleAfterMinutes: minutesOf(reminders?.empty_role_after) ?? below.reminders.emptyRoleAfterMinutes,
    },
    templates: below.templates,
  };
}

/** Changed entries stay in their place, new ones follow in the order of the file. */
function mergeEntries<Entry extends { readonly id: string }, Given extends object>(
  below: readonly Entry[],
  given: Readonly<Record<string, Given | false | null>> | null | undefined,
  merge: (id: string, entry: Entry | undefined, given: Given) => Entry,
): readonly Entry[] {
  const merged = new Map(below.map((entry) => [entry.id, entry]));
  for (const [id, change] of Object.entries(given ?? {})) {
    if (change === false || change === null) merged.delete(id);
    else merged.set(id, merge(id, merged.get(id), change));
  }
  return [...merged.values()];
}

function mergeSeverity(id: string, below: SeverityPolicy | undefined, given: SeverityConfig): SeverityPolicy {
  return {
    id,
    label: given.label ?? below?.label ?? id,
    title: given.title ?? below?.title ?? severityTitle(id),
    summary: given.summary ?? below?.summary ?? '',
    needsTesters: given.needs_testers ?? below?.needsTesters ?? false,
    reviewWithinDays:
      given.review_within_days === undefined ? (below?.reviewWithinDays ?? null) : given.review_within_days,
    remindsWhileMitigated: given.remind_while_mitigated ?? below?.remindsWhileMitigated ?? false,
    updates: {
      ...below?.updates,
      ...Object.fromEntries(
        Object.entries(given.updates ?? {}).map(([audience, change]) => [
          audience,
          { ...below?.updates[audience], ...mergeUpdates(change) },
        ]),
      ),
    },
    leaders: given.leaders === undefined ? (below?.leaders ?? null) : (given.leaders?.map(bareLogin) ?? null),
    suggestsSplit: given.suggest_split ?? below?.suggestsSplit ?? false,
    needsDryRun: given.needs_dry_run ?? below?.needsDryRun ?? false,
  };
}

/** What one file says of the updates to an audience, and nothing else. Numbers given mean that somebody is reminded. */
function mergeUpdates(given: UpdatesConfig | false | null | undefined): Partial<UpdatePolicy> {
  if (given === undefined) return {};
  if (given === false || given === null) return { isReminded: false };
  const soonest = minutesOf(given.soonest);
  const latest = minutesOf(given.latest);
  const thenLead = minutesOf(given.then_lead);
  return {
    isReminded: true,
    ...(soonest === undefined ? {} : { soonestMinutes: soonest }),
    ...(latest === undefined ? {} : { latestMinutes: latest }),
    ...(thenLead === undefined ? {} : { thenLeadMinutes: thenLead }),
    ...(given.required === undefined ? {} : { isRequired: given.required }),
  };
}

function mergeRole(id: string, below: RolePolicy | undefined, given: RoleConfig): RolePolicy {
  return {
    id,
    title: given.title ?? below?.title ?? id.split('-').map(capitalised).join(' '),
    duty: given.duty ?? below?.duty ?? '',
    aliases: [...new Set([...(below?.aliases ?? []), ...(given.aliases ?? [])])],
    isTechnical: given.technical ?? below?.isTechnical ?? false,
    isPerAudience: given.per_audience ?? below?.isPerAudience ?? false,
    isShared: given.shared ?? below?.isShared ?? false,
    isNeeded: given.needed ?? below?.isNeeded ?? false,
  };
}

/** Moves those with `graver_than` before the one they name, as soon as that one has its place; whoever names nobody known goes last. */
function ordered(merged: readonly SeverityPolicy[], given: Config['severities']): readonly SeverityPolicy[] {
  const target = (id: string) => (given?.[id] ? given[id].graver_than : undefined);
  const placed = merged.filter(({ id }) => target(id) === undefined);
  let waiting = merged.filter(({ id }) => target(id) !== undefined);
  for (let before = -1; before !== waiting.length;) {
    before = waiting.length;
    waiting = waiting.filter((severity) => {
      const index = placed.findIndex(({ id }) => id === target(severity.id));
      if (index >= 0) placed.splice(index, 0, severity);
      return index < 0;
    });
  }
  return [...placed, ...waiting];
}

/** The zone's canonical spelling (`europe/berlin` is `Europe/Berlin`), or null for what is no zone. An offset is none: it knows no summer. */
export function zoneNamed(zone: string): string | null {
  if (!/^[A-Za-z]/.test(zone)) return null;
  try {
    return new Temporal.ZonedDateTime(0n, zone).timeZoneId;
  } catch {
    // a RangeError, and there is no other question to ask Temporal
    return null;
  }
}

/** `false` is never; nothing said is as below. */
function orNever(given: string | false | undefined, below: number | null): number | null {
  return given === false ? null : (minutesOf(given) ?? below);
}

/** `10m` or `1h`, as the schema lets through. */
function minutesOf(duration: string | undefined): number | undefined {
  if (duration === undefined) return undefined;
  const count = Number.parseInt(duration, 10);
  return duration.endsWith('h') ? count * 60 : count;
}

/** GitHub ends every App's login so (`Account.login`). */
function botLogin(login: string): string {
  return login.endsWith('[bot]') ? login : `${login}[bot]`;
}

/** People write logins with or without `@`. */
function bareLogin(login: string): string {
  return login.replace(/^@/u, '');
}

function severityTitle(id: string): string {
  const number = /^sev-?(\d+)$/.exec(id)?.[1];
  return number === undefined ? id.split('-').map(capitalised).join(' ') : `SEV-${number}`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
