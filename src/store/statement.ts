/**
 * Statements that are said often. Kysely builds a statement anew each time, which takes longer than the database takes to find a row by its key. These are
 * built once, with a mark in the place of each value, and from then on sent with the values.
 *
 * Several that write can go out as one (`sendAll`): it is done as a whole or not at all, and costs what one statement costs. Each sees the tables as they
 * were before all of them, so no two may write the same row.
 */
import {
  type Compilable,
  CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import type { Database, Tables } from './tables.ts';

export interface Statement<Row = unknown> {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Never there: the type of what it gives. */
  readonly row?: Row;
}

/** Stands where the value of this name goes. */
class Mark {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const builder: Database = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
}).withSchema('muster');

/** `build` only puts the values where they go, each by its name: what it gets are not the values. */
export function statement<Values extends object, Row>(
  build: (db: Database, values: Values) => Compilable<Row> | RawBuilder<Row>,
): (values: Values) => Statement<Row> {
  let built: { readonly text: string; readonly places: readonly unknown[] } | null = null;
  return (values) => {
    if (built === null) {
      const marks = new Proxy({}, { get: (_none, name) => new Mark(String(name)) });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said above
      const { sql, parameters } = build(builder, marks as Values).compile(builder);
      built = { text: sql, places: parameters };
    }
    const given = new Map<string, unknown>(Object.entries(values));
    const value = (place: unknown) => (place instanceof Mark ? given.get(place.name) : place);
    return { text: built.text, values: built.places.map(value) };
  };
}

export async function send<Row>(db: Database, { text, values }: Statement<Row>): Promise<Row[]> {
  return (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
}

/** None of them may begin with `with`. */
export async function sendAll(db: Database, statements: readonly Statement[]): Promise<void> {
  if (statements.length > 0) await send(db, asOne(statements));
}

function asOne(statements: readonly Statement[]): Statement {
  let before = 0;
  const texts = statements.map(({ text, values }) => {
    const shift = before;
    before += values.length;
    return shift === 0 ? text : text.replaceAll(/\$(\d+)/gu, (_all, n) => `$${Number(n) + shift}`);
  });
  const last = texts.pop() ?? '';
  const steps = texts.map((text, index) => `step_${index} as (${text})`);
  return {
    text: steps.length === 0 ? last : `with ${steps.join(', ')} ${last}`,
    values: statements.flatMap(({ values }) => values),
  };
}
