import { describe, test } from '@jest/globals';
import { renderReminder } from '../../../src/core/documents/reminder.ts';
import type { View } from '../../../src/core/documents/view.ts';
import type { FindSilences } from '../../../src/core/reminders/reminder.ts';
import { severitySilence } from '../../../src/core/reminders/severity-silence.ts';
import { declaredOutage, viewOf } from '../../support/build-incident.ts';
import { expectGolden } from '../../support/golden.ts';

/** The comment that the last reminder of each silence makes. */
function text(find: FindSilences, view: View): string {
  const last = find(view).flatMap(({ reminders }) => reminders.slice(-1));
  return renderReminder(
    view,
    last.flatMap((reminder) => reminder.say(reminder.calls)),
  );
}

describe('D3: the question for a severity', () => {
  test('D3: calls the Incident Lead', () => {
    expectGolden('reminder/severity', text(severitySilence, viewOf(declaredOutage())));
  });

  test('D3: without a lead it calls nobody', () => {
    expectGolden(
      'reminder/severity-nobody-leads',
      text(severitySilence, viewOf({ ...declaredOutage(), holdings: [] })),
    );
  });

  test('D7: says DRILL', () => {
    expectGolden(
      'reminder/severity-drill',
      text(severitySilence, viewOf({ ...declaredOutage(), isDrill: true })),
    );
  });
});
