/** What GitHub refused for good; `tables.ts` says what it means. */
export const refusals: readonly string[] = [
  `create table muster.refusal (
    repository_id bigint not null, number integer not null, effect text not null, status integer not null, message text not null,
    content text not null, read_mark bigint not null, since timestamptz not null, tried_at timestamptz not null,
    primary key (repository_id, number, effect))`,
];
