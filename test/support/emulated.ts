/**
 * Muster against a GitHub that somebody else wrote: `emulate`, in this process and on the loopback. It knows no `/api/v3`, has a webhook address
 * that is fixed before Muster has a port, and names no delivery it has still to make; so a front stands between the two that forwards and listens.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createEmulator } from 'emulate';
import { type Muster, startMuster } from '../../src/compose.ts';
import { openGitHub } from '../../src/github/client.ts';
import { type Settings, readSettings } from '../../src/settings.ts';
import { emptyDataFolder, newDataFolder } from './data-folder.ts';
import { until } from './until.ts';

const APP = 7;
/** Of the App, and of one that may only read. */
export const INSTALLATION = 70;
export const READER = 72;
const PEOPLE = ['prima', 'sylvain', 'hank'];
export const SHOP = '/repos/acme/shop';

interface Delivered {
  readonly event: string;
  readonly action: string;
  /** What Muster answered. */
  readonly status: number;
  readonly payload: Payload;
}

interface Payload {
  readonly action?: string;
  readonly issue?: { readonly number: number };
  readonly comment?: { readonly id: number };
  readonly sender?: { readonly login: string };
}

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly id: number; readonly login: string; readonly type: string };
}

export interface Emulated {
  readonly settings: Settings;
  /** Of an App that may only read issues. */
  readonly reader: Settings;
  readonly log: readonly string[];
  readonly delivered: readonly Delivered[];
  /** What Muster asked for, as `POST /repos/…`, with what it was answered. */
  readonly calls: readonly { readonly call: string; readonly status: number }[];
  /** As a person; throws on a refusal. */
  request<T>(login: string, method: string, path: string, body?: object): Promise<T>;
  /** Opens an issue, labels it `incident`, and waits for what Muster makes of it; returns its number. */
  incident(): Promise<number>;
  say(login: string, issue: number, text: string): Promise<void>;
  close(issue: number): Promise<void>;
  comments(issue: number): Promise<readonly Comment[]>;
  /** Muster's own, oldest first. */
  ours(issue: number): Promise<readonly Comment[]>;
  /** Stops Muster, loses its database, and starts it again. */
  forget(): Promise<void>;
  end(): Promise<void>;
}

/** emulate reads no key in another form than GitHub issues them in. */
export function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' });
}

export async function startEmulated(): Promise<Emulated> {
  const key = newKey();
  const secret = randomBytes(24).toString('hex');
  const folder = await newDataFolder();
  const log: string[] = [];
  const delivered: Delivered[] = [];
  const calls: { call: string; status: number }[] = [];
  let muster: Muster | null = null;

  const front = createServer((request, response) => {
    forward(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const address = `127.0.0.1:${(front.address() as AddressInfo).port}`;
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: seed(key, secret, `http://${address}`),
  });

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    const isHook = url.startsWith('/hook');
    const body = await buffer(request);
    const target = isHook
      ? `http://127.0.0.1:${muster?.port}/api/github/webhooks`
      : `${emulator.url}${url.replace('/api/v3', '')}`;
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(target, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(body.length === 0 ? {} : { body }),
    });
    const text = Buffer.from(await answer.arrayBuffer());
    if (isHook) {
      const payload = JSON.parse(body.toString()) as Payload;
      const event = String(request.headers['x-github-event']);
      delivered.push({ event, action: payload.action ?? '', status: answer.status, payload });
    } else {
      calls.push({ call: `${request.method} ${url.replace('/api/v3', '')}`, status: answer.status });
    }
    const kept = [...answer.headers].filter(
      ([name]) => !/^(?:content-(?:length|encoding)|transfer-encoding|connection)$/u.test(name),
    );
    response.writeHead(answer.status, Object.fromEntries(kept)).end(text);
  }

  const read = readSettings({
    APP_ID: String(APP),
    PRIVATE_KEY: key,
    WEBHOOK_SECRET: secret,
    GHE_HOST: address,
    GHE_PROTOCOL: 'http',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: folder,
  });
  if (!('settings' in read)) throw new Error(JSON.stringify(read));
  const { settings } = read;
  // GitHub's bot exists from the start, emulate's from the first write of an installation
  const octokit = await openGitHub(settings).installation(INSTALLATION);
  const at = { owner: 'acme', repo: 'shop' };
  for (const name of ['incident', 'sev2', 'postmortem'])
    await octokit.rest.issues.createLabel({ ...at, name });

  const start = async (): Promise<void> => {
    muster = await startMuster(settings, (line) => log.push(line));
  };
  await start();

  const request: Emulated['request'] = async <T>(
    login: string,
    method: string,
    path: string,
    body?: object,
  ) => {
    const answer = await fetch(`${emulator.url}${path}`, {
      method,
      headers: { authorization: `token ${login}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const arrived = async (is: (delivery: Delivered) => boolean): Promise<void> => {
    await until(() => delivered.some((d) => d.status === 202 && is(d)));
    let quiet = 0;
    await until(async () => {
      const broken = log.find((line) => line.startsWith('reconcile '));
      if (broken !== undefined) throw new Error(`a run failed: ${broken}`);
      const { waiting, running } = await health();
      quiet = waiting + running === 0 ? quiet + 1 : 0;
      return quiet === 2;
    });
  };
  const health = async () => {
    const answer = await fetch(`http://127.0.0.1:${muster?.port}/healthz`, {
      headers: { connection: 'close' },
    });
    return (await answer.json()) as { waiting: number; running: number };
  };
  const happened = (action: string, issue: number) =>
    arrived((d) => d.event === 'issues' && d.action === action && d.payload.issue?.number === issue);
  const comments: Emulated['comments'] = async (issue) => {
    const all: Comment[] = [];
    for (let page = 1; all.length === (page - 1) * 100; page += 1) {
      const path = `${SHOP}/issues/${issue}/comments?per_page=100&page=${page}`;
      all.push(...(await request<Comment[]>('prima', 'GET', path)));
    }
    return all;
  };

  return {
    settings,
    reader: { ...settings, app: { ...settings.app, id: APP + 2 } },
    log,
    delivered,
    calls,
    request,
    comments,
    incident: async () => {
      const { number } = await request<{ number: number }>('prima', 'POST', `${SHOP}/issues`, {
        title: 'Checkout fails',
      });
      await request('prima', 'POST', `${SHOP}/issues/${number}/labels`, { labels: ['incident'] });
      await happened('labeled', number);
      return number;
    },
    say: async (login, issue, body) => {
      const { id } = await request<Comment>(login, 'POST', `${SHOP}/issues/${issue}/comments`, { body });
      await arrived((d) => d.event === 'issue_comment' && d.payload.comment?.id === id);
    },
    close: async (issue) => {
      await request('prima', 'PATCH', `${SHOP}/issues/${issue}`, { state: 'closed' });
      await happened('closed', issue);
    },
    ours: async (issue) => (await comments(issue)).filter((c) => c.user.login === 'muster[bot]'),
    forget: async () => {
      await muster?.stop();
      await emptyDataFolder(folder);
      await start();
    },
    end: async () => {
      await muster?.stop();
      await emulator.close();
      front.closeAllConnections();
      front.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function seed(key: string, secret: string, front: string) {
  const app = {
    private_key: key,
    permissions: { issues: 'write', contents: 'read', metadata: 'read', members: 'read' },
    events: ['issues', 'issue_comment', 'label'],
  };
  return {
    tokens: Object.fromEntries([...PEOPLE, 'stranger'].map((login) => [login, { login }])),
    github: {
      users: [...PEOPLE, 'stranger'].map((login) => ({ login })),
      orgs: [{ login: 'acme', members: PEOPLE.map((login) => ({ login })) }],
      repos: [{ owner: 'acme', name: 'shop' }],
      apps: [
        // signs with another secret, and sends its webhooks to the same address; the first here is the first to send
        {
          ...app,
          app_id: APP + 1,
          slug: 'impostor',
          name: 'Impostor',
          webhook_url: `${front}/hook?impostor`,
          webhook_secret: randomBytes(24).toString('hex'),
          installations: [{ installation_id: INSTALLATION + 1, account: 'acme' }],
        },
        {
          ...app,
          app_id: APP,
          slug: 'muster',
          name: 'Muster',
          webhook_url: `${front}/hook`,
          webhook_secret: secret,
          installations: [{ installation_id: INSTALLATION, account: 'acme' }],
        },
        {
          ...app,
          app_id: APP + 2,
          slug: 'reader',
          name: 'Reader',
          permissions: { issues: 'read', metadata: 'read' },
          events: [],
          installations: [{ installation_id: READER, account: 'acme' }],
        },
      ],
    },
  };
}
