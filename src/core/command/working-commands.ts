/**
 * Rows of the table of commands that people work with: communications, validation, action items, calls, and finding one’s way.
 */
import type { CommandSpec } from './command-spec.ts';
import { parseAction, parseDone } from './parse-action.ts';
import { parseAudit } from './parse-audit.ts';
import { parseBare } from './parse-bare.ts';
import { parseBrief, parseRecap, parseStakeholder } from './parse-brief.ts';
import { parseAttendance, parseSplit, parseSubcommander, parseUnsplit } from './parse-calls.ts';
import { parseChannel, parseComms } from './parse-communications.ts';
import { parseMerge } from './parse-merge.ts';
import { parseFail, parsePass, parseValidate } from './parse-validation.ts';

export const WORKING: {
  readonly [
    N in
      | 'comms'
      | 'channel'
      | 'stakeholder'
      | 'brief'
      | 'validate'
      | 'pass'
      | 'fail'
      | 'action'
      | 'done'
      | 'ack'
      | 'split'
      | 'unsplit'
      | 'subcommander'
      | 'join'
      | 'leave'
      | 'merge'
      | 'recap'
      | 'audit'
      | 'status'
      | 'help'
  ]: CommandSpec<N>;
} = {
  comms: {
    name: 'comms',
    group: 'Communications',
    usage: '/comms <audience> [via <channel>] [time] <message>',
    summary: 'Logs what was told to an audience',
    examples: [
      '/comms external via "status page" We are investigating failed checkouts.',
      '/comms leadership 10m ago Checkout is down for EU customers, a rollback is running.',
    ],
    right: 'commander',
    takesText: true,
    parse: parseComms,
  },
  channel: {
    name: 'channel',
    group: 'Communications',
    usage: '/channel [main | audience] <url | name | "quoted name" | none>',
    summary: 'Names the one main channel where people work, or where an audience is told',
    examples: [
      '/channel main #inc-checkout',
      '/channel https://chat.example/inc-checkout',
      '/channel external "status page"',
    ],
    right: 'commander',
    takesText: false,
    parse: parseChannel,
  },
  stakeholder: {
    name: 'stakeholder',
    group: 'Communications',
    usage: '/stakeholder [audience] <name>… | none | remove <name>…',
    summary: 'Says who is told with an audience: people, groups, addresses',
    examples: [
      '/stakeholder external "support team" @gillian',
      '/stakeholder external remove @gillian',
      '/stakeholder leadership none',
    ],
    right: 'commander',
    takesText: false,
    parse: parseStakeholder,
  },
  brief: {
    name: 'brief',
    group: 'Communications',
    usage: '/brief [audience]',
    summary: 'Drafts what an audience does not know yet, ready to copy',
    examples: ['/brief external', '/brief'],
    right: 'commander',
    takesText: false,
    parse: parseBrief,
  },
  validate: {
    name: 'validate',
    group: 'Validation',
    usage: '/validate [text]',
    summary: 'Asks the testers to confirm that it is over',
    examples: ['/validate', '/validate please try cards with 3-D Secure'],
    right: 'commander',
    takesText: true,
    parse: parseValidate,
  },
  pass: {
    name: 'pass',
    group: 'Validation',
    usage: '/pass [text]',
    summary: 'A tester confirms',
    examples: ['/pass', '/pass twenty test orders went through'],
    right: 'commander',
    takesText: true,
    parse: parsePass,
  },
  fail: {
    name: 'fail',
    group: 'Validation',
    usage: '/fail <text>',
    summary: 'A tester says what still does not work',
    examples: ['/fail cards with 3-D Secure still time out'],
    right: 'commander',
    takesText: true,
    parse: parseFail,
  },
  action: {
    name: 'action',
    group: 'Action items',
    usage: '/action [kind:] <text> [@owner] [by <date>] [for:<programme>]',
    summary: 'Adds an action item to the postmortem',
    examples: [
      '/action fix: Raise an alarm on the pool’s limit @eric by 2026-12-01',
      '/action experiment: Kill one pool node under load @eric by friday for:resilience',
    ],
    right: 'commander',
    takesText: true,
    parse: parseAction,
  },
  done: {
    name: 'done',
    group: 'Action items',
    usage: '/done <number>',
    summary: 'Ticks an action item off',
    examples: ['/done 2'],
    right: 'commander',
    takesText: false,
    parse: parseDone,
  },
  ack: {
    name: 'ack',
    group: 'Reach people',
    usage: '/ack',
    summary: 'You have seen it and are on it',
    examples: ['/ack'],
    right: 'commander',
    takesText: false,
    parse: parseBare('ack'),
  },
  split: {
    name: 'split',
    group: 'Calls',
    usage: '/split [<call> [url]]…',
    summary: 'Opens a tech call and a comms call, or those named; with another link, a call moves',
    examples: [
      '/split',
      '/split tech https://meet.example/tech comms https://meet.example/comms',
      '/split tech-db https://meet.example/db',
    ],
    right: 'commander',
    takesText: false,
    parse: parseSplit,
  },
  unsplit: {
    name: 'unsplit',
    group: 'Calls',
    usage: '/unsplit [call]…',
    summary: 'Ends a call, or all of them; closing the incident does too',
    examples: ['/unsplit', '/unsplit tech-db'],
    right: 'commander',
    takesText: false,
    parse: parseUnsplit,
  },
  subcommander: {
    name: 'subcommander',
    group: 'Calls',
    usage: '/subcommander <call> <@login | me | none>',
    summary: 'Says who leads a call',
    examples: ['/subcommander tech @jonas', '/subcommander comms me'],
    right: 'commander',
    takesText: false,
    parse: parseSubcommander,
  },
  join: {
    name: 'join',
    group: 'Calls',
    usage: '/join <call>',
    summary: 'You are in a call from now on; the answer says what you missed',
    examples: ['/join tech'],
    right: 'commander',
    takesText: false,
    parse: parseAttendance('join'),
  },
  leave: {
    name: 'leave',
    group: 'Calls',
    usage: '/leave <call>',
    summary: 'You leave a call, once somebody else leads it',
    examples: ['/leave tech'],
    right: 'commander',
    takesText: false,
    parse: parseAttendance('leave'),
  },
  merge: {
    name: 'merge',
    group: 'Overlap',
    usage: '/merge #<number> [here] | none',
    summary:
      'Makes this incident part of another of this repository, or with “here” the other part of this one; none: for itself again',
    examples: ['/merge #41', '/merge #42 here', '/merge none'],
    right: 'commander',
    takesText: false,
    parse: parseMerge,
  },
  recap: {
    name: 'recap',
    group: 'Find your way',
    usage: '/recap [time | call]',
    summary: 'Says what happened since then, or since you last wrote',
    examples: ['/recap', '/recap 30m ago', '/recap tech'],
    right: 'commander',
    takesText: false,
    parse: parseRecap,
  },
  audit: {
    name: 'audit',
    group: 'Find your way',
    usage: '/audit [@login | me] [number]',
    summary: 'Lists what was commanded here: when, by whom, by which right, with which outcome',
    examples: ['/audit', '/audit @ben 20'],
    right: 'commander',
    takesText: false,
    parse: parseAudit,
  },
  status: {
    name: 'status',
    group: 'Find your way',
    usage: '/status',
    summary: 'Says where we stand',
    examples: ['/status'],
    right: 'anybody',
    takesText: false,
    parse: parseBare('status'),
  },
  help: {
    name: 'help',
    group: 'Find your way',
    usage: '/help',
    summary: 'Lists what you may do here',
    examples: ['/help'],
    right: 'anybody',
    takesText: false,
    parse: parseBare('help'),
  },
};
