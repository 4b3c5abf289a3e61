/**
 * M2: an audience that waits longer than its severity allows. Its Communication Lead is reminded, or the Incident Lead where nobody leads it; and when
 * nothing follows, the Incident Lead once more. Quiet while it is mitigated, unless the severity goes on.
 */
import { updateDue, updateOverdue } from '../documents/reminder-update.ts';
import { type View, holdersNow } from '../documents/view.ts';
import { ROLE } from '../policy.ts';
import { isQuiet } from './attention.ts';
import { cadences } from './cadence.ts';
import type { Silence } from './reminder.ts';

export function updateSilences(view: View): readonly Silence[] {
  if (isQuiet(view)) return [];
  const leads = holdersNow(view.incident, ROLE.incidentLead).map((h) => h.holder);
  return cadences(view).map((cadence) => ({
    reminders: [
      {
        key: `reminder:update:${cadence.audience}:${cadence.silence}`,
        due: cadence.due,
        calls: cadence.leads.length === 0 ? leads : cadence.leads,
        say: (calls) => updateDue(view, cadence, calls),
      },
      {
        key: `reminder:update-lead:${cadence.audience}:${cadence.silence}`,
        due: cadence.thenLead,
        calls: leads,
        say: (calls) => updateOverdue(view, cadence, calls),
      },
    ],
  }));
}
