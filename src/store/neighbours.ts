/**
 * What the incidents of a repository see of each other (D6). Each one's own run writes its row, and only when it says something new; who sees that is woken
 * in the same transaction. Writers of one repository go one after the other, under a lock that is taken before any incident's row, so that of two that
 * appear in the same moment the later one sees the earlier.
 */
import { sql } from 'kysely';
import { type Neighbour, concerned } from '../core/incident/neighbour.ts';
import type { IncidentKey } from './incident-key.ts';
import { send, statement } from './statement.ts';
import type { Database } from './tables.ts';

/** Instants are the only texts under these names. */
function revive(name: string, value: unknown): unknown {
  const isInstant = typeof value === 'string' && (name === 'at' || name.endsWith('At'));
  return isInstant ? Temporal.Instant.from(value) : value;
}

/** What an incident shows to the others, as it is written. */
export interface Published {
  readonly facts: string;
  readonly story: string | null;
}

interface Row extends Published {
  readonly number: number;
}

/** By its text: an open incident is read by each run of every other, and says the same for long. */
const readBefore = new Map<string, Omit<Neighbour, 'story'>>();
/** Of texts of some hundred letters. */
const MOST_READ = 2_000;

function factsOf(text: string): Omit<Neighbour, 'story'> {
  const before = readBefore.get(text);
  if (before !== undefined) return before;
  // Written by `texts` below and by nothing else.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said
  const facts = JSON.parse(text, revive) as Omit<Neighbour, 'story'>;
  if (readBefore.size >= MOST_READ) readBefore.clear();
  readBefore.set(text, facts);
  return facts;
}

function read({ facts, story }: Row): Neighbour {
  if (story === null) return { ...factsOf(facts), story };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said
  return { ...factsOf(facts), story: JSON.parse(story, revive) as Neighbour['story'] };
}

function texts({ story, ...facts }: Neighbour): Published {
  // what PostgreSQL cannot keep (NUL, half a surrogate pair) JSON writes out
  return { facts: JSON.stringify(facts), story: story === null ? null : JSON.stringify(story) };
}

async function rowsOf(db: Database, repositoryId: number, numbers: readonly number[]): Promise<Row[]> {
  if (numbers.length === 0) return [];
  return await db
    .selectFrom('neighbour')
    .select(['number', 'facts', 'story'])
    .where('repository_id', '=', repositoryId)
    .where('number', '=', sql<number>`any(${[...numbers]}::integer[])`)
    .execute();
}

/** Numbers of those that an incident may matter to: open ones, its parts, and who claims it. */
async function numbersAround(db: Database, { repositoryId, number }: IncidentKey): Promise<number[]> {
  const of = db.selectFrom('neighbour').select('number').where('repository_id', '=', repositoryId);
  const rows = await of
    .where('is_open', '=', true)
    .union(of.where('merged_into', '=', number))
    .union(of.where('claims', '<>', sql<number[]>`'{}'`).where(sql<boolean>`${number} = any(claims)`))
    .execute();
  return rows.map((row) => row.number);
}

const loadAround = statement(
  (_db, { repositoryId, number, more }: IncidentKey & { readonly more: number[] }) => {
    const of = sql`select number from muster.neighbour where repository_id = ${repositoryId}`;
    return sql<{ rows: readonly (readonly [number, string, string | null])[] | null }>`
    select json_agg(json_build_array(number, facts, story) order by number) as rows from muster.neighbour
    where repository_id = ${repositoryId} and number in (${of} and is_open
      union ${of} and merged_into = ${number}
      union ${of} and claims <> '{}' and ${number} = any(claims)
      union select unnest(${more}::integer[]))`;
  },
);

/** By number, without the incident itself: those around it, those named in `more`, and the way up from each. */
export async function loadNeighbours(
  db: Database,
  key: IncidentKey,
  more: readonly number[] = [],
): Promise<Map<number, Neighbour>> {
  const asked = new Set([key.number, ...more]);
  const [first] = await send(db, loadAround({ ...key, more: [...asked] }));
  let rows = (first?.rows ?? []).map(([number, facts, story]) => read({ number, facts, story }));
  const found = new Map<number, Neighbour>();
  while (rows.length > 0) {
    for (const row of rows) found.set(row.number, row);
    const next = rows.flatMap(({ mergedInto }) => mergedInto ?? []);
    const above = [...new Set(next)].filter((number) => !found.has(number) && !asked.has(number));
    for (const number of above) asked.add(number);
    rows = (await rowsOf(db, key.repositoryId, above)).map(read);
  }
  found.delete(key.number);
  return found;
}

async function lockRepository(db: Database, repositoryId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`muster neighbours ${repositoryId}`}, 0))`.execute(
    db,
  );
}

async function loadOne(db: Database, { repositoryId, number }: IncidentKey): Promise<Row | undefined> {
  return (await rowsOf(db, repositoryId, [number]))[0];
}

/** Whether the row says so already. Many issues carry a label for a moment; one that never was an incident shows nothing. */
export function isPublished(published: Published | null, now: Neighbour | null): boolean {
  if (now === null || (published === null && now.phase === 'none')) return published === null;
  const { facts, story } = texts(now);
  return published?.facts === facts && published.story === story;
}

/**
 * Makes the row say `now`, or takes it away. Returns the numbers of the incidents that are to be woken; the incident's own where it has not seen all of the
 * others (`seen`) yet. Nothing new: writes nothing, returns []. Call first in its transaction.
 */
export async function publishNeighbour(
  db: Database,
  key: IncidentKey,
  now: Neighbour | null,
  seen: ReadonlySet<number>,
): Promise<readonly number[]> {
  const row = await loadOne(db, key);
  if (isPublished(row ?? null, now)) return [];
  const written = now === null ? null : texts(now);
  await lockRepository(db, key.repositoryId);
  const others = await rowsOf(db, key.repositoryId, await numbersAround(db, key));
  const around = others.map(read).filter(({ number }) => number !== key.number);
  if (now === null || written === null) {
    await db
      .deleteFrom('neighbour')
      .where('repository_id', '=', key.repositoryId)
      .where('number', '=', key.number)
      .execute();
  } else {
    const values = {
      is_open: now.phase === 'open',
      merged_into: now.mergedInto,
      claims: sql<number[]>`${now.claims.map(({ part }) => part)}::integer[]`,
      ...written,
    };
    await db
      .insertInto('neighbour')
      .values({ repository_id: key.repositoryId, number: key.number, ...values })
      .onConflict((conflict) => conflict.columns(['repository_id', 'number']).doUpdateSet(values))
      .execute();
  }
  return concerned(key.number, row === undefined ? null : read(row), now, around, seen);
}
