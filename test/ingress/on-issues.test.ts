import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { savePolicy } from '../../src/store/policies.ts';
import { ana, at } from '../support/facts.ts';
import { IngressHarness } from '../support/ingress-harness.ts';
import { issuesEvent, MUSTER } from '../support/webhooks.ts';

const ingress = IngressHarness.use();

describe('issues', () => {
  test('an issue that gets the incident label is stored, stale and woken (D1)', async () => {
    expect(await ingress.send('issues', issuesEvent('labeled', {}, { label: { name: 'incident' } }))).toBe(
      'stored',
    );
    const incident = await ingress.load();
    expect(incident?.issue).toMatchObject({
      number: 41,
      title: 'Checkout is down',
      labels: ['incident'],
      author: ana,
      body: '',
    });
    expect(incident).toMatchObject({
      stale: 'issue labeled',
      repository: { owner: 'acme', installationId: 77 },
    });
    expect(ingress.woken).toEqual(['1#41']);
  });

  test('letter case of the label means nothing', async () => {
    expect(await ingress.send('issues', issuesEvent('opened', { labels: ['Incident'] }))).toBe('stored');
  });

  test("a repository's own label makes an incident after its policy changed", async () => {
    expect(await ingress.send('issues', issuesEvent('opened', { labels: ['outage'] }))).toBe('dropped');
    ingress.labels = ['Outage'];
    await savePolicy(ingress.store.db, 1, { version: 'a', policy: DEFAULT_POLICY, loadedAt: at('14:00') });
    expect(await ingress.send('issues', issuesEvent('opened', { labels: ['outage'] }))).toBe('stored');
  });

  test('an issue whose label was taken away stays known (D5)', async () => {
    await ingress.givenIncident();
    expect(
      await ingress.send(
        'issues',
        issuesEvent('unlabeled', { labels: [], updatedAt: '2026-11-21T14:06:00Z' }),
      ),
    ).toBe('stored');
    expect((await ingress.load())?.issue?.labels).toEqual([]);
    expect(
      await ingress.send('issues', issuesEvent('closed', { labels: [], updatedAt: '2026-11-21T14:07:00Z' })),
    ).toBe('stored');
  });

  test('an event that comes late does not bring back what was', async () => {
    await ingress.givenIncident();
    await ingress.send(
      'issues',
      issuesEvent('closed', { updatedAt: '2026-11-21T14:07:00Z', over: { state: 'closed' } }),
    );
    await ingress.send('issues', issuesEvent('edited', { updatedAt: '2026-11-21T14:06:00Z' }));
    expect((await ingress.load())?.issue?.state).toBe('closed');
  });

  test('our own event wakes nobody, makes nothing stale, and leaves the facts to the answers of our writes', async () => {
    await ingress.givenIncident();
    await ingress.send(
      'issues',
      issuesEvent('labeled', {
        labels: ['incident', 'sev1'],
        sender: MUSTER,
        updatedAt: '2026-11-21T14:06:00Z',
      }),
    );
    expect(await ingress.load()).toMatchObject({ issue: { labels: ['incident'] }, stale: null });
    expect(ingress.woken).toEqual([]);
  });

  test.each([
    ['deleted', {}, { how: 'deleted', url: null }],
    [
      'transferred',
      { changes: { new_issue: { html_url: 'https://github.com/acme/ops/issues/3' } } },
      { how: 'transferred', url: 'https://github.com/acme/ops/issues/3' },
    ],
    ['locked', {}, null],
  ])('%s has its outcome (D8)', async (action, extra, gone) => {
    await ingress.givenIncident();
    await ingress.send('issues', issuesEvent(action, { updatedAt: '2026-11-21T14:06:00Z' }, extra));
    expect(await ingress.load()).toMatchObject({ gone, stale: `issue ${action}` });
    expect(ingress.woken).toEqual(['1#41']);
  });
});
