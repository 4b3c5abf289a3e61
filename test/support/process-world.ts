/** What a process of Muster needs to be at work: a local GitHub with one repository, behind a gate, and a data folder. */
import { rmSync } from 'node:fs';
import { type LocalGitHub, startLocalGitHub } from '../../src/local-github/local-github.ts';
import { newDataFolder } from './data-folder.ts';
import { type Gate, openGate } from './gate.ts';
import { credentials, freePort } from './main-process.ts';

export interface ProcessWorld {
  readonly github: LocalGitHub;
  /** Everything that the process asks of GitHub passes here. */
  readonly gate: Gate;
  /** Where the process listens. */
  readonly port: number;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  readonly environment: Readonly<Record<string, string>>;
  /** After the process has ended. */
  close(): Promise<void>;
}

export async function openProcessWorld(): Promise<ProcessWorld> {
  const github = await startLocalGitHub({
    seed: {
      users: [{ login: 'prima' }],
      organisations: [{ login: 'acme', owners: ['prima'] }],
      repositories: [{ owner: 'acme', name: 'shop', labels: ['incident'] }],
    },
  });
  const [gate, folder, port] = await Promise.all([openGate(github.url), newDataFolder(), freePort()]);
  const keys = credentials();
  const webhookUrl = `http://127.0.0.1:${port}/api/github/webhooks`;
  const webhookSecret = keys.environment['WEBHOOK_SECRET'] ?? '';
  github.registerApp({
    id: 7,
    slug: 'muster',
    publicKey: keys.publicKey,
    webhook_url: webhookUrl,
    webhook_secret: webhookSecret,
  });
  return {
    github,
    gate,
    port,
    webhookUrl,
    webhookSecret,
    environment: {
      ...keys.environment,
      PORT: String(port),
      DATA_DIR: folder,
      GHE_HOST: gate.host,
      GHE_PROTOCOL: 'http',
    },
    close: async () => {
      gate.close();
      await github.close();
      rmSync(folder, { recursive: true });
    },
  };
}
