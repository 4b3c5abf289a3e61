/** The least that a receiver of webhooks can do: read the body, check the HMAC over its bytes, parse it, answer. What everything is held against. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { listenAnywhere } from './listening.ts';

const secret = process.env['WEBHOOK_SECRET'] ?? '';
const accepted = '{"outcome":"dropped"}\n';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    const given = Buffer.from(String(request.headers['x-hub-signature-256']));
    const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
    const payload: unknown = isSigned ? JSON.parse(body.toString('utf8')) : null;
    response
      .writeHead(payload === null ? 401 : 202, {
        'content-type': 'application/json',
        'content-length': accepted.length,
      })
      .end(accepted);
  });
});
console.log(`listening on http://127.0.0.1:${await listenAnywhere(server)}`);
