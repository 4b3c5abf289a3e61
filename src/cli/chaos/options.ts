/** What a chaos run is told on the command line. Everything that is wrong is said at once: what was read, what was expected, an example. */
import { parseArgs } from 'node:util';
import { FAULTS, FAULT_NAMES, type FaultRates, faultRates, isFaultName } from './faults.ts';
import { PLANTS, PLANT_NAMES, type PlantName, isPlantName } from './plants.ts';

export interface ChaosOptions {
  /** Real seconds of play; settling comes on top. */
  readonly seconds: number;
  readonly seed: number;
  readonly database:
    | { readonly kind: 'folder' }
    | { readonly kind: 'url'; readonly url: string }
    | { readonly kind: 'throwaway' };
  readonly replicas: number;
  readonly rates: FaultRates;
  /** Deeds of people a second. */
  readonly pace: number;
  /** After so many the play ends, if its time is not over before. */
  readonly deeds: number;
  readonly plant: PlantName | null;
  /** Whether all is lost once more at the end, to see the same documents again. */
  readonly rebuild: boolean;
  readonly logFolder: string | null;
}

export type ReadOptions =
  { readonly options: ChaosOptions } | { readonly problems: readonly string[] } | { readonly help: string };

const MOST_SECONDS = 86_400;
const MOST_SEED = 4_294_967_295;
const MOST_REPLICAS = 16;
const MOST_PACE = 1_000;
const MOST_DEEDS = 1_000_000_000;
/** A process that starts anew with an embedded database takes seconds, in which nobody else works. */
const EMBEDDED_SHARE = 0.6;

const USAGE = `usage: npm run chaos -- [--seconds 120] [--seed N] [--postgres | --database-url URL] [--replicas 3]
  --seconds N        how long people play, real time; settling comes on top (default 60)
  --seed N           the same seed throws the same dice (default: a new one, printed)
  --postgres         a PostgreSQL of its own, from the installed binaries, gone at the end
  --database-url U   a PostgreSQL that is there; the database must be empty, and is left empty
  --replicas N       processes of Muster (default 3 on PostgreSQL; an embedded database has exactly 1)
  --faults LIST      usual, none, or such as none,killed=20,webhook-lost=0.3; the first may be usual or none
  --pace N           deeds of people a second (default 60), as long as Muster keeps up
  --deeds N          ends the play after so many deeds, if it is not over before
  --plant NAME       a defect to find: ${PLANT_NAMES.join(', ')}
  --no-rebuild       do not lose the database once more at the end
  --logs DIR         keeps the logs of the replicas`;

function helpText(): string {
  const width = Math.max(...FAULT_NAMES.map((name) => name.length));
  const faults = FAULT_NAMES.map((name) => {
    const { usual, unit, means } = FAULTS[name];
    return `  ${name.padEnd(width)}  ${usual} ${unit}: ${means}`;
  });
  const plants = PLANT_NAMES.map((name) => `  ${name.padEnd(width)}  ${PLANTS[name].means}`);
  return [
    USAGE,
    '',
    'faults, with how often they usually strike:',
    ...faults,
    '',
    'defects to plant:',
    ...plants,
  ].join('\n');
}

const says = (option: string, read: string, expected: string, example: string): string =>
  `${option}: read ${read === '' ? 'nothing' : read}, expected ${expected}. Example: ${example}`;

interface Reader {
  readonly problems: string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

function whole({ values, problems }: Reader, name: string, usual: number, low: number, high: number): number {
  const text = values[name];
  if (text === undefined) return usual;
  const read = String(text);
  const number = /^\d{1,10}$/u.test(read) ? Number(read) : NaN;
  if (number >= low && number <= high) return number;
  problems.push(
    says(`--${name}`, read, `a whole number from ${low} to ${high}`, `--${name} ${Math.max(usual, low)}`),
  );
  return usual;
}

function readFaults({ values, problems }: Reader, isEmbedded: boolean): FaultRates {
  const share = (name: string): number => (isEmbedded && name === 'killed' ? EMBEDDED_SHARE : 1);
  const presets = { usual: faultRates((usual) => usual), none: faultRates(() => 0) };
  const words = String(values['faults'] ?? 'usual')
    .split(',')
    .map((word) => word.trim());
  const [first = ''] = words;
  const hasPreset = first === 'usual' || first === 'none';
  const rates = { ...presets[hasPreset ? first : 'usual'] };
  rates.killed *= share('killed');
  for (const word of hasPreset ? words.slice(1) : words) {
    const [name = '', rate = ''] = word.split('=');
    if (
      isFaultName(name) &&
      /^\d+(?:\.\d+)?$/u.test(rate) &&
      (FAULTS[name].unit === 'a minute' || Number(rate) <= 1)
    ) {
      rates[name] = Number(rate);
      continue;
    }
    const expected = isFaultName(name)
      ? `${name}= and ${FAULTS[name].unit === 'a minute' ? 'how often a minute' : 'a probability from 0 to 1'}`
      : `a fault with its rate; faults are ${FAULT_NAMES.join(', ')}`;
    problems.push(says('--faults', word, expected, '--faults none,killed=20,webhook-lost=0.3'));
  }
  return rates;
}

function readDatabase({ values, problems }: Reader): ChaosOptions['database'] {
  const url = values['database-url'];
  if (url === undefined) return values['postgres'] === true ? { kind: 'throwaway' } : { kind: 'folder' };
  const example = '--database-url postgres://postgres@127.0.0.1:5432/chaos';
  if (values['postgres'] === true)
    problems.push(says('--database-url', 'it beside --postgres', 'one of the two', example));
  const parsed = URL.parse(String(url));
  if (parsed === null || !/^postgres(?:ql)?:$/u.test(parsed.protocol))
    problems.push(says('--database-url', 'something else', 'a PostgreSQL address', example)); // it may hold a password
  return { kind: 'url', url: String(url) };
}

export function readOptions(argv: readonly string[], anySeed: () => number): ReadOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let values: Reader['values'];
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        seconds: text,
        seed: text,
        postgres: flag,
        'database-url': text,
        replicas: text,
        faults: text,
        pace: text,
        deeds: text,
        plant: text,
        'no-rebuild': flag,
        logs: text,
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error), USAGE] };
  }
  if (values['help'] === true) return { help: helpText() };
  const reader: Reader = { values, problems: [] };
  const { problems } = reader;
  const database = readDatabase(reader);
  const isEmbedded = database.kind === 'folder';
  const plant = values['plant'] === undefined ? null : String(values['plant']);
  const isKnown = plant !== null && isPlantName(plant);
  if (plant !== null && !isKnown)
    problems.push(says('--plant', plant, `one of ${PLANT_NAMES.join(', ')}`, '--plant no-marker-check'));
  const replicas = whole(reader, 'replicas', isEmbedded ? 1 : 3, 1, MOST_REPLICAS);
  if (isEmbedded && replicas !== 1)
    problems.push(
      says(
        '--replicas',
        String(replicas),
        '1 with an embedded database, which one process owns',
        '--postgres --replicas 3',
      ),
    );
  const options: ChaosOptions = {
    seconds: whole(reader, 'seconds', 60, 1, MOST_SECONDS),
    seed: whole(reader, 'seed', anySeed(), 0, MOST_SEED),
    database,
    replicas,
    rates: readFaults(reader, isEmbedded),
    pace: whole(reader, 'pace', 60, 1, MOST_PACE),
    deeds: whole(reader, 'deeds', MOST_DEEDS, 1, MOST_DEEDS),
    plant: isKnown ? plant : null,
    rebuild: values['no-rebuild'] !== true,
    logFolder: values['logs'] === undefined ? null : String(values['logs']),
  };
  return problems.length > 0 ? { problems } : { options };
}
