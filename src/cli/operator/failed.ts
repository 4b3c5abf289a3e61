/** `failed`: the runs that were given up, then what GitHub refuses for good. */
import { type GivenUp, listGivenUp } from '../../store/given-up.ts';
import { type ListedRefusal, listRefusals } from '../../store/refusals.ts';
import type { Store } from '../../store/store.ts';
import { keyWords } from './key-words.ts';

/** Three lines: which, when and how often, why. */
function lines({ key, repository, at, runs, tries, why }: GivenUp): string {
  const often = `${tries} ${tries === 1 ? 'try' : 'tries'}${runs === 1 ? '' : `, ${runs} runs in a row`}`;
  return `${keyWords(key, repository)}\n  given up ${at.round('second').toString()} after ${often}\n  ${why}`;
}

/** Three lines: which, what and since when, GitHub's answer. */
function refusalLines({ key, repository, effect, since, status, message }: ListedRefusal): string {
  const said = `${status} ${message}`.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return `${keyWords(key, repository)}\n  refused since ${since.round('second').toString()}: ${effect}\n  ${said}`;
}

export async function failed(store: Store): Promise<string> {
  const all = [
    ...(await listGivenUp(store.db)).map(lines),
    ...(await listRefusals(store.db)).map(refusalLines),
  ];
  return all.length === 0 ? 'no run was given up' : all.join('\n');
}
