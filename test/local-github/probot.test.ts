/** Probot and Octokit as they are, talking to the local GitHub. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Probot, ProbotOctokit } from 'probot';
import { APP_ID, at, pluck, PRIVATE_KEY, SHOP, useBench, WEBHOOK_SECRET } from './bench.ts';

const bench = useBench();
let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** Its own waits between writes are switched off: function form, the object form has no effect. */
const Octokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

function probot(): Probot {
  return new Probot({
    appId: APP_ID,
    privateKey: PRIVATE_KEY,
    secret: WEBHOOK_SECRET,
    baseUrl: bench.github.url,
    logLevel: 'fatal',
    Octokit,
  });
}

describe('Probot', () => {
  test('turns its key into a token and comments as the bot', async () => {
    await bench.as('will').createIssue('acme', 'shop', { title: 'x' });
    const app = probot();
    const asApp = await app.auth();
    const { data: installation } = await asApp.rest.apps.getRepoInstallation({ owner: 'acme', repo: 'shop' });
    const octokit = await app.auth(installation.id);
    const target = { owner: 'acme', repo: 'shop', issue_number: 1 };
    const { data } = await octokit.rest.issues.createComment({ ...target, body: 'hello' });
    expect(data).toMatchObject({ body: 'hello', user: { login: 'muster[bot]', type: 'Bot' } });
    const paths = bench.github.calls
      .filter(({ actor }) => actor !== 'will')
      .map(({ method, path }) => `${method} ${path}`);
    expect(paths).toEqual([
      `GET ${SHOP}/installation`,
      `POST /app/installations/${installation.id}/access_tokens`,
      `POST ${SHOP}/issues/1/comments`,
    ]);
  });

  test('pages through a list by its links', async () => {
    await bench.as('will').createIssue('acme', 'shop', { title: 'x' });
    for (let count = 1; count <= 7; count += 1) await bench.as('will').comment('acme', 'shop', 1, `${count}`);
    const octokit = await probot().auth(await installationId());
    const options = { owner: 'acme', repo: 'shop', issue_number: 1, per_page: 3 };
    const comments = await octokit.paginate(octokit.rest.issues.listComments, options);
    expect(comments.map(({ body }) => body)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    const repositories = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, {
      per_page: 1,
    });
    expect(pluck(repositories, 'name')).toEqual(['shop', 'vault']);
  });

  test('reads a configuration file', async () => {
    const octokit = await probot().auth(await installationId());
    const { config } = await octokit.config.get({
      owner: 'acme',
      repo: 'shop',
      path: '.github/incident.yml',
    });
    expect(config).toEqual({ severities: ['sev1'] });
    const none = await octokit.config.get({ owner: 'acme', repo: 'vault', path: '.github/incident.yml' });
    expect(none.config).toEqual({});
  });

  test('takes our webhooks as signed by GitHub, and none under another secret', async () => {
    const app = probot();
    const heard: string[] = [];
    app.onAny(({ name, payload }) => {
      heard.push(`${name}.${String(at(payload, 'action'))}`);
    });
    const statuses: number[] = [];
    server = createServer((request, response) => {
      response.on('finish', () => statuses.push(response.statusCode));
      let text = '';
      request.on('data', (chunk) => (text += String(chunk)));
      request.on('end', () => {
        const { headers } = request;
        app.webhooks
          .verifyAndReceive({
            id: String(headers['x-github-delivery']),
            name: String(headers['x-github-event']),
            payload: text,
            signature: String(headers['x-hub-signature-256']),
          })
          .then(
            () => response.writeHead(200).end(),
            () => response.writeHead(400).end(),
          );
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server?.once('listening', resolve));
    const address = server.address();
    const webhook_url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/` : '';
    const register = (webhook_secret: string) =>
      bench.github.registerApp({
        id: APP_ID,
        slug: 'muster',
        privateKey: PRIVATE_KEY,
        webhook_url,
        webhook_secret,
      });
    register(WEBHOOK_SECRET);
    await bench.as('will').createIssue('acme', 'shop', { title: 'x' });
    await bench.github.settled();
    register('another secret');
    await bench.as('will').comment('acme', 'shop', 1, 'x');
    await bench.github.settled();
    expect(heard).toEqual(['issues.opened']);
    expect(statuses).toEqual([200, 400]);
  });

  test('asks GraphQL', async () => {
    await bench.as('will').createIssue('acme', 'shop', { title: 'x' });
    const { node_id } = await bench.as('will').comment('acme', 'shop', 1, 'x');
    const octokit = await probot().auth(await installationId());
    const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { id lastEditedAt } } }';
    expect(await octokit.graphql(query, { ids: [node_id] })).toEqual({
      nodes: [{ id: node_id, lastEditedAt: null }],
    });
    await expect(octokit.graphql('{ viewer { login } }')).rejects.toThrow("Field 'viewer' doesn't exist");
  });
});

async function installationId(): Promise<number> {
  const octokit = await probot().auth();
  return (await octokit.rest.apps.getOrgInstallation({ org: 'acme' })).data.id;
}
