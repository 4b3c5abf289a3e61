/** The command itself: what it reads, where it writes, what it says, how it ends. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runReplay } from '../../../src/cli/replay/run-replay.ts';
import { demandSchema, exported, restComment, restIssue } from '../../support/issue-export.ts';

const REPLAY = path.join(import.meta.dirname, '../../../src/cli/replay.ts');
const OUTAGE = path.join(import.meta.dirname, '../../fixtures/replay/checkout-outage.json');
const ALWAYS = ['board.md', 'communications.md', 'incident.json', 'postmortem.md', 'replies.md', 'scribe.md'];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-replay-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const inFolder = (name: string): string => path.join(folder, name);

function save(name: string, text: string): string {
  writeFileSync(inFolder(name), text);
  return inFolder(name);
}

test('a process of its own writes the files, says in short what happened, and ends well', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [REPLAY, OUTAGE, '--out', inFolder('out')], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(readdirSync(inFolder('out')).toSorted()).toEqual(ALWAYS);
  demandSchema(JSON.parse(readFileSync(inFolder('out/incident.json'), 'utf8')));
  expect(stdout).toBe(`Checkout fails for EU customers · sev2 · closed
https://github.com/acme/shop/issues/41

  Time to detect        20 min
  Outage in all         1 h 32 min
  Time to resolve       1 h 12 min
  Time to acknowledge   2 min 30 s
  Time to diagnose      44 min
  Time to mitigate      1 h 8 min

40 entries, 15 milestones · 4 updates to 2 audiences · 3 action items · 4 commands refused

In ${inFolder('out')}: board.md, scribe.md, communications.md, postmortem.md, replies.md, incident.json
`);
});

test('a process that is given a bad file ends with 1, says why on stderr, and writes nothing', () => {
  const file = save('cut.json', readFileSync(OUTAGE, 'utf8').slice(0, 5000));
  const { status, stdout, stderr } = spawnSync(process.execPath, [REPLAY, file, '--out', inFolder('out')], {
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^.*cut\.json: comments\[\d+\][\w.]*: line \d+, column \d+: read .*\n$/u);
  expect(readdirSync(folder)).toEqual(['cut.json']);
});

test('remarks are said, and a hostile title does nothing to the terminal', async () => {
  const issue = restIssue({ title: 'Down\u001B]0;x\u0007\n\u202Enow' });
  const file = save('issue.json', JSON.stringify(exported({ issue, permissions: undefined })));
  const { code, out } = await runReplay([file, '--out', inFolder('out')], {});
  expect(code).toBe(0);
  expect(out).toMatch(/^Down \]0;x now · severity not classified · open\n/u);
  expect(out).toContain('\n  No permissions were given, so everybody named counts as allowed to command.\n');
});

test('replayed twice, it says the same', async () => {
  for (const out of ['one', 'two']) await runReplay([OUTAGE, '--out', inFolder(out)], {});
  for (const name of ALWAYS)
    expect(readFileSync(inFolder(`two/${name}`), 'utf8')).toBe(readFileSync(inFolder(`one/${name}`), 'utf8'));
});

test('every problem is a line of its own that names the file', async () => {
  const comments = [
    restComment(1, 'ben', '14:05', 'hm', { created_at: 'x' }),
    restComment(2, 'ben', '14:06', 'hm', { id: null }),
  ];
  const file = save('issue.json', JSON.stringify(exported({ comments })));
  const { code, err } = await runReplay([file, '--out', inFolder('out')], {});
  expect(code).toBe(1);
  expect(err)
    .toBe(`${file}: comments[0].created_at: read "x", expected an ISO 8601 time like 2026-11-21T14:05:00Z
${file}: comments[1].id: read null, expected a number
`);
});

test.each([
  ['no file', ['--out', 'out'], 'expected one file'],
  ['two files', ['one.json', 'two.json', '--out', 'out'], 'expected one file'],
  ['an option that does not exist', [OUTAGE, '--output', 'out'], '--output'],
  ['no folder', [OUTAGE], '--out is missing'],
  ['a file that is not there', ['/nowhere/issue.json', '--out', 'out'], 'ENOENT'],
  ['saving a file', [OUTAGE, '--out', 'out', '--save', 'x.json'], '--save keeps what was read from GitHub'],
  ['an address that is no issue', ['https://github.com/acme/shop', '--out', 'out'], 'is no issue’s page'],
  ['a token in clear text', ['http://github.example/acme/shop/issues/1', '--out', 'out'], 'in clear text'],
])('%s is refused', async (_name, argv, expected) => {
  const { code, out, err } = await runReplay(argv, {});
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(expected);
});

test('what is no text, and a folder that cannot be one, are said in a line', async () => {
  writeFileSync(inFolder('issue.json.gz'), Buffer.from([0x1f, 0x8b, 0x08, 0x00]));
  expect(await runReplay([inFolder('issue.json.gz'), '--out', inFolder('out')], {})).toMatchObject({
    code: 1,
    err: expect.stringContaining('is not UTF-8 text, expected JSON'),
  });
  const file = save('taken', '');
  expect(await runReplay([OUTAGE, '--out', path.join(file, 'out')], {})).toMatchObject({
    code: 1,
    err: expect.stringContaining('cannot be written'),
  });
});

test('--help says how to use it', async () => {
  expect(await runReplay(['--help'], {})).toMatchObject({ code: 0, out: expect.stringContaining('usage: ') });
});
