/** Where a deed is done, and how: as the request of somebody's browser, of which GitHub may refuse any. */
import type { Actor } from '../../../local-github/actor.ts';
import type { LocalGitHub } from '../../../local-github/local-github.ts';
import type { Dice } from '../dice.ts';
import type { PlayedIssue } from './journal.ts';

export interface Stage {
  readonly github: LocalGitHub;
  readonly dice: Dice;
  /** How many times the database was lost so far. */
  readonly losses: () => number;
}

export interface Scene {
  readonly stage: Stage;
  readonly issue: PlayedIssue;
}

export function as({ stage }: Scene, login: string): Actor {
  return stage.github.as(login);
}

export function placeOf({ issue }: Scene): readonly [owner: string, repository: string, number: number] {
  return [issue.repository.owner, issue.repository.name, issue.number];
}

/** What GitHub answered, true for nothing; null when it refused: a locked issue, an archived repository. */
export async function taken<T>(request: Promise<T>): Promise<T | true | null> {
  try {
    return (await request) ?? true;
  } catch (error) {
    if (error instanceof Error && 'status' in error) return null;
    throw error;
  }
}

export const secondsOf = (text: string): number => Date.parse(text) / 1000;

/** GitHub's clock, in seconds since 1970. */
export const secondsNow = ({ github }: Stage): number => Math.floor(github.now().epochMilliseconds / 1000);

/** Writes down what was done to the issue itself. */
export function note({ stage, issue }: Scene, what: string): void {
  const time = stage.github.now().toString({ smallestUnit: 'second' }).slice(11, 19);
  issue.history.push(`${time} ${what}`);
}
