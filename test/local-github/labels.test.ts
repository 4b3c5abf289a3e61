import { beforeEach, describe, expect, test } from '@jest/globals';
import { at, pluck, SHOP, useBench } from './bench.ts';

const bench = useBench();
const ISSUE = `${SHOP}/issues/1`;

beforeEach(async () => {
  await bench.as('will').createIssue('acme', 'shop', { title: 'Checkout fails' });
});

describe('names', () => {
  test('are one label whatever their case, in the spelling of the first', async () => {
    await bench.as('tria').addLabels('acme', 'shop', 1, ['INCIDENT']);
    await bench.as('tria').addLabels('acme', 'shop', 1, ['Incident']);
    const issue = await bench.as('reed').issue('acme', 'shop', 1);
    expect(issue.labels.map(({ name }) => name)).toEqual(['incident']);
    await bench.as('tria').removeLabel('acme', 'shop', 1, 'inCIDENT');
    expect((await bench.as('reed').issue('acme', 'shop', 1)).labels).toEqual([]);
  });

  test('that exist are refused with a code', async () => {
    const answer = await bench
      .as('will')
      .request('POST', `${SHOP}/labels`, { name: 'Incident', color: 'ffffff' });
    expect(answer.status).toBe(422);
    expect(at(answer.body, 'errors')).toEqual([{ resource: 'Label', code: 'already_exists', field: 'name' }]);
  });

  test('the repository does not have become its labels', async () => {
    await bench.as('tria').addLabels('acme', 'shop', 1, ['brand new']);
    const label = await bench.as('reed').request('GET', `${SHOP}/labels/brand%20new`);
    expect(label).toMatchObject({ status: 200, body: { name: 'brand new', color: 'ededed' } });
    expect(await bench.events()).toEqual(expect.arrayContaining(['label.created', 'issues.labeled']));
  });

  test('filter the list of issues', async () => {
    await bench.as('tria').addLabels('acme', 'shop', 1, ['incident', 'sev1']);
    await bench.as('will').createIssue('acme', 'shop', { title: 'Other', labels: ['incident'] });
    const numbers = async (query: string) =>
      pluck((await bench.as('reed').request('GET', `${SHOP}/issues?${query}`)).body, 'number');
    expect(await numbers('labels=INCIDENT')).toEqual([2, 1]);
    expect(await numbers('labels=incident,sev1')).toEqual([1]);
  });
});

describe('rights', () => {
  test.each([
    ['stranger', 403],
    ['reed', 403],
    ['tria', 200],
    ['mel', 403],
  ])('%s putting a label on an issue: %i', async (login, status) => {
    expect((await bench.as(login).request('POST', `${ISSUE}/labels`, { labels: ['incident'] })).status).toBe(
      status,
    );
    const put = (await bench.as('reed').issue('acme', 'shop', 1)).labels.length;
    expect(put).toBe(status === 200 ? 1 : 0);
  });

  test.each([
    ['tria', 403],
    ['will', 201],
  ])('%s making a label: %i', async (login, status) => {
    expect((await bench.as(login).request('POST', `${SHOP}/labels`, { name: 'x' })).status).toBe(status);
  });

  test('labels of an issue written by a stranger are dropped without a word', async () => {
    const answer = await bench
      .as('stranger')
      .request('POST', `${SHOP}/issues`, { title: 'x', labels: ['incident'] });
    expect(answer).toMatchObject({ status: 201, body: { labels: [] } });
  });

  test('and those of a change by its author', async () => {
    const { number } = await bench.as('stranger').createIssue('acme', 'shop', { title: 'x' });
    const answer = await bench
      .as('stranger')
      .request('PATCH', `${SHOP}/issues/${number}`, { title: 'y', labels: ['incident'] });
    expect(answer).toMatchObject({ status: 200, body: { title: 'y', labels: [] } });
  });
});

describe('a label that is', () => {
  test('renamed stays on its issues, while the timeline keeps its old name', async () => {
    await bench.as('tria').addLabels('acme', 'shop', 1, ['incident']);
    await bench.as('will').request('PATCH', `${SHOP}/labels/incident`, { new_name: 'outage' });
    expect((await bench.as('reed').issue('acme', 'shop', 1)).labels.map(({ name }) => name)).toEqual([
      'outage',
    ]);
    const timeline = await bench.as('reed').request('GET', `${ISSUE}/timeline`);
    expect(pluck(timeline.body, 'label', 'name')).toEqual(['incident']);
    await bench.github.settled();
    expect(bench.received.at(-1)?.payload).toMatchObject({
      action: 'edited',
      label: { name: 'outage' },
      changes: { name: { from: 'incident' } },
    });
  });

  test('deleted leaves its issues, and `unlabeled` comes without `label`', async () => {
    await bench.as('tria').addLabels('acme', 'shop', 1, ['incident']);
    await bench.as('will').request('DELETE', `${SHOP}/labels/incident`);
    expect((await bench.as('reed').issue('acme', 'shop', 1)).labels).toEqual([]);
    expect((await bench.events()).slice(-2)).toEqual(['label.deleted', 'issues.unlabeled']);
    expect(bench.received.at(-1)?.payload).not.toHaveProperty('label');
  });

  test('not on the issue cannot be taken off', async () => {
    expect((await bench.as('tria').request('DELETE', `${ISSUE}/labels/sev1`)).status).toBe(404);
  });

  test('put on twice is put on once', async () => {
    await bench.as('tria').addLabels('acme', 'shop', 1, ['incident', 'incident']);
    await bench.as('tria').addLabels('acme', 'shop', 1, ['incident']);
    expect((await bench.events()).filter((name) => name === 'issues.labeled')).toHaveLength(1);
  });

  test('one of several, all taken off at once, tells of itself', async () => {
    await bench.as('tria').addLabels('acme', 'shop', 1, ['incident', 'sev1']);
    expect((await bench.as('tria').request('DELETE', `${ISSUE}/labels`)).status).toBe(204);
    expect((await bench.events()).filter((name) => name === 'issues.unlabeled')).toHaveLength(2);
  });
});
