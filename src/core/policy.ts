/**
 * The validated configuration as the core sees it (K1). `config` produces it from YAML and the built-in defaults; the core never asks where
 * a value came from.
 */
import type { Permission } from './incident/account.ts';

/** How often an audience hears of an incident (M2). */
export interface UpdatePolicy {
  /** Minutes between two updates under which the second is answered with a caution. */
  readonly soonestMinutes: number;
  /** Minutes without an update after which its Communication Lead is reminded. */
  readonly latestMinutes: number;
  /** Minutes more after which the Incident Lead is. */
  readonly thenLeadMinutes: number;
  /** Reminded of even while nobody leads communication with it and it was never told. */
  readonly isRequired: boolean;
  /** False: nobody is ever reminded of it. */
  readonly isReminded: boolean;
}

export interface SeverityPolicy {
  /** The word of commands and YAML: `sev1` … `sev4`, or the repository's own. */
  readonly id: string;
  /** The GitHub label that mirrors it (D3). */
  readonly label: string;
  /** As documents show it: `SEV-1`. */
  readonly title: string;
  /** One line that says who is blocked and how. */
  readonly summary: string;
  /** Whether a close without a pass is written down as "closed without validation" (V2). */
  readonly needsTesters: boolean;
  /** Working days until the postmortem's review, or null for none. */
  readonly reviewWithinDays: number | null;
  /** Logins of those who lead at this severity, in the order in which they are called (S1); null where whoever leads goes on. */
  readonly leaders: readonly string[] | null;
  /** The board suggests to split the call (S2). */
  readonly suggestsSplit: boolean;
  /** The postmortem carries the checklist of the dry run (P4). */
  readonly needsDryRun: boolean;
  /** Whether reminders go on while it is mitigated and not yet resolved. */
  readonly remindsWhileMitigated: boolean;
  /** By audience, what differs from the audience's own. */
  readonly updates: Readonly<Record<string, Partial<UpdatePolicy>>>;
}

export interface RolePolicy {
  /** The word of commands and YAML: `incident-lead`. */
  readonly id: string;
  /** As documents show it; a repository may rename it for display. */
  readonly title: string;
  /** The role's duty in one line (R1); a role per audience shows its audience's title for `{audience}`, and its minutes for `{soonest}` and `{latest}`. */
  readonly duty: string;
  /** Short forms taken in commands: `lead`, `ic`. */
  readonly aliases: readonly string[];
  /** Works on the fix: counts for silence (T2), for independent validation (V2) and for warnings (R4). */
  readonly isTechnical: boolean;
  /** One holder list per audience (Communication Lead). */
  readonly isPerAudience: boolean;
  /** Several people may hold it at once (R2). */
  readonly isShared: boolean;
  /** Warn when nobody holds it (R4). */
  readonly isNeeded: boolean;
}

/** How drafts speak to an audience (M3): to colleagues, to those who answer for it, to everybody else. */
export const TONES = ['internal', 'leadership', 'external'] as const;
export type Tone = (typeof TONES)[number];

export interface AudiencePolicy {
  readonly id: string;
  /** As a sentence names them: `customers`, `leadership`, `colleagues`. */
  readonly title: string;
  readonly tone: Tone;
  readonly updates: UpdatePolicy;
}

export interface CommandPolicy {
  /** The permission that may command (A1). */
  readonly permission: Permission;
  /** Teams (`org/slug`) whose members may command whatever their permission. */
  readonly teams: readonly string[];
  /** Names of low-risk commands opened to everybody who can comment (A1). */
  readonly open: readonly string[];
  /** Logins of bots that may command (A1). */
  readonly bots: readonly string[];
  /** Only `/incident <name>` counts (C1). */
  readonly prefixOnly: boolean;
}

/** Raised with every field that a policy gets or loses: one of another shape in the cache is read from the files again. */
export const POLICY_SHAPE = 2;

export interface Policy {
  /** Gravest first. */
  readonly severities: readonly SeverityPolicy[];
  /** In the order of the role table. */
  readonly roles: readonly RolePolicy[];
  readonly audiences: readonly AudiencePolicy[];
  readonly labels: { readonly incident: string; readonly drill: string; readonly postmortem: string };
  /** IANA zone in which bare times are read and documents are written (C6). */
  readonly zone: string;
  readonly commands: CommandPolicy;
  readonly postmortem: {
    /** The mildest severity that opens one (X3). An incident without severity opens one too. */
    readonly fromSeverity: string;
    readonly forDrills: boolean;
  };
  readonly reminders: {
    /** Minutes without a severity after which the Incident Lead is asked (D3); of this and the next two, null = never. */
    readonly severityAfterMinutes: number | null;
    /** Minutes without a word from the technical roles after which the Technical Assist is asked (T2). */
    readonly silenceAfterMinutes: number | null;
    /** Minutes after the declaration after which an author who leads and fixes is asked to hand over (R3). */
    readonly handOverAfterMinutes: number | null;
    /** Minutes after which the board warns that nobody holds a needed role (R4). */
    readonly emptyRoleAfterMinutes: number;
  };
  /** Liquid texts that replace ours (R1, X3, M3), or null. */
  readonly templates: {
    readonly board: string | null;
    readonly postmortem: string | null;
    readonly brief: string | null;
  };
}

/** The ids of the roles that the process itself speaks of; a repository may rename them for display and add its own. */
export const ROLE = {
  incidentLead: 'incident-lead',
  technicalLead: 'technical-lead',
  technicalAssist: 'technical-assist',
  scribe: 'scribe',
  communicationLead: 'communication-lead',
  tester: 'tester',
} as const;
