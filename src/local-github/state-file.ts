/**
 * Keeps the rows in a file, so that a restarted local GitHub knows them and gives out no id twice. Written whole, beside the old
 * one and then renamed over it: a kill leaves the old or the new state, never half of one.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Store, StoredState } from './store.ts';

const VERSION = 1;

/** Real milliseconds between a change and its being on disk. */
const DELAY = 200;

export class StateFile {
  readonly #path: string;
  readonly #store: Store;
  #timer: NodeJS.Timeout | null = null;

  constructor(path: string, store: Store) {
    this.#path = path;
    this.#store = store;
  }

  /** True when there was a state. Throws on a file that is not one. */
  load(): boolean {
    if (!existsSync(this.#path)) return false;
    const stored: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
    if (!isState(stored))
      throw new RangeError(`${this.#path} is not a state file of this version: delete it to start anew`);
    this.#store.load(stored.state);
    return true;
  }

  touch(): void {
    this.#timer ??= setTimeout(() => {
      this.flush();
    }, DELAY);
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const beside = `${this.#path}.new`;
    // it holds tokens and the webhook's secret
    writeFileSync(beside, JSON.stringify({ version: VERSION, state: this.#store.dump() }), { mode: 0o600 });
    renameSync(beside, this.#path);
  }
}

function isState(value: unknown): value is { state: StoredState } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'state' in value &&
    'version' in value &&
    value.version === VERSION
  );
}
