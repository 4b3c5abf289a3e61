/**
 * What a single setting can have wrong: one row for each, with the whole message (K1).
 */
import { expect, test } from '@jest/globals';
import { problemsOf } from './problems-of.ts';
import type { Row } from './problems-of.ts';

test.each<Row>([
  [
    'an unknown key',
    ['zome: UTC'],
    [
      'muster.yml:1:1: zome: "zome" is not a key here. Expected one of severities, roles, audiences, labels, zone, commands, postmortem, reminders, templates. Did you mean "zone"?',
    ],
  ],
  [
    'an unknown key like no other',
    ['on_call: {}'],
    [
      'muster.yml:1:1: on_call: "on_call" is not a key here. Expected one of severities, roles, audiences, labels, zone, commands, postmortem, reminders, templates. Remove it, or move it where it belongs.',
    ],
  ],
  [
    'two unknown keys within',
    ['roles:\n  scribe:\n    titel: Recorder\n    colour: red'],
    [
      'muster.yml:3:5: roles.scribe.titel: "titel" is not a key here. Expected one of title, duty, aliases, technical, per_audience, shared, needed. Did you mean "title"?',
      'muster.yml:4:5: roles.scribe.colour: "colour" is not a key here. Expected one of title, duty, aliases, technical, per_audience, shared, needed. Remove it, or move it where it belongs.',
    ],
  ],
  [
    'text for a section',
    ['labels:\n  incident'],
    [
      'muster.yml:2:3: labels: "incident" cannot stand here. Expected the keys incident, drill and postmortem. Write it in that form, or remove the line.',
    ],
  ],
  [
    'text for an entry',
    ['roles:\n  scribe: Recorder'],
    [
      'muster.yml:2:11: roles.scribe: "Recorder" cannot stand here. Expected keys such as title and duty, or false. Write one of these, or remove the line.',
    ],
  ],
  [
    'true for an entry',
    ['audiences:\n  partners: true'],
    [
      'muster.yml:2:13: audiences.partners: "true" cannot stand here. Expected keys such as title and updates, or false. Write one of these, or remove the line.',
    ],
  ],
  [
    'a list for a map',
    ['roles: [scribe]'],
    [
      'muster.yml:1:8: roles: "[scribe]" cannot stand here. Expected roles by id, such as scribe. Write it in that form, or remove the line.',
    ],
  ],
  [
    'a word for a list',
    ['commands: {teams: acme/on-call}'],
    [
      'muster.yml:1:19: commands.teams: "acme/on-call" cannot stand here. Expected a list of teams, such as [acme/on-call]. Put it in brackets: [acme/on-call].',
    ],
  ],
  [
    'a number for text',
    ['labels: {incident: 911}'],
    [
      'muster.yml:1:20: labels.incident: "911" cannot stand here. Expected a label\'s name, at most 50 characters. Put it in quotes: "911".',
    ],
  ],
  [
    'yes for true',
    ['commands: {prefix_only: yes}'],
    ['muster.yml:1:25: commands.prefix_only: "yes" cannot stand here. Expected true or false. Write true.'],
  ],
  [
    'half a day',
    ['severities: {sev1: {review_within_days: 0.5}}'],
    [
      'muster.yml:1:41: severities.sev1.review_within_days: "0.5" cannot stand here. Expected a whole number of working days from 1 to 90, or null for no review. Write it in that form, or remove the line.',
    ],
  ],
  [
    'a team as a leader',
    ['severities: {sev1: {leaders: [acme/leads]}}'],
    [
      'muster.yml:1:31: severities.sev1.leaders[0]: "acme/leads" cannot stand here. Expected a login, such as ines. Write it in that form, or remove the line.',
    ],
  ],
  [
    'too many days',
    ['severities: {sev1: {review_within_days: 91}}'],
    [
      'muster.yml:1:41: severities.sev1.review_within_days: "91" cannot stand here. Expected a whole number of working days from 1 to 90, or null for no review. Write it in that form, or remove the line.',
    ],
  ],
  [
    'text of two lines',
    ['roles:\n  scribe:\n    duty: |\n      Keeps\n      notes'],
    [
      'muster.yml:3:11: roles.scribe.duty: "| Keeps notes" cannot stand here. Expected one line of text, at most 200 characters. Write it in that form, or remove the line.',
    ],
  ],
  [
    'too long a label',
    [`labels: {incident: ${'x'.repeat(51)}}`],
    [
      'muster.yml:1:20: labels.incident: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" cannot stand here. Expected a label\'s name, at most 50 characters. Write it in that form, or remove the line.',
    ],
  ],
  [
    'a blank label',
    ['labels: {incident: " "}'],
    [
      'muster.yml:1:20: labels.incident: "" cannot stand here. Expected a label\'s name, at most 50 characters. Write it in that form, or remove the line.',
    ],
  ],
  [
    'nothing after a key',
    ['roles:\n  scribe:\n'],
    [
      'muster.yml:2:3: roles.scribe: Nothing stands after this key. Expected a value. Write a value or remove the line; what may be removed is removed with false.',
    ],
  ],
  [
    'nothing after a simple key',
    ['zone:'],
    [
      "muster.yml:1:6: zone: Nothing stands here. Expected a time zone's name, such as Europe/Berlin. Write it in that form, or remove the line.",
    ],
  ],
  [
    'an impossible id',
    ['roles:\n  Data Base: {duty: x}'],
    [
      'muster.yml:2:3: roles.Data Base: "Data Base" cannot be an id. Expected small letters, digits and hyphens, beginning with a letter, at most 39. Write "data-base".',
    ],
  ],
  [
    'an unknown permission',
    ['commands: {permission: wirte}'],
    [
      'muster.yml:1:24: commands.permission: "wirte" cannot stand here. Expected one of read, triage, write, maintain, admin. Did you mean "write"?',
    ],
  ],
  [
    'no permission',
    ['commands: {permission: none}'],
    [
      'muster.yml:1:24: commands.permission: "none" cannot stand here. Expected one of read, triage, write, maintain, admin. Write it in that form, or remove the line.',
    ],
  ],
  [
    'an unknown command',
    ['commands: {open: [ack, /tmeline]}'],
    [
      'muster.yml:1:24: commands.open[1]: "/tmeline" cannot stand here. Expected one of link, timeline, brief, recap, action, ack. Did you mean "timeline"?',
    ],
  ],
  [
    'a command that is no low risk',
    ['commands: {open: [severity]}'],
    [
      'muster.yml:1:19: commands.open[0]: "severity" cannot stand here. Expected one of link, timeline, brief, recap, action, ack. Write it in that form, or remove the line.',
    ],
  ],
  [
    'a team without organisation',
    ['commands: {teams: [on-call]}'],
    [
      'muster.yml:1:20: commands.teams[0]: "on-call" cannot stand here. Expected organisation/team. Write it in that form, or remove the line.',
    ],
  ],
  [
    'a bot with a space',
    ['commands: {bots: [a b]}'],
    [
      'muster.yml:1:19: commands.bots[0]: "a b" cannot stand here. Expected a bot\'s login, such as renovate or "renovate[bot]". Write it in that form, or remove the line.',
    ],
  ],
  [
    'a duration without unit',
    ['reminders: {severity_after: 10}'],
    [
      'muster.yml:1:29: reminders.severity_after: "10" cannot stand here. Expected a whole number of minutes or hours, such as 10m or 1h, or false. Write one of these, or remove the line.',
    ],
  ],
  [
    'a duration in words',
    ['reminders: {severity_after: 10 minutes}'],
    [
      'muster.yml:1:29: reminders.severity_after: "10 minutes" cannot stand here. Expected a whole number of minutes or hours, such as 10m or 1h. Write it in that form, or remove the line.',
    ],
  ],
  [
    'a path that leaves the repository',
    ['templates: {board: ../board.liquid}'],
    [
      'muster.yml:1:20: templates.board: "../board.liquid" cannot stand here. Expected the path of a .liquid file in the repository of this file. Write it in that form, or remove the line.',
    ],
  ],
  [
    'a path from the root',
    ['templates: {board: /board.liquid}'],
    [
      'muster.yml:1:20: templates.board: "/board.liquid" cannot stand here. Expected the path of a .liquid file in the repository of this file. Write it in that form, or remove the line.',
    ],
  ],
  [
    'a template of another kind',
    ['templates: {postmortem: postmortem.md}'],
    [
      'muster.yml:1:25: templates.postmortem: "postmortem.md" cannot stand here. Expected the path of a .liquid file in the repository of this file. Write it in that form, or remove the line.',
    ],
  ],
  [
    'updates as a number',
    ['audiences: {external: {updates: 30}}'],
    [
      'muster.yml:1:33: audiences.external.updates: "30" cannot stand here. Expected keys such as soonest and latest, or false. Write one of these, or remove the line.',
    ],
  ],
  [
    'a misspelt key of updates',
    ['severities: {sev1: {updates: {external: {lastest: 30m}}}}'],
    [
      'muster.yml:1:42: severities.sev1.updates.external.lastest: "lastest" is not a key here. Expected one of soonest, latest, then_lead, required. Did you mean "latest"?',
    ],
  ],
])('%s', (_, texts, problems) => {
  expect(problemsOf(texts)).toEqual(problems);
});
