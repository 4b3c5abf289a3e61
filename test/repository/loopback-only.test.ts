import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { get } from 'node:http';
import { expect, test } from '@jest/globals';

test('a test that speaks to another machine fails', async () => {
  await expect(fetch('http://192.0.2.1/')).rejects.toMatchObject({
    cause: { message: 'tests speak to this machine only, not to the address 192.0.2.1' },
  });
  expect(() => get({ host: 'api.github.com', agent: false })).toThrow(
    'tests speak to this machine only, not to the host api.github.com',
  );
});

test('loopback is served', async () => {
  const server = createServer((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(204);
  server.close();
});
