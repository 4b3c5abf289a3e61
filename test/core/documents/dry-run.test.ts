import { describe, expect, test } from '@jest/globals';
import { POSTMORTEM_REGIONS, renderPostmortem } from '../../../src/core/documents/postmortem.ts';
import { updateRegions } from '../../../src/core/documents/update-regions.ts';
import { CLOSED_LINKS, account, at, closedOutage, viewOf } from '../../support/build-incident.ts';

const postmortem = (severity: string): string =>
  renderPostmortem(viewOf({ ...closedOutage(), severity }, { links: CLOSED_LINKS, asOf: at('09:00') }));

const [sev1, sev2] = [postmortem('sev1'), postmortem('sev2')];
const update = (existing: string, desired: string): string =>
  updateRegions(existing, desired, POSTMORTEM_REGIONS);

describe('P4: the dry run’s checklist', () => {
  test('P4: at SEV-1, for its leader by name, before the review', () => {
    expect(sev1).toContain(
      [
        '## Dry run',
        '',
        '*For sylvain, who led this SEV-1, to tick before the review on 30 October 2026. Notes go below this list.*',
        '',
        '- [ ] 1 · The document is complete and well written',
        '- [ ] 2 · Every open question was attempted',
        '- [ ] 3 · Everyone who presents it knows what it says',
      ].join('\n'),
    );
    expect(sev2).not.toContain('Dry run');
  });

  test('P4: a severity raised once the postmortem is open brings it, and lowered takes it back', () => {
    expect(update(sev2, sev1)).toContain('- [ ] 1 · The document is complete');
    expect(update(update(sev2, sev1), sev2)).toBe(sev2);
    expect(update(update(update(sev1, sev2), sev1), sev2)).toBe(update(sev1, sev2));
  });

  test('P4, X3: what was ticked stays, through every change of severity and lead', () => {
    const ticked = sev1.replace('- [ ] 2 · Every', '- [x] 2 · Every');
    expect(update(ticked, sev1)).toBe(ticked);
    const lowered = update(ticked, sev2);
    expect(lowered).toContain('## Dry run');
    expect(lowered).toContain('- [x] 2 · Every open question');
    const other = { ...closedOutage(), severity: 'sev1', holdings: [] };
    const leadership = {
      number: 1,
      severity: 'sev1',
      at: at('08:10'),
      leader: account('diane'),
      isCalled: true,
      former: [],
      isTakenUp: true,
      skipped: [],
    };
    const renamed = update(lowered, renderPostmortem(viewOf({ ...other, leadership })));
    expect(renamed).toContain('*For diane, who led');
    expect(renamed).toContain('- [x] 2 · Every open question');
  });
});
