/**
 * `npm run demo [-- --no-crash] [--out DIR] [--keep]`: plays an outage of two hours against a local GitHub, with Muster as a process of its own,
 * and tells it. Needs no network, no account and no configuration; leaves nothing behind but what `--out` asks for.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeCredentials } from './demo/credentials.ts';
import { documentFiles, writeFiles } from './demo/document-files.ts';
import { keepRunning } from './demo/keep.ts';
import { narrateTo } from './demo/narrator.ts';
import { type Played, play } from './demo/play.ts';
import { STORY } from './demo/story.ts';
import { summarise } from './demo/summary.ts';

const USAGE = `usage: npm run demo -- [--no-crash] [--out DIR] [--keep]
  --no-crash   Muster is not killed halfway; the documents are the same
  --out DIR    writes every document into DIR as a .md file
  --keep       leaves everything running at the end, and says how to talk to it`;

class BadInput extends Error {}

interface Options {
  readonly withCrash: boolean;
  readonly out: string | null;
  readonly keep: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const options = readOptions();
  if (options === null) {
    print(USAGE);
    return;
  }
  if (options.out !== null) makeFolder(options.out);
  const started = performance.now();
  const narrator = narrateTo(print);
  narrator.title('Muster plays an incident');
  narrator.lines([
    'A GitHub of our own on 127.0.0.1, with signed webhooks and a clock that we drive; beside it Muster,',
    'as an operator would run it. Everybody acts through GitHub’s API, with their own permission:',
    '',
  ]);
  narrator.cast(STORY);
  narrator.aside('Starting both; Muster’s embedded database is made anew, which takes some seconds.');

  const played = await play(STORY, { credentials: makeCredentials(), withCrash: options.withCrash, print });
  tellEnd(played, options.out);
  narrator.aside(`The demo took ${Math.round((performance.now() - started) / 1000)} s.`);
  if (options.keep) await keepRunning(played, STORY, print);
  await played.stage.close();
}

function tellEnd({ narrator, end, answers, stage }: Played, out: string | null): void {
  const files = documentFiles(end);
  narrator.title('What stands on GitHub at the end');
  narrator.lines(['As a reader sees it, in plain text; links are left out here.']);
  for (const { name, text } of files) {
    if (name !== 'replies.md') narrator.document(name, text);
  }
  narrator.title('In numbers');
  narrator.lines(summarise({ story: STORY, calls: stage.github.calls, answers, end }));
  if (out === null) return;
  writeFiles(out, files);
  narrator.aside(`Written to ${out}: ${files.map(({ name }) => name).join(', ')}.`);
}

/** Null when only the usage was asked for. */
function readOptions(): Options | null {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({
      options: { 'no-crash': flag, keep: flag, help: flag, out: { type: 'string' } },
    });
    if (values.help) return null;
    return { withCrash: !values['no-crash'], keep: values.keep, out: values.out ?? null };
  } catch (error) {
    throw new BadInput(`${messageOf(error)}\n${USAGE}`);
  }
}

/** Before the play: to hear of it after half a minute would be a pity. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new BadInput(`--out ${folder}: ${messageOf(error)}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// Whatever ends this process runs its exit handlers, which end Muster and remove what was written.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.stdout.on('error', () => process.exit(1)); // nobody reads any more

try {
  await main();
} catch (error) {
  process.stderr.write(`demo: ${error instanceof BadInput ? error.message : describe(error)}\n`);
  process.exitCode = 1;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
