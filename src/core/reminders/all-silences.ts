/**
 * All that Muster waits for, in the order in which one comment speaks of it. A new kind is one file and one row.
 */
import { handOverSilence } from './hand-over-silence.ts';
import { leaderSilence } from './leader-silence.ts';
import type { FindSilences } from './reminder.ts';
import { severitySilence } from './severity-silence.ts';
import { statusSilence } from './status-silence.ts';
import { updateSilences } from './update-silences.ts';
import { validationSilence } from './validation-silence.ts';

export const SILENCES: readonly FindSilences[] = [
  leaderSilence,
  validationSilence,
  severitySilence,
  handOverSilence,
  statusSilence,
  updateSilences,
];
