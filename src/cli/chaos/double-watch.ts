/**
 * Sees every document at the moment in which it comes to stand on GitHub, by the webhook that tells of it, and notes when one of the same name stands there
 * already: also one that is taken away again later, which the end of a run does not show any more.
 */
import type { Exchange } from '../../local-github/local-github.ts';
import { documentName, MUSTER } from './players/page.ts';

export interface Double {
  /** `acme/shop#41`, or the repository for issues. */
  readonly where: string;
  readonly name: string;
}

function field(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path)
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  return found;
}

export class DoubleWatch {
  readonly doubles: Double[] = [];
  /** By comment id: what it is, where. */
  readonly #standing = new Map<number, string>();
  readonly #names = new Map<string, number>();

  readonly see = (exchange: Exchange): void => {
    if (exchange.kind !== 'webhook' || exchange.event !== 'issue_comment') return;
    const { action, payload } = exchange;
    const id = Number(field(payload, 'comment', 'id'));
    if (action === 'deleted') this.#forget(id);
    if (action !== 'created' || field(payload, 'comment', 'user', 'login') !== MUSTER) return;
    const name = documentName(String(field(payload, 'comment', 'body')));
    const where = `${String(field(payload, 'repository', 'full_name'))}#${String(field(payload, 'issue', 'number'))}`;
    const key = `${String(field(payload, 'repository', 'id'))} ${where.split('#')[1]} ${name}`;
    const standing = this.#names.get(key) ?? 0;
    if (standing > 0) this.doubles.push({ where, name });
    this.#names.set(key, standing + 1);
    this.#standing.set(id, key);
  };

  #forget(id: number): void {
    const key = this.#standing.get(id);
    if (key === undefined) return;
    this.#standing.delete(id);
    this.#names.set(key, (this.#names.get(key) ?? 1) - 1);
  }
}
