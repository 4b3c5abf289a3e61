/**
 * What the fold may ask about other incidents of the repository. An answer that is not there is asked for, and the fold is done again with it; until then,
 * and in a replay, which knows no neighbours, everybody named counts as an incident.
 */
import type { Neighbour } from './neighbour.ts';
import type { IncidentRecord } from './record.ts';

export interface Around {
  /** The incident's own number. */
  readonly number: number;
  /** `owner/name`. */
  readonly repository: string;
  /** Null: no such issue. */
  readonly find: (number: number) => Neighbour | null | undefined;
  /** Numbers that were asked for and are not known. */
  readonly unknown: ReadonlySet<number>;
}

export function aroundOf({ issue, neighbours }: IncidentRecord): Around {
  const unknown = new Set<number>();
  return {
    number: issue.number,
    repository: `${issue.repository.owner}/${issue.repository.name}`,
    unknown,
    find: (number) => {
      const found = neighbours?.get(number);
      if (found === undefined && neighbours !== undefined && number !== issue.number) unknown.add(number);
      return found;
    },
  };
}
