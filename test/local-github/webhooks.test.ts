import { describe, expect, test } from '@jest/globals';
import { verify } from '@octokit/webhooks-methods';
import { at, jwt, pluck, PRIVATE_KEY, SHOP, useBench, WEBHOOK_SECRET } from './bench.ts';

const bench = useBench();
const will = () => bench.as('will');
const open = async () => will().createIssue('acme', 'shop', { title: 'Checkout fails', body: 'all of it' });
const last = async () => {
  await bench.github.settled();
  return bench.received.at(-1)?.payload;
};

const list = async (query = '') => bench.http(`Bearer ${jwt()}`, 'GET', `/app/hook/deliveries${query}`);
const bodies = async () => {
  await bench.github.settled();
  return bench.received.flatMap(({ payload }) => at(payload, 'comment', 'body') ?? []);
};
const say = async (text: string) => will().comment('acme', 'shop', 1, text);

describe('a delivery', () => {
  test('is signed over its bytes and carries GitHub’s headers', async () => {
    await open();
    await bench.github.settled();
    const [delivery] = bench.received;
    if (!delivery) throw new Error('nothing arrived');
    const { headers, text } = delivery;
    expect(await verify(WEBHOOK_SECRET, text, String(headers['x-hub-signature-256']))).toBe(true);
    expect(await verify('another', text, String(headers['x-hub-signature-256']))).toBe(false);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-github-event': 'issues',
      'x-github-hook-id': expect.stringMatching(/^\d+$/u),
      'x-github-hook-installation-target-id': '4711',
      'x-github-hook-installation-target-type': 'integration',
      'x-github-delivery': expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u,
      ),
    });
    expect(headers['user-agent']).toMatch(/^GitHub-Hookshot\//u);
  });

  test('has an id of its own, also when five labels come at once', async () => {
    await open();
    await will().addLabels('acme', 'shop', 1, ['a', 'b', 'c', 'd', 'e']);
    await bench.github.settled();
    const labeled = bench.received.filter(({ payload }) => payload['action'] === 'labeled');
    expect(new Set(labeled.map(({ headers }) => headers['x-github-delivery'])).size).toBe(5);
  });

  test('names sender, installation, repository and organisation', async () => {
    await bench.asBot('POST', `${SHOP}/issues`, { title: 'x' });
    expect(await last()).toMatchObject({
      sender: { login: 'muster[bot]', type: 'Bot' },
      installation: { id: expect.any(Number), node_id: expect.any(String) },
      repository: { full_name: 'acme/shop' },
      organization: { login: 'acme' },
    });
  });

  test('shows things as they were when it happened', async () => {
    await open();
    const comment = await will().comment('acme', 'shop', 1, 'before');
    await will().editComment('acme', 'shop', comment.id, 'after');
    await bench.github.settled();
    expect(bench.received.map(({ payload }) => at(payload, 'comment', 'body'))).toEqual([
      undefined,
      'before',
      'after',
    ]);
  });
});

describe('payloads', () => {
  test('an edited comment says what it was', async () => {
    await open();
    const { id } = await will().comment('acme', 'shop', 1, 'before');
    await bench.as('maud').editComment('acme', 'shop', id, 'after');
    expect(await last()).toMatchObject({
      action: 'edited',
      changes: { body: { from: 'before' } },
      comment: { body: 'after', user: { login: 'will' } },
      sender: { login: 'maud' },
    });
  });

  test('an edited issue says what title and body were, each only if it changed', async () => {
    await open();
    await will().editIssue('acme', 'shop', 1, { title: 'Checkout fails for all' });
    expect(at(await last(), 'changes')).toEqual({ title: { from: 'Checkout fails' } });
    await will().editIssue('acme', 'shop', 1, { body: 'nearly all of it' });
    expect(at(await last(), 'changes')).toEqual({ body: { from: 'all of it' } });
  });

  test('a deleted comment comes whole', async () => {
    await open();
    const { id } = await will().comment('acme', 'shop', 1, 'gone');
    await will().deleteComment('acme', 'shop', id);
    expect(await last()).toMatchObject({
      action: 'deleted',
      comment: { id, body: 'gone' },
      issue: { comments: 0 },
    });
  });

  test('a label comes whole', async () => {
    await open();
    await will().addLabels('acme', 'shop', 1, ['sev1']);
    expect(at(await last(), 'label')).toMatchObject({
      name: 'sev1',
      color: 'b60205',
      description: 'Everything is down',
    });
  });

  test('an issue opened with labels and people has them, and an event for each', async () => {
    await will().createIssue('acme', 'shop', {
      title: 'x',
      labels: ['incident', 'sev1'],
      assignees: ['will'],
    });
    expect(await bench.events()).toEqual([
      'issues.opened',
      'issues.labeled',
      'issues.labeled',
      'issues.assigned',
    ]);
    expect(pluck(at(bench.received[0]?.payload, 'issue', 'labels'), 'name')).toEqual(['incident', 'sev1']);
    expect(
      pluck(
        bench.received.map(({ payload }) => payload),
        'label',
        'name',
      ),
    ).toEqual([undefined, 'incident', 'sev1', undefined]);
    expect(at(bench.received[3]?.payload, 'assignee', 'login')).toBe('will');
  });

  test('every change of an issue has its event', async () => {
    await open();
    await will().addLabels('acme', 'shop', 1, ['incident']);
    await will().removeLabel('acme', 'shop', 1, 'incident');
    await will().assign('acme', 'shop', 1, ['will']);
    await will().unassign('acme', 'shop', 1, ['will']);
    await will().lock('acme', 'shop', 1);
    await will().unlock('acme', 'shop', 1);
    await will().editIssue('acme', 'shop', 1, { state: 'closed' });
    await will().editIssue('acme', 'shop', 1, { state: 'open' });
    const { id } = await will().comment('acme', 'shop', 1, 'x');
    await will().pin('acme', 'shop', id);
    await will().unpin('acme', 'shop', id);
    expect(await bench.events()).toEqual([
      ...['opened', 'labeled', 'unlabeled', 'assigned', 'unassigned'].map((action) => `issues.${action}`),
      ...['locked', 'unlocked', 'closed', 'reopened'].map((action) => `issues.${action}`),
      ...['created', 'pinned', 'unpinned'].map((action) => `issue_comment.${action}`),
    ]);
  });

  test('a repository tells of its renaming, archiving and hiding', async () => {
    for (const change of [
      { name: 'store' },
      { archived: true },
      { archived: false },
      { private: true },
      { private: false },
    ]) {
      const name = 'name' in change ? 'shop' : 'store';
      await bench.as('ada').request('PATCH', `/repos/acme/${name}`, change);
    }
    const actions = ['renamed', 'archived', 'unarchived', 'privatized', 'publicized'];
    expect(await bench.events()).toEqual(actions.map((action) => `repository.${action}`));
    expect(at(bench.received[0]?.payload, 'changes', 'repository', 'name', 'from')).toBe('shop');
  });

  test('installing and suspending tell the App', async () => {
    const change = async (action: string) =>
      bench.http(null, 'POST', '/_local/installation', { repository: 'acme/vault', action });
    await change('remove');
    await change('add');
    await bench.http(null, 'POST', '/_local/suspension', { owner: 'acme', suspended: true });
    await open();
    await bench.http(null, 'POST', '/_local/suspension', { owner: 'acme', suspended: false });
    expect(await bench.events()).toEqual([
      'installation_repositories.removed',
      'installation_repositories.added',
      'installation.suspend',
      'installation.unsuspend',
    ]);
    expect(at(bench.received[0]?.payload, 'repositories_removed', 0, 'full_name')).toBe('acme/vault');
  });

  test('what happens where the App is not installed is not told', async () => {
    await bench.http(null, 'POST', '/_local/installation', { repository: 'acme/shop', action: 'remove' });
    await open();
    expect(await bench.events()).toEqual(['installation_repositories.removed']);
  });
});

describe('the log of deliveries', () => {
  test('a failure is logged and not sent again by itself', async () => {
    bench.receiverStatus = 503;
    await open();
    await bench.github.settled();
    expect(bench.received).toHaveLength(1);
    const failures = await list('?status=failure');
    expect(failures.body).toMatchObject([
      { event: 'issues', action: 'opened', status_code: 503, redelivery: false },
    ]);
    expect(pluck((await list('?status=success')).body, 'event')).toEqual(['installation']);
  });

  test('gives back the payload, and a redelivery has the same GUID and bytes', async () => {
    bench.receiverStatus = 500;
    await open();
    await bench.github.settled();
    bench.receiverStatus = 202;
    const failed = at((await list('?status=failure')).body, 0);
    const path = `/app/hook/deliveries/${String(at(failed, 'id'))}`;
    const whole = await bench.http(`Bearer ${jwt()}`, 'GET', path);
    expect(at(whole.body, 'request', 'payload', 'issue', 'title')).toBe('Checkout fails');
    expect(at(whole.body, 'response', 'payload')).toBe('noted');
    expect((await bench.http(`Bearer ${jwt()}`, 'POST', `${path}/attempts`)).status).toBe(202);
    await bench.github.settled();
    const [first, second] = bench.received;
    expect(second?.headers['x-github-delivery']).toBe(first?.headers['x-github-delivery']);
    expect(second?.text).toBe(first?.text);
    expect(at((await list()).body, 0)).toMatchObject({
      redelivery: true,
      status: 'OK',
      guid: at(failed, 'guid'),
    });
  });

  test('is paged by a cursor, newest first', async () => {
    await open();
    for (const text of ['1', '2', '3']) await will().comment('acme', 'shop', 1, text);
    await bench.github.settled();
    const first = await list('?per_page=2');
    expect(pluck(first.body, 'action')).toEqual(['created', 'created']);
    const next = /<([^>]+)>; rel="next"/u.exec(first.headers['link'] ?? '')?.[1] ?? '';
    const second = await bench.http(`Bearer ${jwt()}`, 'GET', next.replace(bench.github.url, ''));
    expect(pluck(second.body, 'action')).toEqual(['created', 'opened']);
  });

  test('is the App’s alone', async () => {
    expect((await bench.as('ada').request('GET', '/app/hook/deliveries')).status).toBe(401);
  });

  test('knows a receiver that is not there', async () => {
    bench.github.registerApp({
      id: 4711,
      slug: 'muster',
      privateKey: PRIVATE_KEY,
      webhook_url: 'http://127.0.0.1:9/',
      webhook_secret: 'x',
    });
    await open();
    await bench.github.settled();
    expect(bench.github.deliveries.at(-1)).toMatchObject({
      status: 'failed to connect to host',
      statusCode: 502,
    });
  });
});

describe('faults of delivery', () => {
  test('lost: logged as a failure, never sent until redelivered', async () => {
    await open();
    bench.github.deliveryFault({ kind: 'lost', event: 'issue_comment' });
    await say('1');
    await say('2');
    expect(await bodies()).toEqual(['2']);
    const lost = bench.github.deliveries.find(({ status }) => status !== 'OK');
    await bench.github.redeliver(lost?.id ?? '');
    expect(await bodies()).toEqual(['2', '1']);
  });

  test('doubled: twice with one GUID', async () => {
    await open();
    bench.github.deliveryFault({ kind: 'doubled', event: 'issue_comment' });
    await say('1');
    expect(await bodies()).toEqual(['1', '1']);
    expect(new Set(bench.received.slice(1).map(({ headers }) => headers['x-github-delivery'])).size).toBe(1);
  });

  test('reordered: after the next one', async () => {
    await open();
    bench.github.deliveryFault({ kind: 'reordered', event: 'issue_comment' });
    for (const text of ['1', '2', '3']) await say(text);
    expect(await bodies()).toEqual(['2', '1', '3']);
  });
});
