/** `failed`: the runs that were given up. */
import { type GivenUp, listGivenUp } from '../../store/given-up.ts';
import type { Store } from '../../store/store.ts';
import { keyWords } from './key-words.ts';

/** Three lines: which, when and how often, why. */
function lines({ key, repository, at, runs, tries, why }: GivenUp): string {
  const often = `${tries} ${tries === 1 ? 'try' : 'tries'}${runs === 1 ? '' : `, ${runs} runs in a row`}`;
  return `${keyWords(key, repository)}\n  given up ${at.round('second').toString()} after ${often}\n  ${why}`;
}

export async function failed(store: Store): Promise<string> {
  const all = await listGivenUp(store.db);
  return all.length === 0 ? 'no run was given up' : all.map(lines).join('\n');
}
