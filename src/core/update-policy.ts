/**
 * How often an audience is told, at a severity (M2): what the severity says of the audience stands over what the audience says of itself.
 */
import type { Policy, UpdatePolicy } from './policy.ts';

/** Of an audience that the policy does not know, or no longer: nobody is reminded of it. */
const UNKNOWN: UpdatePolicy = {
  soonestMinutes: 30,
  latestMinutes: 60,
  thenLeadMinutes: 15,
  isRequired: false,
  isReminded: false,
};

/** `severity` and `audience` are ids; null = not classified. */
export function updatePolicy(policy: Policy, severity: string | null, audience: string): UpdatePolicy {
  const own = policy.audiences.find((a) => a.id === audience)?.updates ?? UNKNOWN;
  const updates = policy.severities.find((s) => s.id === severity)?.updates ?? {};
  return Object.hasOwn(updates, audience) ? { ...own, ...updates[audience] } : own;
}
