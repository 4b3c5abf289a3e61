import { describe, expect, test } from '@jest/globals';
import { APP_ID, at, jwt, pluck, PRIVATE_KEY, SHOP, useBench, useExtraGitHub } from './bench.ts';

const bench = useBench();
const startExtra = useExtraGitHub();
const COMMENTS = `${SHOP}/issues/1/comments`;
const open = async () => bench.as('will').createIssue('acme', 'shop', { title: 'x' });
const post = async (body = 'x') => bench.asBot('POST', COMMENTS, { body });
const texts = async () => pluck((await bench.as('reed').request('GET', COMMENTS)).body, 'body');
const onComments = { method: 'POST', path: /comments$/u } as const;

describe('a fault', () => {
  test('error: answers and does nothing, as often as told', async () => {
    await open();
    bench.github.fault({ ...onComments, kind: 'error', status: 502, times: 2 });
    expect([(await post('1')).status, (await post('2')).status, (await post('3')).status]).toEqual([
      502, 502, 201,
    ]);
    expect(await texts()).toEqual(['3']);
  });

  test('error, carried out: the write happens all the same', async () => {
    await open();
    bench.github.fault({ ...onComments, kind: 'error', status: 502, carriedOut: true });
    expect((await post('done')).status).toBe(502);
    expect(await texts()).toEqual(['done']);
  });

  test('lost answer: the write happens, the connection breaks', async () => {
    await open();
    bench.github.fault({ ...onComments, kind: 'lost-answer' });
    await expect(post('done')).rejects.toThrow('fetch failed');
    expect(await texts()).toEqual(['done']);
  });

  test('reset: the connection breaks, and nothing happened', async () => {
    await open();
    bench.github.fault({ ...onComments, kind: 'reset' });
    await expect(post('never')).rejects.toThrow('fetch failed');
    expect(await texts()).toEqual([]);
  });

  test('limit: says how long to wait, or when the hour is over', async () => {
    await open();
    bench.github.fault({ kind: 'limit', method: 'POST', path: /comments$/u, status: 429, retryAfter: 60 });
    bench.github.fault({ kind: 'limit', method: 'POST', path: /comments$/u, primary: true, retryAfter: 900 });
    const secondary = await post();
    expect(secondary.status).toBe(429);
    expect(secondary.headers['retry-after']).toBe('60');
    expect(at(secondary.body, 'message')).toContain('secondary rate limit');
    const primary = await post();
    expect(primary.status).toBe(403);
    expect(primary.headers['x-ratelimit-remaining']).toBe('0');
    expect(Number(primary.headers['x-ratelimit-reset'])).toBe(
      bench.github.now().epochMilliseconds / 1000 + 900,
    );
    expect(await texts()).toEqual([]);
  });

  test('slow: answers, late', async () => {
    await open();
    bench.github.fault({ ...onComments, kind: 'slow', ms: 50 });
    const started = performance.now();
    expect((await post()).status).toBe(201);
    expect(performance.now() - started).toBeGreaterThanOrEqual(45);
  });

  test('strikes the App unless it names somebody', async () => {
    await open();
    bench.github.fault({ ...onComments, kind: 'error', status: 500, times: 9 });
    expect((await bench.as('will').request('POST', COMMENTS, { body: 'x' })).status).toBe(201);
    bench.github.fault({ ...onComments, kind: 'error', status: 500, actor: 'will' });
    expect((await bench.as('will').request('POST', COMMENTS, { body: 'x' })).status).toBe(500);
  });
});

test('the weather is asked where no rule strikes, about the App alone', async () => {
  const asked: string[] = [];
  const github = await startExtra({
    seed: { users: [{ login: 'ada' }], repositories: [{ owner: 'ada', name: 'shop', labels: ['bug'] }] },
    weather: {
      request: (method, path) => {
        asked.push(`${method} ${path}`);
        return { kind: 'error', status: 503 };
      },
      delivery: () => null,
    },
  });
  github.registerApp({ id: APP_ID, slug: 'muster', privateKey: PRIVATE_KEY });
  expect((await github.as('ada').request('GET', '/repos/ada/shop')).status).toBe(200);
  const app = async () =>
    (await fetch(`${github.url}/app`, { headers: { authorization: `Bearer ${jwt()}` } })).status;
  expect(await app()).toBe(503);
  github.fault({ kind: 'error', status: 500 });
  expect([await app(), await app()]).toEqual([500, 503]);
  expect(asked).toEqual(['GET /app', 'GET /app']);
});

describe('the rate limit', () => {
  test('counts down in the headers, and /rate_limit is free', async () => {
    const used = async () => {
      const { headers } = await bench.as('reed').request('GET', SHOP);
      return [headers['x-ratelimit-limit'], headers['x-ratelimit-used'], headers['x-ratelimit-remaining']];
    };
    expect(await used()).toEqual(['5000', '1', '4999']);
    await bench.as('reed').request('GET', '/rate_limit');
    const { body } = await bench.as('reed').request('GET', '/rate_limit');
    expect(at(body, 'rate')).toMatchObject({ limit: 5000, used: 1, remaining: 4999 });
    expect(await used()).toEqual(['5000', '2', '4998']);
  });

  test('refuses when it is used up, until the hour is over', async () => {
    const github = await startExtra({
      rateLimit: 2,
      now: bench.github.now(),
      seed: { users: [{ login: 'ada' }] },
    });
    const status = async () => (await github.as('ada').request('GET', '/user')).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 403]);
    expect((await github.as('ada').request('GET', '/rate_limit')).status).toBe(200);
    await github.advance({ hours: 1 });
    expect(await status()).toBe(200);
  });
});

describe('every answer', () => {
  test('has an ETag of this token: the same again is 304 and costs nothing', async () => {
    const first = await bench.as('reed').request('GET', SHOP);
    const etag = { 'if-none-match': String(first.headers['etag']) };
    const second = await bench.as('reed').request('GET', SHOP, undefined, etag);
    expect(second.status).toBe(304);
    expect(second.headers['x-ratelimit-used']).toBe(first.headers['x-ratelimit-used']);
    expect((await bench.as('will').request('GET', SHOP, undefined, etag)).status).toBe(200);
    await bench.as('ada').request('PATCH', SHOP, { description: 'new' });
    expect((await bench.as('reed').request('GET', SHOP, undefined, etag)).status).toBe(200);
  });

  test('has a request id and the version of the API, and another version is refused', async () => {
    const { headers } = await bench.as('reed').request('GET', SHOP);
    expect(headers['x-github-request-id']).toEqual(expect.any(String));
    expect(headers['x-github-api-version-selected']).toBe('2022-11-28');
    const old = { 'x-github-api-version': '2019-01-01' };
    expect((await bench.as('reed').request('GET', SHOP, undefined, old)).status).toBe(400);
  });

  test('to an unknown route is 404 with method and path, and logged', async () => {
    const lines: string[] = [];
    const github = await startExtra({ log: (line) => lines.push(line) });
    const answer = await fetch(`${github.url}/repos/a/b/pulls`, { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(at(await answer.json(), 'message')).toBe('Not Found: POST /repos/a/b/pulls');
    expect(lines).toContain('no route: POST /repos/a/b/pulls');
  });

  test('is the same under /api/v3', async () => {
    await open();
    const [plain, prefixed] = [
      await bench.http(null, 'GET', `${SHOP}/issues/1`),
      await bench.http(null, 'GET', `/api/v3${SHOP}/issues/1`),
    ];
    expect(prefixed.body).toEqual(plain.body);
  });

  test('leads to its next page under the root by which it was asked for', async () => {
    await open();
    await open();
    const link = async (root: string) =>
      (await bench.http(null, 'GET', `${root}${SHOP}/issues?per_page=1`)).headers['link'];
    expect(await link('')).toContain(`<${bench.github.url}${SHOP}/issues?per_page=1&page=2>; rel="next"`);
    expect(await link('/api/v3')).toContain(`<${bench.github.url}/api/v3${SHOP}/issues?per_page=1&page=2>`);
  });

  test('is in the list of calls, with who asked', async () => {
    await open();
    bench.github.clearCalls();
    await post();
    await bench.as('reed').request('GET', `${SHOP}/issues/2`);
    expect(
      bench.github.calls.filter(({ path }) => path.startsWith(SHOP)).map(({ at: _at, ...call }) => call),
    ).toEqual([
      { method: 'POST', path: COMMENTS, status: 201, actor: 'muster[bot]', field: null },
      { method: 'GET', path: `${SHOP}/issues/2`, status: 404, actor: 'reed', field: null },
    ]);
  });
});
