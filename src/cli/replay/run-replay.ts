/**
 * `replay FILE.json --out DIR`, or an issue's page instead of the file: reads, retells, writes. Whatever is wrong comes back as lines for the
 * terminal; nothing is written then.
 */
import { isUtf8 } from 'node:buffer';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ReadExport, checkExport, readExport } from './export-file.ts';
import { toRetelling } from './export-record.ts';
import { fetchIssue } from './fetch-issue.ts';
import { isUrl, readIssueUrl } from './issue-url.ts';
import { retell } from './retell.ts';
import { summaryText } from './summary.ts';

const USAGE = `usage: npm run -s replay -- FILE.json --out DIR
       npm run -s replay -- https://github.com/acme/shop/issues/41 --out DIR [--save FILE.json]

Reads an issue as GitHub exports it, or from GitHub itself with GITHUB_TOKEN, and writes the documents that Muster
would have left: board.md, scribe.md, communications.md, postmortem.md, replies.md and incident.json.
--save keeps what was read, to be replayed without a network. docs/replay.md says what an export holds.`;

/** What stops a replay: lines for a person. */
class Stopped extends Error {
  readonly lines: readonly string[];

  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

export interface ReplayResult {
  readonly code: 0 | 1;
  readonly out: string;
  readonly err: string;
}

interface Asked {
  readonly source: string;
  readonly out: string | null;
  readonly save: string | null;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readArguments(argv: readonly string[]): Asked | null {
  const text = { type: 'string' } as const;
  const options = { out: text, save: text, help: { type: 'boolean', short: 'h' } } as const;
  let read;
  try {
    read = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new Stopped(messageOf(error), '', USAGE);
  }
  const { values, positionals } = read;
  if (values.help === true) return null;
  const [source, ...more] = positionals;
  if (source === undefined || more.length > 0)
    throw new Stopped('expected one file, or the page of one issue', '', USAGE);
  const { out = null, save = null } = values;
  if (save !== null && !isUrl(source))
    throw new Stopped('--save keeps what was read from GitHub; this is a file');
  if (out === null && save === null) throw new Stopped('--out is missing: the folder to write to', '', USAGE);
  return { source, out, save };
}

function write(file: string, text: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new Stopped(`${file} cannot be written: ${messageOf(error)}`);
  }
}

function readFile(file: string): ReadExport {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new Stopped(`${file} cannot be read: ${messageOf(error)}`);
  }
  if (!isUtf8(bytes)) throw new Stopped(`${file}: is not UTF-8 text, expected JSON`);
  return readExport(new TextDecoder().decode(bytes));
}

async function readPage(page: string, token: string | undefined, save: string | null): Promise<ReadExport> {
  const address = readIssueUrl(page);
  if ('problem' in address) throw new Stopped(address.problem);
  const fetched = await fetchIssue(address, token);
  if ('problem' in fetched) throw new Stopped(fetched.problem);
  if (save !== null) write(save, `${JSON.stringify(fetched.raw, null, 2)}\n`);
  return checkExport(fetched.raw);
}

async function replay(asked: Asked, token: string | undefined): Promise<string> {
  const { source, out, save } = asked;
  const refuse = (problems: readonly string[]): Stopped =>
    new Stopped(...problems.map((problem) => `${source}: ${problem}`));
  const read = isUrl(source) ? await readPage(source, token, save) : readFile(source);
  if ('problems' in read) throw refuse(read.problems);
  const saved = save === null ? [] : [`Saved as ${save}`];
  if (out === null) return saved.join('\n');
  const told = toRetelling(read.found);
  if ('problems' in told) throw refuse(told.problems);
  const { files, incident } = retell(told.retelling);
  for (const { name, text } of files) write(path.join(out, name), text);
  return [
    summaryText(
      incident,
      out,
      files.map((file) => file.name),
    ),
    ...saved,
  ].join('\n');
}

/** `argv` without the program; `env` for GITHUB_TOKEN. Never throws for what a person can mend. */
export async function runReplay(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReplayResult> {
  try {
    const asked = readArguments(argv);
    if (asked === null) return { code: 0, out: `${USAGE}\n`, err: '' };
    const token = env['GITHUB_TOKEN']?.trim();
    return { code: 0, out: `${await replay(asked, token === '' ? undefined : token)}\n`, err: '' };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { code: 1, out: '', err: `${error.lines.join('\n')}\n` };
  }
}
