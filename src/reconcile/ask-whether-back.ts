/**
 * Something was heard from where nothing should be: a repository that was archived, taken away or suspended, as far as we know. Perhaps nobody told that it is
 * back, or the webhook that took it away came late; so its installation's list is read. Not at once, and not for each word: a limit or a suspension is
 * not asked about at every webhook.
 */
import { installationKey } from '../store/incident-key.ts';
import { touchIncident, wakeNoLaterThan } from '../store/incident-row.ts';
import type { Ports } from './ports.ts';

const SECONDS = 10;

export async function askWhetherBack(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  installationId: number,
): Promise<void> {
  const key = installationKey(installationId);
  await store.transaction(async (db) => {
    await touchIncident(db, key);
    await wakeNoLaterThan(db, key, clock.now().add({ seconds: SECONDS }));
  });
}
