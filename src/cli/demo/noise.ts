/**
 * How much of the talk on an incident is Muster's (Q1). Everything counts that makes GitHub notify somebody and that nobody asked for: board, scribe and
 * communications comments, reminders, questions, requests to testers, pages of the journal. A reply answers a command of somebody and stands aside.
 */
import { MUSTER, type Snapshot } from './snapshot.ts';
import { documentKey } from './written-document.ts';

/** Comments by people for each one by Muster: no fewer. */
export const QUIET_ENOUGH = 5;

export interface Noise {
  /** Comments that stand. */
  readonly people: number;
  readonly muster: number;
  readonly replies: number;
}

export function noiseOf({ comments }: Pick<Snapshot, 'comments'>): Noise {
  const ours = comments.filter(({ author }) => author === MUSTER);
  const replies = ours.filter(({ body }) => documentKey(body).startsWith('reply:')).length;
  return { people: comments.length - ours.length, muster: ours.length - replies, replies };
}

/** Such as `comments: people 46, Muster 8 (1 for every 5.7), 6 replies to commands aside`. */
export function noiseLine({ people, muster, replies }: Noise): string {
  // rounded down: a budget that is missed must not look met
  const each = muster === 0 ? 'none' : `1 for every ${(Math.floor((people / muster) * 10) / 10).toFixed(1)}`;
  const aside = replies === 1 ? '1 reply to a command' : `${replies} replies to commands`;
  return `comments: people ${people}, Muster ${muster} (${each}), ${aside} aside`;
}
