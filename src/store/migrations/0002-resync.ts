/** What a resync remembers; `tables.ts` says what it means. */
export const resync: readonly string[] = [
  'alter table muster.repository add column synced_at timestamptz',
  'create index repository_synced_at on muster.repository (installation_id, synced_at)',
  'create table muster.checkpoint (name text primary key, reached_at timestamptz not null)',
];
