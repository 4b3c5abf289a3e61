/**
 * PGlite as the other end of a connection of `pg`, so that both engines have one client: what is written is PostgreSQL's protocol, and so is what comes back.
 * All that goes out in one write is one call into PGlite, which costs less than its own interface does for a single statement.
 *
 * PGlite is one session for its whole life, and speaks as one that is logged in already. So the start of a connection is answered here, and leaves the session
 * as a new one: nothing open, nothing prepared.
 */
import { Duplex } from 'node:stream';
import { type PGlite, protocol } from '@electric-sql/pglite';

/** AuthenticationOk, then ReadyForQuery outside of a transaction: a letter, the length, and what it says. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
const TERMINATE = 'X'.codePointAt(0);
/** Every message begins with its letter, but the first of a connection, which begins with its length. */
const STARTUP = 0;

interface Chunk {
  readonly chunk: Buffer;
}

type Done = (error?: Error | null) => void;

class EmbeddedStream extends Duplex {
  readonly #lite: PGlite;

  constructor(lite: PGlite) {
    super();
    this.#lite = lite;
  }

  /** As a socket does; there is nowhere to connect to. */
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {
    // whatever PGlite says was pushed when it said it
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    void this.#answer(chunk, done);
  }

  override _writev(chunks: readonly Chunk[], done: Done): void {
    void this.#answer(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  async #answer(message: Buffer, done: Done): Promise<void> {
    try {
      await this.#take(message);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    done();
  }

  async #take(message: Buffer): Promise<void> {
    const [letter] = message;
    if (letter === TERMINATE) {
      this.push(null);
    } else if (letter === STARTUP) {
      await this.#run(protocol.serialize.query('rollback; deallocate all'), () => undefined);
      this.push(WELCOME);
    } else {
      const answer: Buffer[] = [];
      // a part is a view of PGlite's memory, which the next one overwrites
      await this.#run(message, (part) => answer.push(Buffer.from(part)));
      this.push(answer.length === 1 ? answer[0] : Buffer.concat(answer));
    }
  }

  /**
   * In turn with what PGlite does by itself. Its answer is taken as it comes: of what PGlite collects it reads every message, as the client does. Its files are
   * those of the folder, so none have to be brought there.
   */
  async #run(message: Uint8Array, onRawData: (part: Uint8Array) => void): Promise<void> {
    const options = { syncToFs: false, onRawData };
    await this.#lite.runExclusive(async () => this.#lite.execProtocolRawStream(message, options));
  }
}

/** For `stream` of a client's configuration. */
export function streamTo(lite: PGlite): Duplex {
  return new EmbeddedStream(lite);
}
