import { EventEmitter, once } from 'node:events';
import { keyText } from '../../src/store/incident-key.ts';
import type { Queue, Run } from '../../src/store/queue.ts';
import { until } from './until.ts';

/** Stands in for the reconciler: records runs, and holds or fails them as told. */
export class Runs {
  /** Keys in the order in which runs began. */
  readonly keys: string[] = [];
  /** `<key> done`, `<key> failed` or `<key> aborted`, in the order in which runs ended. */
  readonly endings: string[] = [];
  /** Incidents that two runs worked at once. */
  readonly overlaps: string[] = [];
  readonly #active = new Set<string>();
  readonly #held = new Map<string, Promise<void>>();
  readonly #events = new EventEmitter();
  #failures = 0;
  readonly #work: () => Promise<void>;

  /** `work` is done in each run, so that it takes its time. */
  constructor(work: () => Promise<void> = async () => undefined) {
    this.#work = work;
  }

  readonly run: Run = async (key, signal) => {
    const text = keyText(key);
    if (this.#active.has(text)) this.overlaps.push(text);
    this.#active.add(text);
    this.keys.push(text);
    this.#events.emit('change');
    try {
      await this.#work();
      await Promise.race([
        this.#held.get(text),
        signal.aborted ? undefined : this.#held.has(text) && once(signal, 'abort'),
      ]);
      if (this.#failures > 0) {
        this.#failures -= 1;
        throw new Error('planned failure');
      }
      this.endings.push(`${text} ${signal.aborted ? 'aborted' : 'done'}`);
    } catch (error) {
      this.endings.push(`${text} failed`);
      throw error;
    } finally {
      this.#active.delete(text);
      this.#events.emit('change');
    }
  };

  /** The incident's runs wait until the returned function is called. */
  hold(text: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(text, promise);
    return resolve;
  }

  failNext(count: number): void {
    this.#failures = count;
  }

  async started(count: number): Promise<void> {
    while (this.keys.length < count) await once(this.#events, 'change');
  }

  async ended(count: number): Promise<void> {
    while (this.endings.length < count) await once(this.#events, 'change');
  }

  /** Until nothing waits and nothing runs. */
  async idle(queue: Queue): Promise<void> {
    await until(async () => {
      const { waiting, running } = await queue.idle();
      return waiting + running === 0;
    });
  }
}
