/** `retry [key …]`: puts runs that were given up, and incidents where GitHub refuses something, back into the queue; without a key, all of them. */
import { listGivenUp } from '../../store/given-up.ts';
import { type IncidentKey, keyText } from '../../store/incident-key.ts';
import { redrive } from '../../store/redrive.ts';
import { listRefusals } from '../../store/refusals.ts';
import type { Store } from '../../store/store.ts';
import { keyWords, readKey } from './key-words.ts';
import { Stopped } from './stopped.ts';

interface Listed {
  readonly key: IncidentKey;
  readonly repository: string | null;
}

/** Each incident once. */
async function list(store: Store): Promise<readonly Listed[]> {
  const all: readonly Listed[] = [...(await listGivenUp(store.db)), ...(await listRefusals(store.db))];
  return [...new Map(all.map((one) => [keyText(one.key), one])).values()];
}

/** Throws Stopped, with nothing done, when one of the names is not on the list. */
export async function retry(store: Store, names: readonly string[]): Promise<string> {
  const all = await list(store);
  const asked = new Set<string>();
  for (const name of names) {
    const key = keyText(await readKey(store.db, name));
    if (!all.some((one) => keyText(one.key) === key)) {
      throw new Stopped(`${name}: nothing of it was given up or refused; "failed" lists what was`);
    }
    asked.add(key);
  }
  const chosen = names.length === 0 ? all : all.filter((one) => asked.has(keyText(one.key)));
  if (chosen.length === 0) return 'no run was given up';
  await redrive(
    store,
    chosen.map(({ key }) => key),
  );
  const when = store.engine === 'postgres' ? 'runs as soon as a replica is free' : 'runs when Muster starts';
  return chosen.map(({ key, repository }) => `${keyWords(key, repository)}: ${when}`).join('\n');
}
