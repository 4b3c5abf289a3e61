/**
 * Rows of the table of commands that say what happened and who does what: classification, roles, instants, timeline.
 */
import type { CommandSpec } from './command-spec.ts';
import { parseImpact, parseLink, parseService, parseSeverity } from './parse-classification.ts';
import { parseEntry, parseStatedInstant } from './parse-entries.ts';
import { parseRelease, parseRole, parseTake } from './parse-roles.ts';

export const RECORDING: {
  readonly [
    N in
      | 'severity'
      | 'impact'
      | 'service'
      | 'link'
      | 'role'
      | 'take'
      | 'release'
      | 'started'
      | 'detected'
      | 'diagnosed'
      | 'mitigated'
      | 'resolved'
      | 'timeline'
      | 'milestone'
  ]: CommandSpec<N>;
} = {
  severity: {
    name: 'severity',
    group: 'Classify',
    usage: '/severity <severity>',
    summary: 'Says how grave it is; the label follows',
    examples: ['/severity sev2'],
    right: 'commander',
    takesText: false,
    parse: parseSeverity,
  },
  impact: {
    name: 'impact',
    group: 'Classify',
    usage: '/impact <text>',
    summary: 'Says who is blocked and how',
    examples: ['/impact About 30 % of EU carts fail at payment'],
    right: 'commander',
    takesText: true,
    parse: parseImpact,
  },
  service: {
    name: 'service',
    group: 'Classify',
    usage: '/service <service>…',
    summary: 'Names the services that are affected',
    examples: ['/service checkout', '/service checkout, payments'],
    right: 'commander',
    takesText: false,
    parse: parseService,
  },
  link: {
    name: 'link',
    group: 'Classify',
    usage: '/link <url> [text]',
    summary: 'Keeps an address that people will look for',
    examples: ['/link https://grafana.example/d/checkout Error rate of checkout'],
    right: 'commander',
    takesText: true,
    parse: parseLink,
  },
  role: {
    name: 'role',
    group: 'Roles',
    usage: '/role <role> <@login | me>… | none',
    summary: 'Says who holds a role, or that nobody does',
    examples: ['/role technical-lead @ben', '/role comms external @hank', '/role scribe none'],
    right: 'commander',
    takesText: false,
    parse: parseRole,
  },
  take: {
    name: 'take',
    group: 'Roles',
    usage: '/take <role>',
    summary: 'You take the role',
    examples: ['/take incident-lead', '/take comms leadership'],
    right: 'commander',
    takesText: false,
    parse: parseTake,
  },
  release: {
    name: 'release',
    group: 'Roles',
    usage: '/release <role>',
    summary: 'You give the role up',
    examples: ['/release scribe'],
    right: 'commander',
    takesText: false,
    parse: parseRelease,
  },
  started: {
    name: 'started',
    group: 'Instants',
    usage: '/started [time] [text]',
    summary: 'When it broke',
    examples: ['/started 10m ago', '/started 07:40 first failed payments'],
    right: 'commander',
    takesText: true,
    parse: parseStatedInstant('started'),
  },
  detected: {
    name: 'detected',
    group: 'Instants',
    usage: '/detected [time] [text]',
    summary: 'When somebody noticed',
    examples: ['/detected 5m ago', '/detected 08:00 by a customer’s report'],
    right: 'commander',
    takesText: true,
    parse: parseStatedInstant('detected'),
  },
  diagnosed: {
    name: 'diagnosed',
    group: 'Instants',
    usage: '/diagnosed [time] [text]',
    summary: 'When the cause was understood',
    examples: ['/diagnosed connection pool exhausted by deploy 4512'],
    right: 'commander',
    takesText: true,
    parse: parseStatedInstant('diagnosed'),
  },
  mitigated: {
    name: 'mitigated',
    group: 'Instants',
    usage: '/mitigated [time] [text]',
    summary: 'When it stopped hurting people',
    examples: ['/mitigated rollback finished', '/mitigated 2m ago'],
    right: 'commander',
    takesText: true,
    parse: parseStatedInstant('mitigated'),
  },
  resolved: {
    name: 'resolved',
    group: 'Instants',
    usage: '/resolved [time] [text]',
    summary: 'When it was over; closing the issue ends the incident',
    examples: ['/resolved error rate back to 0.1 %', '/resolved 2m ago'],
    right: 'commander',
    takesText: true,
    parse: parseStatedInstant('resolved'),
  },
  timeline: {
    name: 'timeline',
    group: 'Timeline',
    usage: '/timeline [time] [call:] <text>',
    summary: 'Writes an entry into the timeline',
    examples: [
      '/timeline 5m ago error rate at 34 % after deploy 4512',
      '/timeline 08:08 error rate at 34 %',
      '/timeline tech: the replica is promoted',
    ],
    right: 'commander',
    takesText: true,
    parse: parseEntry('timeline'),
  },
  milestone: {
    name: 'milestone',
    group: 'Timeline',
    usage: '/milestone [time] [call:] <text>',
    summary: 'Writes an entry that belongs in the summary',
    examples: ['/milestone rollback of deploy 4512 started', '/milestone 08:09 rollback started'],
    right: 'commander',
    takesText: true,
    parse: parseEntry('milestone'),
  },
};
