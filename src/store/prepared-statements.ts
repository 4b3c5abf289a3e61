/**
 * PGlite reads and plans every statement anew, which takes several times as long as running it. Muster has few statements and says them often, so one
 * that comes again is prepared, once, and from then on only executed. PGlite has one session for its whole life, and asks for a statement in messages of
 * PostgreSQL's protocol: these are answered here from what is known, or sent under the name of the prepared statement.
 *
 *   Parse (text)   Describe statement   Bind   Describe portal   Execute   Sync      as PGlite sends them, one after the other
 *   known          known                named  known             sent      sent      when the text was prepared
 *
 * A plan suits the sizes that the tables had when it was made, so now and then all plans are made anew.
 */
import { type PGlite, protocol } from '@electric-sql/pglite';

/** Often enough to be worth a name: bulk inserts come in many lengths, and each length is another text. */
const PREPARED_FROM = 3;
/** Texts that are counted; PostgreSQL keeps a plan for each that is prepared. */
const MOST = 500;
/** Executions with one set of plans. */
const PLANNED_FOR = 5_000;

type Send = PGlite['execProtocolStream'];
type Messages = Awaited<ReturnType<Send>>;

interface Statement {
  readonly name: string;
  times: number;
  isPrepared: boolean;
  /** What PostgreSQL said of its parameters and columns. */
  statement: Messages | null;
  portal: Messages | null;
}

const [PARSE, DESCRIBE, BIND, SYNC] = ['P', 'D', 'B', 'S'].map((letter) => letter.codePointAt(0));
const OF_STATEMENT = 'S'.codePointAt(0);

/** A message is a letter, its length in four bytes, and its fields; texts end with a zero. */
const FIELDS = 5;

/** The text of a Parse without a name and without types, or null. */
function textOf(message: Buffer): string | null {
  const end = message.indexOf(0, FIELDS + 1);
  const isPlain = message[FIELDS] === 0 && message.length === end + 3 && message.readInt16BE(end + 1) === 0;
  return isPlain ? message.toString('utf8', FIELDS + 1, end) : null;
}

/** A Bind of the nameless portal to the nameless statement, to the named one instead. */
function bindTo(name: string, message: Buffer): Uint8Array {
  const bound = Buffer.concat([
    message.subarray(0, FIELDS + 1),
    Buffer.from(name),
    message.subarray(FIELDS + 1),
  ]);
  bound.writeInt32BE(bound.length - 1, 1);
  return bound;
}

/** From now on, and for the life of the instance. Call it when nobody changes tables any more: a plan knows their columns. */
export function prepareStatements(lite: PGlite): void {
  const send: Send = lite.execProtocolStream.bind(lite);
  const known = new Map<string, Statement>();
  let current: Statement | null = null;
  let executions = 0;

  const statementOf = (text: string | null): Statement | null => {
    if (text === null) return null;
    let statement = known.get(text);
    if (statement === undefined) {
      if (known.size >= MOST) return null;
      statement = {
        name: `muster_${known.size}`,
        times: 0,
        isPrepared: false,
        statement: null,
        portal: null,
      };
      known.set(text, statement);
    }
    statement.times += 1;
    return statement.times < PREPARED_FROM ? null : statement;
  };

  const parse = async (message: Buffer, ...rest: OptionsOf<Send>): Promise<Messages> => {
    const text = textOf(message);
    const statement = statementOf(text);
    if (statement === null || text === null) return send(message, ...rest);
    if (executions >= PLANNED_FOR) {
      executions = 0;
      await send(protocol.serialize.query('discard plans'), { ...rest[0], throwOnError: false });
    }
    if (!statement.isPrepared) {
      await send(protocol.serialize.parse({ name: statement.name, text }), ...rest);
      statement.isPrepared = true;
    }
    current = statement;
    return [];
  };
  const describe = async (
    message: Buffer,
    statement: Statement,
    ...rest: OptionsOf<Send>
  ): Promise<Messages> => {
    if (message[FIELDS] !== OF_STATEMENT) return (statement.portal ??= await send(message, ...rest));
    const named = protocol.serialize.describe({ type: 'S', name: statement.name });
    return (statement.statement ??= await send(named, ...rest));
  };

  // one query at a time: PGlite sees to that
  lite.execProtocolStream = async (bytes, ...rest) => {
    const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [kind] = message;
    if (kind === PARSE) {
      current = null;
      return parse(message, ...rest);
    }
    if (current === null) return send(bytes, ...rest);
    if (kind === DESCRIBE) return describe(message, current, ...rest);
    if (kind === BIND) return send(bindTo(current.name, message), ...rest);
    if (kind === SYNC) {
      current = null;
      executions += 1;
    }
    return send(bytes, ...rest);
  };
}

type OptionsOf<F> = F extends (message: Uint8Array, ...rest: infer R) => unknown ? R : never;
