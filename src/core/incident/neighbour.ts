/**
 * What other incidents of the same repository see of one (D6): enough to judge a `/merge`, to send people to the main channel, to suggest related ones,
 * and, while it is part of another, its story. It is derived from the incident alone and published by its own run; nobody folds another's record.
 */
import { compareInstants } from '../compare-instants.ts';
import type { Account } from './account.ts';
import type { Instants, Part, Phase, TimelineEntry } from './incident.ts';
import type { Instant } from './record.ts';

/** `/merge #n here`: a comment on one incident that makes another part of it. It binds the other once its own run has read it. */
export interface Claim {
  /** The other's number. */
  readonly part: number;
  readonly comment: number;
  readonly at: Instant;
  readonly by: Account;
  /** Page of the comment. */
  readonly url: string;
}

/** Where people are sent. */
export interface Main {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  /** The one main channel (M4), or null: the issue itself. */
  readonly channel: string | null;
}

/** Instants of which the earliest of all parts counts. */
export const SHARED_INSTANTS = ['startedAt', 'detectedAt', 'declaredAt', 'acknowledgedAt'] as const;

export type SharedInstant = (typeof SHARED_INSTANTS)[number];

/** What a part brings into the incident that it is part of: its own, and what its own parts brought. */
export interface Story {
  readonly entries: readonly TimelineEntry[];
  readonly instants: Pick<Instants, SharedInstant>;
  /** The part that an instant was taken from; those of the incident itself are left out. */
  readonly instantsFrom: Readonly<Partial<Record<SharedInstant, number>>>;
  readonly responders: readonly Account[];
  readonly parts: readonly Part[];
}

export interface Neighbour {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  /** `none`: an issue that is no incident. */
  readonly phase: Phase;
  readonly isDrill: boolean;
  readonly services: readonly string[];
  readonly declaredAt: Instant | null;
  readonly mergedInto: number | null;
  /** Itself, or where whatever it is part of sends people. */
  readonly main: Main;
  /** Whom it takes in. */
  readonly claims: readonly Claim[];
  /** Null unless it is part of another. */
  readonly story: Story | null;
}

/** By number; null = no such issue. What is not in it is not known yet. */
export type Neighbours = ReadonlyMap<number, Neighbour | null>;

/** Whether `a` and `b` may be one incident: both worked on, with a service in common, declared within an hour. */
const RELATED_MINUTES = 60;

type Compared = Pick<Neighbour, 'number' | 'phase' | 'isDrill' | 'services' | 'declaredAt'>;

export function areRelated(a: Compared, b: Compared): boolean {
  if (a.number === b.number || a.phase !== 'open' || b.phase !== 'open' || a.isDrill !== b.isDrill)
    return false;
  if (a.declaredAt === null || b.declaredAt === null) return false;
  if (Math.abs(a.declaredAt.until(b.declaredAt).total('minutes')) > RELATED_MINUTES) return false;
  return a.services.some((one) => b.services.some((other) => one.toLowerCase() === other.toLowerCase()));
}

/** Of two related ones the younger says so: declared later, or with the higher number. */
export function isYounger(a: Compared, b: Compared): boolean {
  if (a.declaredAt === null || b.declaredAt === null) return false;
  return (compareInstants(a.declaredAt, b.declaredAt) || a.number - b.number) > 0;
}

/** The way up from an incident: whom it is part of, whom that is part of, as far as is known. Ends where it would come back to itself. */
export function chainFrom(
  number: number,
  find: (number: number) => Neighbour | null | undefined,
): readonly number[] {
  const chain: number[] = [number];
  for (;;) {
    const up = find(chain.at(-1) ?? number)?.mergedInto ?? null;
    if (up === null || chain.includes(up)) return chain;
    chain.push(up);
  }
}

/** Whether the younger of two shows the other, and as what. */
function shownBy(other: Neighbour, of: Neighbour | null): string {
  return of !== null && areRelated(of, other) && isYounger(other, of) ? `${of.title} ${of.url}` : '';
}

function factsText(neighbour: Neighbour): string {
  return JSON.stringify({ ...neighbour, story: null });
}

/**
 * Who has to look again once an incident shows `now` instead of `before`: what it is part of and was, whom it takes in and let go, its parts, and younger
 * ones that may be the same; itself where it has not seen one of the others yet, or has just become a part: what it is part of may have published in that
 * very moment, and did not know of it yet. `around`: the open ones, its parts and who claims it.
 */
export function concerned(
  number: number,
  before: Neighbour | null,
  now: Neighbour | null,
  around: readonly Neighbour[],
  seen: ReadonlySet<number>,
): readonly number[] {
  const up = [before, now].flatMap((one) => one?.mergedInto ?? []);
  const claimsOf = (one: Neighbour | null): ReadonlyMap<number, number> =>
    new Map((one?.claims ?? []).map(({ comment, part }) => [comment, part]));
  const [had, has] = [claimsOf(before), claimsOf(now)];
  const claimed = [...had, ...has].flatMap(([comment, part]) =>
    had.get(comment) === has.get(comment) ? [] : [part],
  );
  const isTold = before === null || now === null || factsText(before) !== factsText(now);
  const others = around.filter(
    (other) => (isTold && other.mergedInto === number) || shownBy(other, before) !== shownBy(other, now),
  );
  const unseen =
    now !== null && around.some((other) => !seen.has(other.number) && shownBy(now, other) !== '');
  const isNewPart = now !== null && now.mergedInto !== null && before?.mergedInto !== now.mergedInto;
  const itself = unseen || isNewPart ? [number] : [];
  return [...new Set([...up, ...claimed, ...others.map((other) => other.number), ...itself])].toSorted(
    (a, b) => a - b,
  );
}
