/**
 * All that Muster waits for, in the order in which one comment speaks of it. A new kind is one file and one row.
 */
import type { FindSilences } from './reminder.ts';
import { severitySilence } from './severity-silence.ts';
import { updateSilences } from './update-silences.ts';

export const SILENCES: readonly FindSilences[] = [severitySilence, updateSilences];
