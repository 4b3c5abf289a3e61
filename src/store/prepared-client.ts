/**
 * The database client of both engines: `pg`'s, with three things that cost nothing and save most of what a statement costs.
 *
 *   names       PostgreSQL reads and plans a statement anew each time, which takes several times as long as running it. Muster has few statements and says
 *               them often: one that comes again is prepared under a name, and from then on only executed.
 *   pipeline    statements that are asked for together go out together, without waiting for each other's answers. Each answers for itself.
 *   begin       goes out with the first statement after it. Nobody waits for its answer; where it fails, the connection is given up.
 *
 * A plan suits the sizes that the tables had when it was made, so now and then all plans are made anew. A statement that gives whole rows knows their columns:
 * when another replica's migration adds one, PostgreSQL refuses it once, and it is prepared under another name.
 */
import { Client, type ClientConfig, type QueryResult } from 'pg';

/** Often enough to be worth a name: bulk inserts come in many lengths, and each length is another text. */
const NAMED_FROM = 3;
/** Texts that are counted, and texts that are named; PostgreSQL keeps a plan for each that is. */
const MOST = 500;
/** Statements with one set of plans. */
const PLANNED_FOR = 5_000;

/** One statement that changes or reads rows, without anything after it. */
const ONE = /^\s*(?:select|insert|update|delete|with)\b[^;]*$/iu;

const seen = new Map<string, number>();
const names = new Map<string, string>();
let generation = 0;

function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  const times = (seen.get(text) ?? 0) + 1;
  if (times < NAMED_FROM || names.size >= MOST || !ONE.test(text)) {
    if (seen.size >= MOST) seen.clear();
    seen.set(text, times);
    return null;
  }
  seen.delete(text);
  const name = `muster_${generation}_${names.size}`;
  names.set(text, name);
  return name;
}

/** The rows of a prepared statement got another shape (0A000, a migration). Names are given anew, which prepares everything anew. */
export function isOutdated(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && error.code === '0A000' && /cached plan/u.test(error.message)
  );
}

function renew(): void {
  generation += 1;
  names.clear();
}

const BEGUN: QueryResult = { command: 'BEGIN', rowCount: null, oid: 0, fields: [], rows: [] };

type Answered = (error: Error | null, result?: QueryResult) => void;

/** To be given to a pool as its `Client`. */
export class PreparedClient extends Client {
  #isOpen = false;
  #isHeld = false;
  #statements = 0;

  constructor(config?: string | ClientConfig) {
    super({ ...(typeof config === 'string' ? { connectionString: config } : config), pipeline: true });
    const send = this.query.bind(this) as (...args: readonly unknown[]) => unknown;
    // the declared overloads are many, and are those of the method that it stands for
    Reflect.set(this, 'query', (first: unknown, values?: unknown, answered?: Answered) => {
      this.#hold();
      if (typeof first !== 'string') return send(first, values, answered);
      return this.#query(send, first, values, answered);
    });
  }

  #query(
    send: (...args: readonly unknown[]) => unknown,
    text: string,
    values: unknown,
    answered: Answered | undefined,
  ): unknown {
    const control = text.length < 10 ? text.toLowerCase() : '';
    if (control === 'begin' && answered === undefined) {
      this.#isOpen = true;
      Promise.resolve(send(text)).catch((error: unknown) => {
        this.connection.stream.destroy(error instanceof Error ? error : new Error(String(error)));
      });
      return Promise.resolve(BEGUN);
    }
    if (control === 'commit' || control === 'rollback') this.#isOpen = false;
    const name = nameOf(text);
    if (name === null) return send(text, values, answered);
    this.#statements += 1;
    if (this.#statements % PLANNED_FOR === 0) Promise.resolve(send('discard plans')).catch(() => undefined); // what broke tells the next one, too
    const again = this.#isOpen ? null : () => this.#query(send, text, values, answered);
    const config = { name, text, values };
    if (answered !== undefined)
      return send(config, (error: Error | null, result?: QueryResult) => {
        if (!isOutdated(error)) return answered(error, result);
        renew();
        if (again === null) answered(error, result);
        else again();
      });
    return Promise.resolve(send(config)).catch((error: unknown) => {
      if (!isOutdated(error)) throw error;
      renew();
      if (again === null) throw error;
      return again();
    });
  }

  /** What is asked for before anybody waits goes out in one write. */
  #hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    const { stream } = this.connection;
    stream.cork();
    process.nextTick(() => {
      this.#isHeld = false;
      stream.uncork();
    });
  }
}
