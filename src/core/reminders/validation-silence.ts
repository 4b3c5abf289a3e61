/**
 * V1: `/validate` calls the Testers, once for each time it is asked. While nobody tests, the Incident Lead is told how to name one; the Testers are called as
 * soon as there are any.
 */
import { validationAsked, validationWithoutTesters } from '../documents/reminder-validation.ts';
import { type View, holdersNow } from '../documents/view.ts';
import { ROLE } from '../policy.ts';
import { secondOf } from './attention.ts';
import type { Silence } from './reminder.ts';

export function validationSilence(view: View): readonly Silence[] {
  const { asked, state } = view.incident.validation;
  if (asked === null || state !== 'asked') return [];
  const testers = holdersNow(view.incident, ROLE.tester).map((h) => h.holder);
  const key = `reminder:validate:t${secondOf(asked.at)}`;
  return [
    {
      isAlone: true,
      reminders: [
        testers.length > 0
          ? { key, due: asked.at, calls: testers, say: (calls) => validationAsked(view, asked, calls) }
          : {
              key: `${key}:nobody`,
              due: asked.at,
              calls: holdersNow(view.incident, ROLE.incidentLead).map((h) => h.holder),
              say: (calls) => validationWithoutTesters(view, asked, calls),
            },
      ],
    },
  ];
}
