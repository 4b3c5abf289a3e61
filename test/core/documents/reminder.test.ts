import { describe, test } from '@jest/globals';
import { renderReminder } from '../../../src/core/documents/reminder.ts';
import type { View } from '../../../src/core/documents/view.ts';
import type { Incident } from '../../../src/core/incident/incident.ts';
import { handOverSilence } from '../../../src/core/reminders/hand-over-silence.ts';
import type { FindSilences, Reminder } from '../../../src/core/reminders/reminder.ts';
import { severitySilence } from '../../../src/core/reminders/severity-silence.ts';
import { statusSilence } from '../../../src/core/reminders/status-silence.ts';
import { updateSilences } from '../../../src/core/reminders/update-silences.ts';
import { validationSilence } from '../../../src/core/reminders/validation-silence.ts';
import { account, declaredOutage, holding, mitigatedOutage, viewOf } from '../../support/build-incident.ts';
import { expectGolden } from '../../support/golden.ts';

/** The comment of all reminders of a kind that `pick` takes. */
function text(
  find: FindSilences,
  view: View,
  pick: (all: readonly Reminder[]) => readonly Reminder[],
): string {
  const reminders = find(view).flatMap((silence) => pick(silence.reminders));
  return renderReminder(
    view,
    reminders.flatMap((reminder) => reminder.say(reminder.calls)),
  );
}

const first = (all: readonly Reminder[]) => all.slice(0, 1);
const last = (all: readonly Reminder[]) => all.slice(-1);

/** The outage before it was mitigated. */
function burning(more: Partial<Incident> = {}): Incident {
  const outage = mitigatedOutage();
  return { ...outage, instants: { ...outage.instants, mitigatedAt: null }, ...more };
}

const unassisted = burning().holdings.filter((h) => h.role !== 'technical-assist');

test.each<[rule: string, name: string, find: FindSilences, view: View, pick: typeof first]>([
  ['D3', 'severity', severitySilence, viewOf(declaredOutage()), last],
  ['D3', 'severity-nobody-leads', severitySilence, viewOf({ ...declaredOutage(), holdings: [] }), last],
  ['D7', 'severity-drill', severitySilence, viewOf({ ...declaredOutage(), isDrill: true }), last],
  ['M2', 'update', updateSilences, viewOf(burning()), first],
  ['M2', 'update-then-lead', updateSilences, viewOf(burning()), last],
  ['T2', 'status', statusSilence, viewOf(burning()), first],
  ['T2', 'status-no-assist', statusSilence, viewOf(burning({ holdings: unassisted })), first],
  ['R3', 'hand-over', handOverSilence, viewOf({ ...declaredOutage(), assignees: [account('atul')] }), first],
  ['R3', 'hand-over-nobody-here', handOverSilence, viewOf(declaredOutage()), first],
  ['V1', 'validation', validationSilence, viewOf(mitigatedOutage()), first],
  [
    'V1',
    'validation-nobody-tests',
    validationSilence,
    viewOf({ ...mitigatedOutage(), holdings: [holding('incident-lead', 'sylvain', '08:06')] }),
    first,
  ],
])('%s: the reminder %s', (_, name, find, view, pick) => {
  expectGolden(`reminder/${name}`, text(find, view, pick));
});

describe('C1: where only the prefix counts', () => {
  test('C1: the ready commands carry it', () => {
    const { policy } = viewOf(declaredOutage());
    const prefixed = { ...policy, commands: { ...policy.commands, prefixOnly: true } };
    const view = viewOf({ ...declaredOutage(), assignees: [account('atul')] }, { policy: prefixed });
    expectGolden('reminder/hand-over-prefix', text(handOverSilence, view, first));
  });
});
