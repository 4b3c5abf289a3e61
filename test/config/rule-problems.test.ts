/**
 * What settings must agree on: one row for each rule, with the whole message (K1).
 */
import { expect, test } from '@jest/globals';
import { problemsOf } from './problems-of.ts';
import type { Row } from './problems-of.ts';

test.each<Row>([
  [
    'a city for a zone',
    ['zone: Berlin'],
    [
      'muster.yml:1:7: zone: "Berlin" is not a time zone. Expected a time zone\'s name, such as Europe/Berlin. Did you mean "Europe/Berlin"?',
    ],
  ],
  [
    'a misspelt zone',
    ['zone: Europa/Berlin'],
    [
      'muster.yml:1:7: zone: "Europa/Berlin" is not a time zone. Expected a time zone\'s name, such as Europe/Berlin. Did you mean "Europe/Berlin"?',
    ],
  ],
  [
    'an offset for a zone',
    ['zone: +02:00'],
    [
      'muster.yml:1:7: zone: "+02:00" cannot stand here. Expected a time zone\'s name, such as Europe/Berlin. Write it in that form, or remove the line.',
    ],
  ],
  [
    'an unknown zone',
    ['zone: Moon/Tranquility'],
    [
      'muster.yml:1:7: zone: "Moon/Tranquility" is not a time zone. Expected a time zone\'s name, such as Europe/Berlin. Write the name of a city in the zone: continent/city.',
    ],
  ],
  [
    'a severity whose list of leaders is empty',
    ['severities: {sev1: {leaders: []}}'],
    [
      'muster.yml:1:30: severities.sev1.leaders: SEV-1 has an empty list of leaders, so nobody would be called. Expected at least one login, or null. Name those who are qualified to lead, or write null to leave the lead to whoever has it.',
    ],
  ],
  [
    'an organisation whose leaders the repository empties',
    ['severities: {sev2: {leaders: []}}', 'severities: {sev2: {leaders: [ines]}}'],
    [
      'muster.yml:1:30: severities.sev2.leaders: SEV-2 has an empty list of leaders, so nobody would be called. Expected at least one login, or null. Name those who are qualified to lead, or write null to leave the lead to whoever has it.',
    ],
  ],
  [
    'labels that differ by case',
    ['labels: {incident: Incident, drill: incident}'],
    [
      'muster.yml:1:37: labels.drill: The label "incident" is used by labels.incident and by labels.drill. Expected a label of its own for each, not differing by case only. Name another label for one of them.',
    ],
  ],
  [
    'a label that a severity has',
    ['labels: {incident: SEV1}'],
    [
      'muster.yml:1:20: labels.incident: The label "sev1" is used by labels.incident and by severities.sev1.label. Expected a label of its own for each, not differing by case only. Name another label for one of them.',
    ],
  ],
  [
    'a severity with the label of another',
    ['severities: {sev4: {label: sev3}}'],
    [
      'muster.yml:1:28: severities.sev4.label: The label "sev3" is used by severities.sev3.label and by severities.sev4.label. Expected a label of its own for each, not differing by case only. Name another label for one of them.',
    ],
  ],
  [
    'a short form of two roles',
    ['roles: {scribe: {aliases: [ic]}}'],
    [
      'muster.yml:1:27: roles.scribe.aliases: "ic" already means the role "incident-lead". Expected a word of its own for each role, not differing by case only. Write "incident-lead" if you mean that role, or choose another word for "scribe".',
    ],
  ],
  [
    'a short form with a meaning of its own',
    ['roles: {scribe: {aliases: [me]}}'],
    [
      'muster.yml:1:27: roles.scribe.aliases: "me" has a meaning of its own in commands. Expected another word. Choose another word.',
    ],
  ],
  [
    'a short form that is another role',
    ['roles: {scribe: {aliases: [tester]}}'],
    [
      'muster.yml:1:27: roles.scribe.aliases: "tester" already means the role "tester". Expected a word of its own for each role, not differing by case only. Write "tester" if you mean that role, or choose another word for "scribe".',
    ],
  ],
  [
    'a role called as another',
    ['roles: {scribe: {title: Technical lead}}'],
    [
      'muster.yml:1:25: roles.scribe.title: "technical-lead" already means the role "technical-lead". Expected a word of its own for each role, not differing by case only. Write "technical-lead" if you mean that role, or choose another word for "scribe".',
    ],
  ],
  [
    'a new role under the short form of another',
    ['roles: {lead: {duty: Leads}}'],
    [
      'muster.yml:1:9: roles.lead: "lead" already means the role "incident-lead". Expected a word of its own for each role, not differing by case only. Write "incident-lead" if you mean that role, or choose another word for "lead".',
    ],
  ],
  [
    'an audience called as another',
    ['audiences: {partners: {title: customers}}'],
    [
      'muster.yml:1:31: audiences.partners.title: "customers" already means the audience "external". Expected a word of its own for each audience, not differing by case only. Write "external" if you mean that audience, or choose another word for "partners".',
    ],
  ],
  [
    'a misspelt role',
    ['roles: {scrib: {title: Recorder}}'],
    [
      'muster.yml:1:9: roles.scrib: "scrib" is a new role and has no duty. Expected one of incident-lead, technical-lead, technical-assist, scribe, communication-lead, tester, or a new role with its duty. Did you mean "scribe"?',
    ],
  ],
  [
    'a new role without duty',
    ['roles: {dba: {title: DBA}}'],
    [
      'muster.yml:1:9: roles.dba: "dba" is a new role and has no duty. Expected one of incident-lead, technical-lead, technical-assist, scribe, communication-lead, tester, or a new role with its duty. Write its duty in one line.',
    ],
  ],
  [
    'a new severity without summary',
    ['severities: {minor: {title: Minor}}'],
    [
      'muster.yml:1:14: severities.minor: "minor" is a new severity and has no summary. Expected one of sev1, sev2, sev3, sev4, or a new severity with its summary. Write its summary in one line.',
    ],
  ],
  [
    'a new audience one letter from another',
    ['audiences: {externl: {title: partners}}'],
    [
      'muster.yml:1:13: audiences.externl: The new audience "externl" is one letter away from "external". Expected one of internal, external, leadership, or a word that nobody mistakes for these. Did you mean "external"?',
    ],
  ],
  [
    'a built-in role removed',
    ['roles: {scribe: false}'],
    [
      'muster.yml:1:9: roles.scribe: The built-in role "scribe" cannot be removed, for the process speaks of it. Expected a change of its title or duty. Remove the line.',
    ],
  ],
  [
    'a built-in role turned into something else',
    ['roles: {scribe: {per_audience: true}}'],
    [
      'muster.yml:1:32: roles.scribe.per_audience: What the built-in role "scribe" is cannot be changed. Expected false. Remove the line, or add a role of your own.',
    ],
  ],
  [
    'nobody to remove',
    ['audiences: {partners: false}'],
    [
      'muster.yml:1:13: audiences.partners: There is no audience "partners" to remove. Expected one of internal, external, leadership. Remove the line; to add one, write partners: {title: …}.',
    ],
  ],
  [
    'no severity left',
    ['severities: {sev1: false, sev2: false, sev3: false, sev4: false}'],
    [
      'muster.yml:1:1: severities: No severity is left. Expected at least one. Keep one of those you remove, or add your own.',
    ],
  ],
  [
    'no audience left',
    ['audiences: {internal: false, external: false, leadership: ~}'],
    [
      'muster.yml:1:1: audiences: No audience is left. Expected at least one. Keep one of those you remove, or add your own.',
    ],
  ],
  [
    'too many audiences',
    [
      `audiences: {${Array.from('abcdefghij', (letter) => `${letter.repeat(3)}: {title: ${letter}}`).join(', ')}}`,
    ],
    [
      'muster.yml:1:1: audiences: With the built-in ones these are 13 audiences. Expected at most 12. Remove some.',
    ],
  ],
  [
    'a reserved id',
    ['severities: {none: {summary: Nothing}}'],
    [
      'muster.yml:1:14: severities.none: "none" has a meaning of its own in commands. Expected another word. Choose another id.',
    ],
  ],
  [
    'graver than nobody',
    ['severities: {sev0: {summary: All is lost, graver_than: sev9}}'],
    [
      'muster.yml:1:56: severities.sev0.graver_than: "sev9" is no other severity. Expected one of sev1, sev2, sev3, sev4. Name the severity that comes right after it.',
    ],
  ],
  [
    'graver than itself',
    ['severities: {sev0: {summary: All is lost, graver_than: sev0}}'],
    [
      'muster.yml:1:56: severities.sev0.graver_than: "sev0" is no other severity. Expected one of sev1, sev2, sev3, sev4. Name the severity that comes right after it.',
    ],
  ],
  [
    'graver than each other',
    ['severities: {big: {summary: a, graver_than: huge}, huge: {summary: b, graver_than: big}}'],
    [
      'muster.yml:1:84: severities.huge.graver_than: "huge" cannot be placed before "big", which is placed elsewhere by a file. Expected one of sev1, sev2, sev3, sev4, big. Name the severity that comes right after it.',
    ],
  ],
  [
    'a postmortem from no severity',
    ['postmortem: {from_severity: sev5}'],
    [
      'muster.yml:1:29: postmortem.from_severity: "sev5" is not a severity here. Expected one of sev1, sev2, sev3, sev4. Name one of these.',
    ],
  ],
  [
    'a postmortem from a misspelt severity',
    ['postmortem: {from_severity: sevv3}'],
    [
      'muster.yml:1:29: postmortem.from_severity: "sevv3" is not a severity here. Expected one of sev1, sev2, sev3, sev4. Did you mean "sev3"?',
    ],
  ],
  [
    'a postmortem from a number',
    ['postmortem: {from_severity: 3}'],
    [
      'muster.yml:1:29: postmortem.from_severity: "3" cannot stand here. Expected a severity\'s id, such as sev3. Write it in that form, or remove the line.',
    ],
  ],
  [
    'the severity of postmortems removed',
    ['severities: {sev3: false}'],
    [
      'muster.yml:1:14: severities.sev3: "sev3" is removed, and postmortems open from it. Expected another severity in postmortem.from_severity: one of sev1, sev2, sev4. Add postmortem: {from_severity: sev4}, or keep it.',
    ],
  ],
  [
    'in the organisation',
    ['', 'zone: Berlin'],
    [
      'org.yml:1:7: zone: "Berlin" is not a time zone. Expected a time zone\'s name, such as Europe/Berlin. Did you mean "Europe/Berlin"?',
    ],
  ],
  [
    'what the organisation removed',
    ['severities: {sev3: false}', 'postmortem: {from_severity: sev3}'],
    [
      'muster.yml:1:14: severities.sev3: "sev3" is removed, and postmortems open from it. Expected another severity in postmortem.from_severity: one of sev1, sev2, sev4. Add postmortem: {from_severity: sev4}, or keep it.',
    ],
  ],
  [
    'a label that the organisation uses',
    ['labels: {drill: outage}', 'labels: {incident: outage}'],
    [
      'muster.yml:1:17: labels.drill: The label "outage" is used by labels.incident and by labels.drill. Expected a label of its own for each, not differing by case only. Name another label for one of them.',
    ],
  ],
  [
    'both files',
    ['zome: UTC', 'labels: {incidnet: x}'],
    [
      'muster.yml:1:1: zome: "zome" is not a key here. Expected one of severities, roles, audiences, labels, zone, commands, postmortem, reminders, templates. Did you mean "zone"?',
      'org.yml:1:10: labels.incidnet: "incidnet" is not a key here. Expected one of incident, drill, postmortem. Did you mean "incident"?',
    ],
  ],
  [
    'no tag but a number',
    ['severities: {sev1: {needs_testers: 1}}'],
    [
      'muster.yml:1:36: severities.sev1.needs_testers: "1" cannot stand here. Expected true or false. Write it in that form, or remove the line.',
    ],
  ],
  [
    'updates to an audience that is none',
    ['severities: {sev1: {updates: {extern: {latest: 30m}}}}'],
    [
      'muster.yml:1:31: severities.sev1.updates.extern: "extern" is not an audience here. Expected one of internal, external, leadership. Did you mean "external"?',
    ],
  ],
  [
    'an update that is due before it may come',
    ['audiences: {external: {updates: {latest: 20m}}}'],
    [
      'muster.yml:1:42: audiences.external.updates.latest: An update to "external" would be due after 20 minutes and be too soon before 30. Expected latest not shorter than soonest. Make latest longer or soonest shorter.',
    ],
  ],
  [
    'the same at one severity',
    ['severities: {sev1: {updates: {leadership: {soonest: 1h}}}}'],
    [
      'muster.yml:1:53: severities.sev1.updates.leadership.soonest: An update to "leadership" would be due after 30 minutes and be too soon before 60. Expected latest not shorter than soonest. Make latest longer or soonest shorter.',
    ],
  ],
  [
    'silence noticed too soon',
    ['reminders: {silence_after: 10m}'],
    [
      'muster.yml:1:28: reminders.silence_after: 10 minutes of silence are too short. Expected from 15m to 60m. Write 15m.',
    ],
  ],
  [
    'silence noticed too late',
    ['reminders: {silence_after: 2h}'],
    [
      'muster.yml:1:28: reminders.silence_after: 120 minutes of silence are too long. Expected from 15m to 60m. Write 60m.',
    ],
  ],
])('%s', (_, texts, problems) => {
  expect(problemsOf(texts)).toEqual(problems);
});
