/**
 * Intents: what is about to be written on GitHub, committed before the request goes out. A write that failed or timed out may have happened,
 * so an intent that is still open after a crash tells what to look for before writing again (E2).
 */
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Instant } from '../core/incident/record.ts';
import { type Attempt, renewal, writeClaimed } from './claim.ts';
import { type InJson, toColumn, toInstant, toJson } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import { type Statement, send, statement } from './statement.ts';
import type { Database, Tables } from './tables.ts';

export interface StoredEffect {
  /** Chosen by the caller, unique for ever. */
  readonly id: string;
  readonly document: string;
  readonly kind: string;
  readonly state: 'pending' | 'doubtful';
  readonly startedAt: Instant;
}

/** Commit this before the request is sent. Throws ClaimLost in a run that is not the incident's any more. */
export async function beginEffect(
  db: Database,
  key: IncidentKey,
  effect: Omit<StoredEffect, 'state'>,
): Promise<void> {
  const begun = { ...key, ...effect, startedAt: toColumn(effect.startedAt) };
  await writeClaimed((attempt) =>
    send(db, attempt === null ? beginUnclaimed(begun) : beginClaimed({ ...begun, ...attempt })),
  );
}

type Begun = IncidentKey & Pick<StoredEffect, 'id' | 'document' | 'kind'> & { readonly startedAt: Date };

function insertion(begun: Begun): RawBuilder<unknown> {
  return sql`insert into muster.effect (id, repository_id, number, document, kind, state, started_at)
    select ${begun.id}::text, ${begun.repositoryId}::bigint, ${begun.number}::integer, ${begun.document}::text,
      ${begun.kind}::text, 'pending', ${begun.startedAt}::timestamptz`;
}

const beginUnclaimed = statement((_db, begun: Begun) => insertion(begun));

const beginClaimed = statement(
  (_db, begun: Begun & Attempt) =>
    sql`with claim as (${renewal(begun)}) ${insertion(begun)} from claim returning id`,
);

/** It happened; `answer` is what GitHub said, JSON-able. */
export function finished(id: string, at: Instant, answer: unknown): Statement {
  return finish({ id, at: toColumn(at), answer: toJson(answer ?? null) });
}

const finish = statement((db, done: { id: string; at: Date; answer: string }) =>
  db
    .updateTable('effect')
    .set({ state: 'done', finished_at: done.at, answer: done.answer })
    .where('id', '=', done.id),
);

/** It may have happened: a time-out, a broken connection, a 5xx. */
export async function doubtEffect(db: Database, id: string): Promise<void> {
  await db.updateTable('effect').set({ state: 'doubtful' }).where('id', '=', id).execute();
}

/** It certainly did not happen, or was found not to have. */
export async function dropEffect(db: Database, id: string): Promise<void> {
  await db.deleteFrom('effect').where('id', '=', id).execute();
}

type Row = Pick<Selectable<Tables['effect']>, 'id' | 'document' | 'kind' | 'state' | 'started_at'>;

/** One that is still open: of a run that died, or doubtful. */
export function effectOf(row: Row | InJson<Row>): StoredEffect {
  return {
    id: row.id,
    document: row.document,
    kind: row.kind,
    state: row.state === 'pending' ? 'pending' : 'doubtful',
    startedAt: toInstant(row.started_at),
  };
}

/** Deletes what is done since before `instant`. */
export async function trimEffects(db: Database, instant: Instant): Promise<void> {
  await db
    .deleteFrom('effect')
    .where('state', '=', 'done')
    .where('finished_at', '<', toColumn(instant))
    .execute();
}
