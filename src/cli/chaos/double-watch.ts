/**
 * Sees every document at the moment in which it comes to stand on GitHub, by the webhook that tells of it, and notes when one of the same name stands there
 * already: also one that is taken away again later, which the end of a run does not show any more.
 */
import type { Exchange } from '../../local-github/local-github.ts';
import { documentName, MUSTER } from './players/page.ts';

export interface Sight {
  /** `acme/shop#41`: where it stands; of an issue, its own number. */
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
  /** Everything that Muster wrote anew, in order. */
  readonly written: Sight[] = [];
  readonly doubles: Sight[] = [];
  /** By comment id: what stands where. */
  readonly #standing = new Map<number, string>();
  readonly #names = new Map<string, number>();

  readonly see = (exchange: Exchange): void => {
    if (exchange.kind !== 'webhook') return;
    const { event, action, payload } = exchange;
    const what = event === 'issue_comment' ? 'comment' : 'issue';
    const id = Number(field(payload, what, 'id'));
    if (event === 'issue_comment' && action === 'deleted') this.#forget(id);
    const isNew =
      `${event}.${action}` === 'issue_comment.created' || `${event}.${action}` === 'issues.opened';
    if (!isNew || field(payload, what, 'user', 'login') !== MUSTER) return;
    const name = documentName(String(field(payload, what, 'body')));
    const number = String(field(payload, 'issue', 'number'));
    const sight = { where: `${String(field(payload, 'repository', 'full_name'))}#${number}`, name };
    this.written.push(sight);
    if (what === 'comment')
      this.#note(id, `${String(field(payload, 'repository', 'id'))} ${number} ${name}`, sight);
  };

  #note(id: number, key: string, sight: Sight): void {
    const standing = this.#names.get(key) ?? 0;
    if (standing > 0) this.doubles.push(sight);
    this.#names.set(key, standing + 1);
    this.#standing.set(id, key);
  }

  #forget(id: number): void {
    const key = this.#standing.get(id);
    if (key === undefined) return;
    this.#standing.delete(id);
    this.#names.set(key, (this.#names.get(key) ?? 1) - 1);
  }
}
