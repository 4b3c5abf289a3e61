/**
 * `/merge` (D6): this incident becomes part of another one of its repository, takes another in, or stands for itself again. Judged by what was known of
 * the other when it was written; the journal keeps the verdict, so that what the other became later does not undo it.
 */
import type { Command } from '../../command/command.ts';
import { type Neighbour, chainFrom } from '../neighbour.ts';
import { type Context, type Decision, accept, refuse } from './context.ts';

type Merge = Command & { readonly name: 'merge' };

const ANOTHER = 'the number of another incident of this repository';

/** `#43 is part of #42, and #42 of this incident`. */
function chainWords(chain: readonly number[]): string {
  const name = (n: number | undefined, index: number): string =>
    index === chain.length - 1 ? 'this incident' : `#${n}`;
  return chain
    .slice(0, -1)
    .map((n, index) => `#${n} ${index === 0 ? 'is part of' : 'of'} ${name(chain[index + 1], index + 1)}`)
    .join(', and ');
}

/** Why an issue is no incident that could be merged, or null. */
function unfit(number: number, other: Neighbour | null | undefined, isDrill: boolean): Decision | null {
  const example = `/merge ${number + 1}`;
  if (other === null) return refuse(`there is no issue #${number} in this repository`, ANOTHER, example);
  if (other === undefined) return null;
  if (other.phase === 'none')
    return refuse(
      `#${number} is not an incident`,
      `${ANOTHER}, or the incident label on #${number} first`,
      example,
    );
  if (other.phase === 'stood-down')
    return refuse(`#${number} is stood down`, `its label back first, or ${ANOTHER}`, example);
  if (other.isDrill !== isDrill) {
    const [this_, that] = isDrill ? ['a drill', 'not'] : ['real', 'a drill'];
    return refuse(`this incident is ${this_} and #${number} is ${that}`, 'drills with drills only', example);
  }
  return null;
}

function mergeInto(number: number, { state, around }: Context): Decision {
  if (state.merge?.into === number)
    return refuse(`this incident is part of #${number} already`, 'nothing more to do', '/merge none');
  const chain = chainFrom(number, around.find);
  const here = chain.indexOf(around.number);
  if (here > 0)
    return refuse(
      `${chainWords(chain.slice(0, here + 1))}: merged into each other, none would be left`,
      `an incident that is not part of this one, or “/merge none” on #${number} first`,
      `/merge ${number} here`,
    );
  return accept({ kind: 'merged', into: number, claim: null });
}

function takeIn(number: number, other: Neighbour | null | undefined, { state, around }: Context): Decision {
  if (other?.mergedInto === around.number)
    return refuse(`#${number} is part of this incident already`, 'nothing more to do', '/status');
  if (other?.mergedInto != null)
    return refuse(
      `#${number} is part of #${other.mergedInto}`,
      `“/merge none” on #${number} first, or take in #${other.mergedInto}`,
      `/merge ${other.mergedInto} here`,
    );
  const into = state.merge?.into ?? null;
  const chain = into === null ? [] : chainFrom(into, around.find);
  if (chain.includes(number))
    return refuse(
      `this incident is part of ${chain
        .slice(0, chain.indexOf(number) + 1)
        .map((n) => `#${n}`)
        .join(', and that of ')}: merged into each other, none would be left`,
      'an incident that this one is not part of, or this one by itself first',
      '/merge none',
    );
  return accept({ kind: 'took-in', part: number });
}

export function decideMerge({ target, isHere }: Merge, context: Context): Decision {
  const { state, around, isAccepted } = context;
  if (target === null) {
    return state.merge === null && !isAccepted
      ? refuse('this incident is part of no other', 'the number of one to make it part of', '/merge 12')
      : accept({ kind: 'parted', how: 'said' });
  }
  const { repository, number } = target;
  const happening = isHere
    ? ({ kind: 'took-in', part: number } as const)
    : ({ kind: 'merged', into: number, claim: null } as const);
  if (isAccepted) return accept(happening);
  if (repository !== null && repository.toLowerCase() !== around.repository.toLowerCase())
    return refuse(
      `#${number} stands in ${repository}, and only incidents of one repository are merged`,
      `${ANOTHER}; a link leads to the other one`,
      `/link https://…/${repository}/issues/${number}`,
    );
  if (number === around.number) return refuse('that is this very incident', ANOTHER, `/merge ${number + 1}`);
  if (state.phase === 'none' || state.phase === 'stood-down')
    return refuse(
      state.phase === 'none' ? 'this issue is not an incident' : 'this incident is stood down',
      'the incident label on it first',
      `/merge ${number}`,
    );
  const other = around.find(number);
  return (
    unfit(number, other, state.isDrill) ??
    (isHere ? takeIn(number, other, context) : mergeInto(number, context))
  );
}
