/** Reads what the operator asks, opens the database, answers. Whatever is wrong comes back as lines for the terminal. */
import { parseArgs } from 'node:util';
import type { Store } from '../../store/store.ts';
import { audit } from './audit.ts';
import { failed } from './failed.ts';
import { openDatabase } from './open-database.ts';
import { retry } from './retry.ts';
import { Stopped, reasonOf } from './stopped.ts';

const USAGE = `usage: npm run -s muster -- failed              lists the runs that were given up, and what GitHub refuses
       npm run -s muster -- retry [KEY …]     has them tried again; without a KEY, all of them
       npm run -s muster -- audit KEY         lists what was judged on an incident, by whose right

KEY is acme/shop#41, or what "failed" shows. Reads DATABASE_URL or DATA_DIR, as Muster itself does. An embedded folder
can be opened only while Muster is stopped.`;

interface Asked {
  /** Of names after the command. */
  readonly least: number;
  readonly most: number;
  readonly work: (store: Store, names: readonly string[]) => Promise<string>;
}

const COMMANDS: ReadonlyMap<string, Asked> = new Map([
  ['failed', { least: 0, most: 0, work: failed }],
  ['retry', { least: 0, most: Infinity, work: retry }],
  ['audit', { least: 1, most: 1, work: async (store, [name = '']) => audit(store, name) }],
]);

export interface OperatorResult {
  readonly code: 0 | 1;
  readonly out: string;
  readonly err: string;
}

/** Null for help. */
function readArguments(argv: readonly string[]): { asked: Asked; names: readonly string[] } | null {
  const help = { type: 'boolean', short: 'h' } as const;
  let read;
  try {
    read = parseArgs({ args: [...argv], options: { help }, allowPositionals: true });
  } catch (error) {
    throw new Stopped(`${reasonOf(error)}\n\n${USAGE}`);
  }
  if (read.values.help === true) return null;
  const [command, ...names] = read.positionals;
  const asked = COMMANDS.get(command ?? '');
  if (asked === undefined) {
    const given = command === undefined ? 'nothing' : `"${command}"`;
    throw new Stopped(`expected ${[...COMMANDS.keys()].join(', ')}; read ${given}\n\n${USAGE}`);
  }
  if (names.length < asked.least) throw new Stopped(`${command}: the incident is missing\n\n${USAGE}`);
  if (names.length > asked.most)
    throw new Stopped(`${command}: "${names[asked.most]}" is too much\n\n${USAGE}`);
  return { asked, names };
}

/** `argv` without the program; `env` for DATABASE_URL and DATA_DIR. Never throws for what a person can mend. */
export async function runOperator(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<OperatorResult> {
  try {
    const read = readArguments(argv);
    if (read === null) return { code: 0, out: `${USAGE}\n`, err: '' };
    const store = await openDatabase(env);
    try {
      const out = `${await read.asked.work(store, read.names)}\n`;
      return { code: 0, out, err: store.notice === null ? '' : `${store.notice}\n` };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { code: 1, out: '', err: `${error.message}\n` };
  }
}
