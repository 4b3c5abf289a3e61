/** A Probot app with one handler that does nothing, at its cheapest: on a plain `node:http` server, without a log line for each request. */
import { createServer } from 'node:http';
import { Probot, createNodeMiddleware } from 'probot';
import { listenAnywhere } from './listening.ts';

const probot = new Probot({
  appId: Number(process.env['APP_ID']),
  privateKey: (process.env['PRIVATE_KEY'] ?? '').replaceAll(String.raw`\n`, '\n'),
  secret: process.env['WEBHOOK_SECRET'] ?? '',
  logLevel: 'warn',
});
const middleware = await createNodeMiddleware(
  (app) => {
    app.on(['issue_comment', 'issues', 'push'], async () => undefined);
  },
  { probot, webhooksPath: '/api/github/webhooks' },
);
const server = createServer((request, response) => {
  void middleware(request, response, () => {
    response.writeHead(404).end();
  });
});
console.log(`listening on http://127.0.0.1:${await listenAnywhere(server)}`);
