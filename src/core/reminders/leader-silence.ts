/**
 * S1: the severity made somebody Incident Lead who was not asked. One comment calls them, at once, and disappears when they wrote anything, somebody chose
 * another lead, or the severity went.
 */
import { leaderCall } from '../documents/leader-words.ts';
import type { View } from '../documents/view.ts';
import { givesBack } from '../incident/leadership.ts';
import type { Silence } from './reminder.ts';

export function leaderSilence(view: View): readonly Silence[] {
  const { leadership } = view.incident;
  if (!givesBack(leadership) || leadership.leader === null) return [];
  return [
    {
      reminders: [
        {
          key: `reminder:leader:${leadership.number}`,
          due: leadership.at,
          calls: [leadership.leader],
          say: (calls) => leaderCall(view, leadership, calls),
        },
      ],
    },
  ];
}
