/** The demo: the whole story twice, with and without the loss of Muster's process and database; and the command around it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeCredentials } from '../../src/cli/demo/credentials.ts';
import { documentFiles, writeFiles } from '../../src/cli/demo/document-files.ts';
import { QUIET_ENOUGH, noiseOf } from '../../src/cli/demo/noise.ts';
import type { Played } from '../../src/cli/demo/play.ts';
import { openStage } from '../../src/cli/demo/stage.ts';
import { STORY } from '../../src/cli/demo/story.ts';
import { summarise } from '../../src/cli/demo/summary.ts';
import { columns } from '../../src/cli/demo/wrap.ts';
import { documentKey } from '../../src/cli/demo/written-document.ts';
import { newDataFolder } from '../support/data-folder.ts';
import { loadOnGround } from '../support/once-per-process.ts';
import type { Telling } from '../support/told-story.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-demo-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the story', () => {
  let withLoss: Telling;
  let without: Telling;

  beforeAll(async () => {
    const { tellStory } = await loadOnGround(
      './told-story.ts',
      async () => import('../support/told-story.ts'),
    );
    const credentials = await makeCredentials();
    [withLoss, without] = await Promise.all([tellStory(credentials, true), tellStory(credentials, false)]);
  }, 240_000);

  afterAll(async () => {
    for (const { played, dataFolder } of [withLoss, without]) {
      await played.stage.close();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  });

  test('E1: a process killed in the middle and its database deleted change no byte of any document', () => {
    expect(withLoss.lines.join('\n')).toContain('Muster is killed here (SIGKILL');
    expect(without.lines.join('\n')).not.toContain('killed');
    const keys = without.played.end.documents.map(({ key }) => key.replace(/:[ct]?\d+$/u, ''));
    expect(keys.toSorted()).toEqual(
      [
        'board',
        'communications',
        'postmortem',
        'reminder:severity',
        'reminder:update:external',
        ...Array.from({ length: 3 }, () => 'reminder:validate'),
        ...Array.from({ length: 6 }, () => 'reply'),
        'scribe',
      ].toSorted(),
    );
    expect(withLoss.played.end.documents[0]?.body).toContain('https://github.example/ines');
    // hidden journal and signatures included
    expect(withLoss.played.end.documents).toEqual(without.played.end.documents);
    expect(folded(withLoss)).toEqual(folded(without));
  });

  test('U1: the board goes through every turn of the story', () => {
    const headlines = withLoss.played.answers.flatMap((answer) =>
      answer.kind === 'headline' ? [answer.text.replaceAll(' · Customers cannot sign in', '')] : [],
    );
    expect(headlines).toEqual([
      'Severity not classified · being worked on',
      'SEV-3 · being worked on',
      'SEV-2 · being worked on',
      'SEV-2 · cause found',
      'SEV-2 · mitigated',
      'SEV-2 · mitigated, being validated',
      'SEV-2 · validation failed, work goes on',
      'SEV-2 · mitigated, being validated',
      'SEV-2 · mitigated, validated',
      'SEV-2 · resolved, validated',
      'SEV-2 · closed',
      'SEV-2 · cause found',
      'SEV-2 · mitigated',
      'SEV-2 · mitigated, being validated',
      'SEV-2 · mitigated, validated',
      'SEV-2 · resolved, validated',
      'SEV-2 · closed',
    ]);
  });

  test('M2, M3, S2, Q1: customers who wait, the draft for them, and the calls are told in a line each', () => {
    const text = without.lines.map((line) => line.trim()).join('\n');
    const places = [
      'calls: tech: jonas since 10:09 · comms: hugo since 10:09',
      '@hugo: an update to customers is due; the last one was at 09:17 UTC.',
      'New to customers, last told 09:17:',
      'Once it is sent, this logs it: `/comms external via "status page" A third of all',
      'hugo    sends the draft to the customers, then logs it as the reply says:',
      'folds its reminder of 10:17, which is answered',
    ].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((x, y) => x - y));
    expect(folded(without)).toEqual([
      'reminder:severity',
      'reminder:update:external',
      ...Array.from({ length: 3 }, () => 'reminder:validate'),
    ]);
    const logged = without.played.end.documents.find(({ key }) => key === 'communications');
    expect(logged?.body).toContain('We have found the cause and are working on it. It began at 08:52 UTC.');
  });

  test('Q1: people write at least five comments for each that nobody asked Muster for', () => {
    const noise = noiseOf(without.played.end);
    expect(noise.people / noise.muster).toBeGreaterThanOrEqual(QUIET_ENOUGH);
    const standing = without.played.end.documents.filter(
      ({ key, title }) => title === null && !key.startsWith('reply:'),
    );
    expect(noise.muster).toBe(standing.length);
    const readme = readFileSync('README.md', 'utf8').replaceAll('\n', ' ');
    expect(readme).toContain(`people write ${noise.people} comments and Muster ${noise.muster},`);
  });

  test('what was said before the loss is answered after it', () => {
    const text = withLoss.lines.join('\n');
    expect(text.indexOf('👍 on lena’s comment of 09:56')).toBeGreaterThan(text.indexOf('Started again'));
  });

  test('nothing told is wider than 100 columns', () => {
    expect(withLoss.lines.filter((line) => columns(line) > 100)).toEqual([]);
  });

  test('the files are the documents without their hidden parts', () => {
    writeFiles(path.join(folder, 'deep', 'out'), documentFiles(withLoss.played.end));
    const out = path.join(folder, 'deep', 'out');
    expect(readdirSync(out).toSorted()).toEqual([
      'board.md',
      'communications.md',
      'postmortem.md',
      'replies.md',
      'scribe.md',
    ]);
    const all = readdirSync(out).map((name) => readFileSync(path.join(out, name), 'utf8'));
    expect(all.filter((text) => text.includes('<!--'))).toEqual([]);
    expect(readFileSync(path.join(out, 'scribe.md'), 'utf8')).toContain('~~09:16~~');
    expect(readFileSync(path.join(out, 'replies.md'), 'utf8')).toContain('*To kurt, 2026-11-17T09:29:00Z:*');
  });

  test('the numbers say what Muster asked of GitHub for a command', () => {
    const { end, answers, stage } = without.played;
    const [, , noise, commands, calls] = summarise({
      story: STORY,
      calls: stage.github.calls,
      answers,
      end,
    });
    expect(noise).toContain('comments: people 46, Muster 8 (1 for every 5.7), 6 replies to commands aside');
    expect(commands).toBe('   65  commands, 3 of them refused with a reply');
    // board and reaction, and now and then a label, an assignment or a document
    const each = Number(/(?<each>[\d.]+) without what is asked once/u.exec(calls ?? '')?.groups?.['each']);
    expect(each).toBeGreaterThan(1);
    expect(each).toBeLessThan(2.5);
  });
});

test('a run of Muster that fails stops the play with its log, and nothing stays', async () => {
  const seed = {
    users: [{ login: 'ada' }],
    repositories: [{ owner: 'ada', name: 'shop', labels: ['incident'] }],
  };
  const now = Temporal.Instant.from('2026-11-17T09:00:00Z');
  const dataFolder = await newDataFolder();
  const stage = await openStage(seed, now, await makeCredentials(), dataFolder);
  const pid = stage.musterPid();
  try {
    stage.github.fault({ method: 'POST', path: /\/comments$/u, kind: 'error', status: 502, times: 1 });
    await stage.github.as('ada').createIssue('ada', 'shop', { title: 'Down', labels: ['incident'] });
    await expect(stage.settled()).rejects.toThrow(/^Muster failed\. Its log:[\s\S]*looking again in/u);
  } finally {
    await stage.close();
    rmSync(dataFolder, { recursive: true });
  }
  expect(isAlive(pid)).toBe(false);
});

describe('the command', () => {
  let child: ChildProcess | null = null;
  afterEach(() => {
    child?.kill('SIGKILL');
  });

  function demo(...args: string[]): ChildProcess {
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/cli/demo.ts', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: folder },
    });
    return child;
  }

  test.each([
    [['--nocrash'], "demo: Unknown option '--nocrash'", 'usage: npm run demo'],
    [['extra'], "demo: Unexpected argument 'extra'", 'usage: npm run demo'],
    [['--out'], "demo: Option '--out <value>' argument missing", 'usage: npm run demo'],
    [['--out', 'FILE/deeper'], 'demo: --out ', 'ENOTDIR'],
  ])('%j ends with 1 and says why', async (args, ...said) => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    const started = demo(...args.map((arg) => arg.replace('FILE', file)));
    let text = '';
    started.stderr?.on('data', (chunk) => (text += String(chunk)));
    expect(await once(started, 'close')).toEqual([1, null]);
    for (const words of said) expect(text).toContain(words);
  });

  test('ends with 1 and the log when Muster dies on its own', async () => {
    const started = demo();
    let text = '';
    started.stderr?.on('data', (chunk) => (text += String(chunk)));
    process.kill(await holderIn(folder), 'SIGKILL');
    expect(await once(started, 'close')).toEqual([1, null]);
    expect(text).toMatch(/^demo: Error: Muster .*SIGKILL.*Its log:/u);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('SIGINT ends Muster as well and leaves no file', async () => {
    const started = demo();
    const pid = await holderIn(folder);
    started.kill('SIGINT');
    expect(await once(started, 'close')).toEqual([130, null]);
    expect(readdirSync(folder)).toEqual([]);
    expect(isAlive(pid)).toBe(false);
  });
});

/** Kinds of Muster's comments that stand folded, without what tells them apart. */
function folded({ played }: { readonly played: Played }): readonly string[] {
  return played.end.comments
    .filter(({ isFolded }) => isFolded)
    .map(({ body }) => documentKey(body).replace(/:[ct]?\d+$/u, ''))
    .toSorted();
}

/** False also for a process that is dead and not yet collected. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return !/^(?:Z.*)?\s*$/u.test(stdout);
}

/** The process that holds a data folder somewhere under `root`, as soon as there is one. */
async function holderIn(root: string): Promise<number> {
  const find = (): number | null => {
    const name = readdirSync(root, { recursive: true, encoding: 'utf8' }).find((n) =>
      n.endsWith('holder.json'),
    );
    if (name === undefined) return null;
    const pid = /"pid":\s*(?<pid>\d+)/u.exec(readFileSync(path.join(root, name), 'utf8'))?.groups?.['pid'];
    return pid === undefined ? null : Number(pid);
  };
  return await new Promise((resolve) => {
    const watcher = watch(root, { recursive: true }, () => {
      const pid = find();
      if (pid === null) return;
      watcher.close();
      resolve(pid);
    });
  });
}
