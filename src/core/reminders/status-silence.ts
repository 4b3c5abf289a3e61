/**
 * T2: nothing was heard from those who fix for the policy's minutes. One comment asks the Technical Assist, and nobody who is Technical Lead, ever: with
 * no assist the Incident Lead is asked. The Communication Leads learn that there is nothing new. Once for each silence.
 */
import { statusWanted } from '../documents/reminder-status.ts';
import { type View, holdersNow } from '../documents/view.ts';
import { type Account, sameLogin } from '../incident/account.ts';
import type { Instant } from '../incident/record.ts';
import { ROLE } from '../policy.ts';
import { attendedSince, isOngoing, isQuiet, later, secondOf } from './attention.ts';
import type { Silence } from './reminder.ts';

/** When somebody in a technical role wrote last, or a sign of life was given; null when nothing was heard so far. */
function lastSign({ incident }: Pick<View, 'incident'>): Instant | null {
  let last: Instant | null = null;
  for (const { isTechnical, withdrawn, recordedAt } of incident.timeline) {
    // What is written down late is a sign of life when it is written.
    if (isTechnical && withdrawn === null) last = last === null ? recordedAt : later(last, recordedAt);
  }
  return last;
}

function holders({ incident }: View, role: string): readonly Account[] {
  const fixers = holdersNow(incident, ROLE.technicalLead).map((h) => h.holder);
  return holdersNow(incident, role)
    .map((h) => h.holder)
    .filter((who) => !fixers.some((fixer) => sameLogin(fixer.login, who.login)));
}

export function statusSilence(view: View): readonly Silence[] {
  const { silenceAfterMinutes: minutes } = view.policy.reminders;
  if (minutes === null || !isOngoing(view) || isQuiet(view) || view.incident.instants.declaredAt === null)
    return [];
  const sign = lastSign(view);
  const attended = attendedSince(view);
  const since = sign === null ? attended : later(sign, attended);
  const assists = holders(view, ROLE.technicalAssist);
  const asked = assists.length > 0 ? assists : holders(view, ROLE.incidentLead);
  return [
    {
      reminders: [
        {
          key: `reminder:status:t${secondOf(since)}`,
          due: since.add({ minutes }),
          calls: asked,
          say: (calls) =>
            statusWanted(
              view,
              { since, hasSign: sign?.equals(since) === true, hasAssist: assists.length > 0 },
              calls,
            ),
        },
      ],
    },
  ];
}
