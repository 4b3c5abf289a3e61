/** What the incidents of a repository see of each other; `tables.ts` says what it means. */
export const neighbours: readonly string[] = [
  `create table muster.neighbour (
    repository_id bigint not null, number integer not null, is_open boolean not null, merged_into integer, claims integer[] not null,
    facts text not null, story text,
    primary key (repository_id, number))`,
  'create index neighbour_open on muster.neighbour (repository_id) where is_open',
  'create index neighbour_merged_into on muster.neighbour (repository_id, merged_into) where merged_into is not null',
  "create index neighbour_claims on muster.neighbour (repository_id) where claims <> '{}'",
];
