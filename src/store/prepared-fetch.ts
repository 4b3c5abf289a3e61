/**
 * pg-boss asks for work with one long statement that says everything in its text. PGlite's PostgreSQL takes 10 to 60 ms to read and plan it and one to
 * run it, each time a worker looks. So here it is prepared when it first comes, and executed by name from then on: PGlite has one session for its
 * whole life. A plan suits the sizes that the tables had when it was made, so now and then plans are made anew.
 */
import type { Db } from 'pg-boss';

/** The fetch, and nothing else of pg-boss's: one statement without parameters that takes rows nobody else has taken. */
const FETCH = /^[^;]*\bfor update of \w+ skip locked\b[^;]*$/iu;

/** Fetches with one plan: enough that planning no longer counts, few enough that a queue cannot outgrow its plan for long. */
const FETCHES_PER_PLAN = 500;

/** For a database that is one session. */
export function withPreparedFetch(database: Db): Db {
  const prepared = new Map<string, Promise<string>>();
  let statements = 0;
  let fetches = 0;

  const prepare = async (text: string): Promise<string> => {
    statements += 1;
    const name = `fetch_${statements}`;
    try {
      await database.executeSql(`prepare ${name} as ${text}`);
    } catch (error) {
      prepared.delete(text);
      throw error;
    }
    return name;
  };
  const nameOf = async (text: string): Promise<string> => {
    const name = prepared.get(text) ?? prepare(text);
    prepared.set(text, name);
    return name;
  };

  return {
    ...database,
    executeSql: async (text, values) => {
      if ((values?.length ?? 0) > 0 || !FETCH.test(text)) return database.executeSql(text, values);
      const name = await nameOf(text);
      fetches += 1;
      if (fetches % FETCHES_PER_PLAN === 0) await database.executeSql('discard plans');
      return database.executeSql(`execute ${name}`);
    },
  };
}
