/**
 * Which installations GitHub limits just now, as far as this process was told. A run that is due waits in the database; but each webhook wakes its incident at
 * once, and a call that goes out while GitHub asks for none makes the limit longer. So no run of a limited installation begins: it is put off until the end
 * of the limit, which the database keeps like any other (E3). Other replicas find out for themselves, with a call each.
 */
import type { Clock } from '../clock.ts';
import { TryLater } from './effect.ts';

export interface Limits {
  /** GitHub asked an installation to wait; null is the App itself, which has little to ask. */
  readonly note: (installationId: number | null, wait: Pick<TryLater, 'after' | 'until'>) => void;
  /** Throws TryLater. */
  readonly check: (installationId: number) => void;
}

export function createLimits(clock: Clock): Limits {
  /** By installation, in seconds since 1970. */
  const ends = new Map<number, number>();
  const seconds = (): number => clock.now().epochMilliseconds / 1000;
  return {
    note: (installationId, { after, until }) => {
      if (installationId === null) return;
      const end = until ?? seconds() + after;
      ends.set(installationId, Math.max(end, ends.get(installationId) ?? 0));
    },
    check: (installationId) => {
      const until = ends.get(installationId);
      if (until === undefined) return;
      if (until > seconds()) throw new TryLater(1, 'GitHub limits this installation', { until });
      ends.delete(installationId);
    },
  };
}
