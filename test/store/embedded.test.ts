import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { bootId, openEmbedded } from '../../src/store/embedded.ts';
import { FolderInUseError } from '../../src/store/folder-lock.ts';
import { newDataFolder } from '../support/data-folder.ts';

let folder: string;
let written: string;

// creating a database takes seconds, copying one does not
beforeAll(async () => {
  written = await newDataFolder();
  const { lite, close } = await openEmbedded(written, 'boot 1');
  await lite.exec('create table kept (id int)');
  await close();
}, 30_000);

afterAll(() => {
  rmSync(written, { recursive: true, force: true });
});

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'muster-embedded-'));
  cpSync(written, folder, { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const TIME = 30_000;

async function keptRows(boot: string): Promise<{ rows: unknown; setAside: string | null }> {
  const { lite, setAside, close } = await openEmbedded(folder, boot);
  try {
    const { rows } = await lite.query("select to_regclass('kept') is not null as kept");
    return { rows, setAside };
  } finally {
    await close();
  }
}

test(
  'what was written is there after a restart, even after another boot',
  async () => {
    expect(await keptRows('boot 2')).toEqual({ rows: [{ kept: true }], setAside: null });
  },
  TIME,
);

test(
  'only the owner may look into the folder',
  async () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  },
  TIME,
);

test(
  'a second process is refused and told who holds the folder',
  async () => {
    const { close } = await openEmbedded(folder);
    const script = `
    import { lockFolder } from ${JSON.stringify(path.resolve('src/store/folder-lock.ts'))};
    try { lockFolder(${JSON.stringify(folder)}); console.log('taken'); } catch (error) { console.log(error.name + ': ' + error.message); }`;
    const run = () =>
      execFileSync('node', ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script], {
        encoding: 'utf8',
      });
    expect(run()).toMatch(
      new RegExp(`^FolderInUseError: the data folder .* is in use by process ${process.pid} since 20`, 'u'),
    );
    await close();
    expect(run()).toBe('taken\n');
  },
  TIME,
);

test(
  'the same process is refused as well',
  async () => {
    const { close } = await openEmbedded(folder);
    await expect(openEmbedded(folder)).rejects.toThrow(FolderInUseError);
    await close();
  },
  TIME,
);

test(
  'a folder that was left open in another boot is set aside',
  async () => {
    writeFileSync(path.join(folder, 'state.json'), JSON.stringify({ boot: 'boot 1', clean: false }));
    const { rows, setAside } = await keptRows('boot 2');
    expect(rows).toEqual([{ kept: false }]);
    expect(setAside).toContain('was left open when the machine stopped');
    expect(readdirSync(folder).filter((name) => name.startsWith('pg-set-aside-'))).toHaveLength(1);
  },
  TIME,
);

test(
  'one that was left open in this boot is used: a killed process loses nothing',
  async () => {
    writeFileSync(path.join(folder, 'state.json'), JSON.stringify({ boot: 'boot 1', clean: false }));
    expect(await keptRows('boot 1')).toEqual({ rows: [{ kept: true }], setAside: null });
  },
  TIME,
);

test(
  'a folder that does not open is set aside and built anew',
  async () => {
    writeFileSync(path.join(folder, 'pg', 'global', 'pg_control'), 'not what PostgreSQL wrote');
    const { rows, setAside } = await keptRows('boot 1');
    expect(rows).toEqual([{ kept: false }]);
    expect(setAside).toContain('did not open');
  },
  TIME,
);

test(
  'the state says whether it was closed, and in which boot',
  async () => {
    const { close } = await openEmbedded(folder);
    const state = () => JSON.parse(readFileSync(path.join(folder, 'state.json'), 'utf8')) as unknown;
    expect(state()).toEqual({ boot: bootId(), clean: false });
    await close();
    expect(state()).toEqual({ boot: bootId(), clean: true });
  },
  TIME,
);
