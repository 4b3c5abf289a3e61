/** The first set of tables; `tables.ts` says what they mean. */
export const first: readonly string[] = [
  `create table muster.incident (
    repository_id bigint not null, number integer not null,
    revision bigint not null default 1, stale_mark bigint not null default 1, read_mark bigint not null default 0,
    stale_reason text, read_at timestamptz, wake_at timestamptz, gone jsonb,
    primary key (repository_id, number))`,
  'create index incident_wake_at on muster.incident (wake_at) where wake_at is not null',
  `create table muster.issue (
    repository_id bigint not null, number integer not null, id bigint not null, node_id text not null,
    title text not null, body text not null, author jsonb not null, created_at timestamptz not null, updated_at timestamptz not null,
    state text not null, state_reason text, closed_at timestamptz, labels jsonb not null, assignees jsonb not null,
    is_locked boolean not null, is_pull_request boolean not null, url text not null,
    primary key (repository_id, number))`,
  `create table muster.comment (
    repository_id bigint not null, number integer not null, id bigint not null, node_id text not null,
    author jsonb not null, created_at timestamptz not null, updated_at timestamptz not null, body text not null, url text not null,
    editor jsonb, former text, deleted_at timestamptz, deleted_by jsonb, deletion text, doubt integer not null default 0,
    first_revision bigint not null,
    primary key (repository_id, number, id))`,
  `create table muster.issue_event (
    repository_id bigint not null, number integer not null, id text not null, facts jsonb not null,
    primary key (repository_id, number, id))`,
  `create table muster.journal (
    repository_id bigint not null, number integer not null, seq integer not null, entry jsonb not null,
    primary key (repository_id, number, seq))`,
  `create table muster.document (
    repository_id bigint not null, number integer not null, key text not null, kind text not null, id bigint not null,
    on_number integer not null, node_id text not null, url text not null, body_hash text not null, once text, state text not null,
    primary key (repository_id, number, key))`,
  `create table muster.memo (
    repository_id bigint not null, number integer not null, key text not null, value bigint,
    primary key (repository_id, number, key))`,
  `create table muster.effect (
    id text primary key, repository_id bigint not null, number integer not null, document text not null, kind text not null,
    state text not null, started_at timestamptz not null, finished_at timestamptz, answer jsonb)`,
  'create index effect_incident on muster.effect (repository_id, number)',
  `create table muster.repository (
    id bigint primary key, owner text not null, name text not null, is_private boolean not null, installation_id bigint,
    is_archived boolean not null default false, is_removed boolean not null default false)`,
  'create index repository_installation on muster.repository (installation_id)',
  `create table muster.permission (
    repository_id bigint not null, login text not null, permission text not null, checked_at timestamptz not null,
    primary key (repository_id, login))`,
  `create table muster.policy (
    repository_id bigint primary key, version text, policy jsonb not null, loaded_at timestamptz not null)`,
  `create table muster.delivery (
    id text primary key, event text not null, action text, key text, received_at timestamptz not null, outcome text not null)`,
  'create index delivery_received_at on muster.delivery (received_at)',
  // every process keeps the numbers of known incidents and the policies' labels in memory
  `create function muster.tell_incident() returns trigger language plpgsql as $$
    begin perform pg_notify('muster_incident', new.repository_id || '#' || new.number); return null; end $$`,
  `create trigger tell_incident after insert on muster.incident for each row execute function muster.tell_incident()`,
  `create function muster.tell_policy() returns trigger language plpgsql as $$
    begin perform pg_notify('muster_policy', coalesce(new.repository_id, old.repository_id)::text); return null; end $$`,
  `create trigger tell_policy after insert or update or delete on muster.policy for each row execute function muster.tell_policy()`,
];
