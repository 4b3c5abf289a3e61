/**
 * GitHub's bad days: throws dice for every request of the App and every webhook, as often as the rates say, and counts what struck. Cleared at the
 * end of the play, so that everything can settle.
 */
import type { Fault, Weather } from '../../local-github/faults.ts';
import type { Dice } from './dice.ts';
import type { FaultCount, FaultName, FaultRates } from './faults.ts';

export interface Storm extends Weather {
  /** Whether a webhook is late: for whoever stands between GitHub and the replicas. */
  readonly isLate: () => boolean;
  /** No more faults from now on. */
  readonly clear: () => void;
}

/** Real milliseconds of a window in which all writes are refused. */
const LIMIT_WINDOW = 500;

const STATUSES = [500, 502, 503] as const;

/** Only a write can have been done without anybody hearing of it. */
const OF_WRITES: readonly FaultName[] = ['written-error', 'lost-answer'];

const REQUEST_FAULTS = [
  'server-error',
  'written-error',
  'lost-answer',
  'reset-connection',
  'slow-answer',
  'secondary-limit',
  'primary-limit',
] as const satisfies readonly FaultName[];

const DELIVERY_FAULTS = [
  ['webhook-lost', 'lost'],
  ['webhook-doubled', 'doubled'],
  ['webhook-reordered', 'reordered'],
] as const satisfies readonly (readonly [FaultName, string])[];

export function brewStorm(dice: Dice, rates: FaultRates, count: FaultCount): Storm {
  let isOver = false;
  let limitedUntil = 0;

  /** One throw decides among all kinds, so that their probabilities add up. */
  const strike = <N extends FaultName>(names: readonly N[]): N | null => {
    let left = dice.next();
    for (const name of names) {
      if (left < rates[name]) return name;
      left -= rates[name];
    }
    return null;
  };

  const limit = (): Fault => ({
    kind: 'limit',
    status: dice.pick([403, 429] as const),
    retryAfter: dice.between(1, 60),
  });

  const faultOf = (name: (typeof REQUEST_FAULTS)[number]): Fault => {
    switch (name) {
      case 'server-error':
        return { kind: 'error', status: dice.pick(STATUSES) };
      case 'written-error':
        return { kind: 'error', status: 502, carriedOut: true };
      case 'lost-answer':
        return { kind: 'lost-answer' };
      case 'reset-connection':
        return { kind: 'reset' };
      case 'slow-answer':
        return { kind: 'slow', ms: dice.between(50, 1_500) };
      case 'secondary-limit':
        limitedUntil = performance.now() + LIMIT_WINDOW;
        return limit();
      case 'primary-limit':
        return { kind: 'limit', primary: true, retryAfter: dice.between(60, 240) };
      default:
        return name satisfies never;
    }
  };

  return {
    request: (method) => {
      if (isOver) return null;
      if (method !== 'GET' && performance.now() < limitedUntil) {
        count.add('secondary-limit');
        return limit();
      }
      const name = strike(REQUEST_FAULTS);
      if (name === null || (method === 'GET' && OF_WRITES.includes(name))) return null;
      count.add(name);
      return faultOf(name);
    },
    delivery: () => {
      if (isOver) return null;
      const struck = strike(DELIVERY_FAULTS.map(([name]) => name));
      if (struck === null) return null;
      count.add(struck);
      return DELIVERY_FAULTS.find(([name]) => name === struck)?.[1] ?? null;
    },
    isLate: () => {
      if (isOver || !dice.chance(rates['webhook-late'])) return false;
      count.add('webhook-late');
      return true;
    },
    clear: () => {
      isOver = true;
    },
  };
}
