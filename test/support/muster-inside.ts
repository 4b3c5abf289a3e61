/** Muster in the process of the tests, for a story that does not kill it: starting another process and warming it up costs more than the whole story. */
import {
  type MusterProcess,
  hasFailed,
  type StartMuster,
  workAt,
} from '../../src/cli/demo/muster-process.ts';
import { startMuster } from '../../src/compose.ts';
import { readSettings } from '../../src/settings.ts';

/** Scenes wait for each other, so nothing is gained by more quiet. */
const QUIET_MS = 10;

export const startMusterInside: StartMuster = async (environment) => {
  const read = readSettings(environment);
  if (!('settings' in read)) throw new Error(JSON.stringify(read));
  const log: string[] = [];
  const muster = await startMuster(
    read.settings,
    (line, level) => {
      if (level !== 'debug') log.push(line);
    },
    QUIET_MS,
  );
  let stopped: Promise<void> | null = null;
  const kill: MusterProcess['kill'] = async () => (stopped ??= muster.stop());
  return {
    port: muster.port,
    pid: process.pid,
    log,
    check: () => {
      if (hasFailed(log)) throw new Error(`Muster failed. Its log:\n  ${log.join('\n  ')}`);
    },
    work: async () => workAt(muster.port),
    kill,
    killNow: () => void kill(),
  };
};
