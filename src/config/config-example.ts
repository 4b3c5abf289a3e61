/**
 * The example of the reference page: every key once, each with a value that somebody might want. A test reads it.
 */
export const CONFIG_EXAMPLE = `# .github/muster.yml: only what differs from the defaults is needed
zone: Europe/Berlin

labels:
  incident: outage
  drill: outage-drill
  postmortem: postmortem

severities:
  sev0: # a new one, placed first
    title: SEV-0
    label: sev0
    summary: The company cannot work
    needs_testers: true
    review_within_days: 3
    graver_than: sev1
    leaders: [ines, jonas]
    suggest_split: true
    needs_dry_run: true
    remind_while_mitigated: true
    updates:
      external: {latest: 30m, required: true}
      partners: false # nobody is reminded
  sev2:
    label: major
  sev4: false # removed

roles:
  scribe:
    title: Recorder # still "scribe" in commands
  database-lead: # a new one
    title: Database Lead
    duty: Looks after the data while others fix
    aliases: [dba]
    technical: true
    per_audience: false
    shared: true
    needed: false

audiences:
  internal: false # removed
  partners: # a new one
    title: our partners
    tone: leadership # how drafts speak to them
    updates:
      soonest: 45m
      latest: 2h
      then_lead: 30m
      required: false

commands:
  permission: write
  teams: [acme/on-call]
  open: [timeline, link]
  bots: ["alertmanager[bot]"]
  prefix_only: false

postmortem:
  from_severity: sev2
  for_drills: true

reminders:
  severity_after: 15m
  silence_after: 45m
  hand_over_after: 10m
  empty_role_after: 15m

templates:
  board: .github/muster/board.liquid
  postmortem: .github/muster/postmortem.liquid
  brief: .github/muster/brief.liquid
`;
