/**
 * The low-risk commands, which a repository may open to everybody who can comment (A1): they add to the record, under their author's name,
 * and can be withdrawn. What changes who works, who is called, what is claimed to be over or where people are sent stays with those who
 * hold the permission. What is anybody's already needs no opening.
 */
import type { CommandName } from '../core/command/command.ts';

/** A row for each, so that the compiler asks about the next command. */
const IS_LOW_RISK: Readonly<Record<CommandName, boolean>> = {
  severity: false,
  impact: false,
  service: false,
  link: true,
  role: false,
  take: false,
  release: false,
  started: false,
  detected: false,
  diagnosed: false,
  mitigated: false,
  resolved: false,
  timeline: true,
  milestone: false,
  comms: false,
  channel: false,
  stakeholder: false,
  brief: true,
  recap: true,
  validate: false,
  pass: false,
  fail: false,
  action: true,
  done: false,
  ack: true,
  split: false,
  unsplit: false,
  subcommander: false,
  join: false,
  leave: false,
  merge: false,
  audit: false,
  status: false,
  help: false,
};

export const OPENABLE_COMMANDS: readonly string[] = Object.entries(IS_LOW_RISK)
  .filter(([, isLowRisk]) => isLowRisk)
  .map(([name]) => name);
