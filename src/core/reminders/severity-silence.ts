/** D3: nobody said how bad it is within the policy's minutes, so the Incident Lead is asked, once. */
import { severityQuestion } from '../documents/reminder-severity.ts';
import { type View, holdersNow } from '../documents/view.ts';
import { ROLE } from '../policy.ts';
import type { Silence } from './reminder.ts';

export function severitySilence(view: View): readonly Silence[] {
  const { incident, policy } = view;
  const { severityAfterMinutes: minutes } = policy.reminders;
  if (incident.severity !== null || incident.instants.declaredAt === null || minutes === null) return [];
  return [
    {
      reminders: [
        {
          key: 'reminder:severity',
          // from the label that came back, or the reopening: nobody was waited for before
          due: incident.phaseSince.add({ minutes }),
          calls: holdersNow(incident, ROLE.incidentLead).map((h) => h.holder),
          say: (calls) => severityQuestion(view, calls),
        },
      ],
    },
  ];
}
