/**
 * The tables as Kysely sees them; `migrations/` creates them. Everything here is a cache of GitHub or work to do: it may be deleted at any
 * time and comes back (E1). No foreign keys: rows arrive in the order of webhooks, which is any order.
 *
 * `incident` is the row that is locked before anything of an incident is written. Its counters only grow:
 *   revision                  one step for each transaction that touched the incident
 *   stale_mark > read_mark    the issue's timeline must be read in full; a mark set during a read survives it
 */
import type { ColumnType, Generated, Kysely } from 'kysely';
import type { Account, Permission } from '../core/incident/account.ts';
import type { JournalEntry } from '../core/incident/journal.ts';
import type { IssueEventFacts } from '../core/incident/record.ts';
import type { Policy } from '../core/policy.ts';

/** Written as JSON text, read as the value; instants inside come back as ISO text. */
type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>;

/** What JSON makes of a value that holds instants. */
export type Written<T> = T extends Temporal.Instant
  ? string
  : T extends object
    ? { [K in keyof T]: Written<T[K]> }
    : T;

/** Why an issue is no longer where it was (D8). */
export interface Gone {
  readonly how: 'deleted' | 'transferred';
  /** Where it went, when GitHub said so. */
  readonly url: string | null;
}

interface OfIncident {
  repository_id: number;
  number: number;
}

interface IncidentTable extends OfIncident {
  revision: Generated<number>;
  stale_mark: Generated<number>;
  read_mark: Generated<number>;
  stale_reason: string | null;
  /** When the last full read began. */
  read_at: Date | null;
  wake_at: Date | null;
  gone: JsonOrNull<Gone>;
}

interface IssueTable extends OfIncident {
  id: number;
  node_id: string;
  title: string;
  body: string;
  author: Json<Account>;
  created_at: Date;
  updated_at: Date;
  state: 'open' | 'closed';
  state_reason: string | null;
  closed_at: Date | null;
  labels: Json<readonly string[]>;
  assignees: Json<readonly Account[]>;
  is_locked: boolean;
  is_pull_request: boolean;
  url: string;
}

export interface CommentTable extends OfIncident {
  id: number;
  node_id: string;
  author: Json<Account>;
  created_at: Date;
  updated_at: Date;
  body: string;
  url: string;
  editor: JsonOrNull<Account>;
  /** The text before the last change, where known. */
  former: string | null;
  deleted_at: Date | null;
  deleted_by: JsonOrNull<Account>;
  /** `told` by a webhook: final. `inferred` from its absence in a full read: taken back when it shows up again. */
  deletion: 'told' | 'inferred' | null;
  /** 0, or one step for each version that cannot be ordered against the stored one: read the comment again. */
  doubt: number;
  /** The incident's revision when the row was first stored. */
  first_revision: number;
}

interface IssueEventTable extends OfIncident {
  id: string;
  facts: Json<Written<IssueEventFacts>>;
}

interface JournalTable extends OfIncident {
  seq: number;
  entry: Json<Written<JournalEntry>>;
}

interface DocumentTable extends OfIncident {
  key: string;
  kind: 'comment' | 'issue';
  /** Comment id, or issue id. */
  id: number;
  /** The number of an issue document; of a comment, the issue it stands on. */
  on_number: number;
  node_id: string;
  url: string;
  body_hash: string;
  /** The token of documents that are written once. */
  once: string | null;
  state: 'current' | 'deleted';
}

/** What was done once and needs no document: a reaction's id, a pin, a link, an assignee that GitHub would not take. */
interface MemoTable extends OfIncident {
  key: string;
  value: number | null;
}

interface EffectTable extends OfIncident {
  id: string;
  document: string;
  kind: string;
  state: 'pending' | 'done' | 'doubtful';
  started_at: Date;
  finished_at: Date | null;
  answer: JsonOrNull<unknown>;
}

/** A write that GitHub refused for good, until it is done after all or not wanted any more. */
interface RefusalTable extends OfIncident {
  /** The kind of the write and what it was about, in one text. */
  effect: string;
  status: number;
  /** In GitHub's words. */
  message: string;
  /** Digest of what was to be written. */
  content: string;
  /** The incident's `read_mark` at the last try. */
  read_mark: number;
  since: Date;
  tried_at: Date;
}

/** What other incidents of the repository see of one (D6). */
interface NeighbourTable extends OfIncident {
  is_open: boolean;
  merged_into: number | null;
  /** Numbers of those that it takes in. */
  claims: number[];
  /** JSON, compared as text. */
  facts: string;
  /** JSON; null unless it is part of another. */
  story: string | null;
}

interface RepositoryTable {
  id: number;
  owner: string;
  name: string;
  is_private: boolean;
  installation_id: number | null;
  is_archived: Generated<boolean>;
  /** The App may no longer reach it: removed, suspended or uninstalled. */
  is_removed: Generated<boolean>;
  /** When the last resync that came to its end began. */
  synced_at: Date | null;
}

/** How far something that goes on for ever has come. */
interface CheckpointTable {
  name: string;
  reached_at: Date;
}

interface PermissionTable {
  repository_id: number;
  /** Lower case. */
  login: string;
  permission: Permission;
  checked_at: Date;
}

interface PolicyTable {
  repository_id: number;
  /** Names the files it was read from; null for the built-in defaults. */
  version: string | null;
  policy: Json<Policy>;
  loaded_at: Date;
}

interface DeliveryTable {
  id: string;
  event: string;
  action: string | null;
  /** `repositoryId#number` where one incident was concerned. */
  key: string | null;
  received_at: Date;
  outcome: string;
}

export interface Tables {
  incident: IncidentTable;
  issue: IssueTable;
  comment: CommentTable;
  issue_event: IssueEventTable;
  journal: JournalTable;
  document: DocumentTable;
  memo: MemoTable;
  effect: EffectTable;
  refusal: RefusalTable;
  neighbour: NeighbourTable;
  repository: RepositoryTable;
  permission: PermissionTable;
  policy: PolicyTable;
  delivery: DeliveryTable;
  checkpoint: CheckpointTable;
}

/** A connection, or an open transaction of one. All tables live in the schema `muster`. */
export type Database = Kysely<Tables>;
