/** A configuration under which nobody is reminded of anything: for worlds in which hours pass and that are about something else. */
export const UNREMINDED = {
  '.github/muster.yml': `reminders: {severity_after: false, silence_after: false, hand_over_after: false}
audiences:
  internal: {updates: false}
  external: {updates: false}
  leadership: {updates: false}
severities:
  sev1: {updates: {external: false, leadership: false}}
  sev2: {updates: {external: false}}
`,
} as const;
