import { describe, expect, test } from '@jest/globals';
import { FAULT_NAMES } from '../../../src/cli/chaos/faults.ts';
import { readOptions } from '../../../src/cli/chaos/options.ts';
import { PLANT_NAMES } from '../../../src/cli/chaos/plants.ts';

const SEED = 4711;

function options(...argv: readonly string[]) {
  const read = readOptions(argv, () => SEED);
  if (!('options' in read)) throw new Error(JSON.stringify(read));
  return read.options;
}

function problems(...argv: readonly string[]): readonly string[] {
  const read = readOptions(argv, () => SEED);
  return 'problems' in read ? read.problems : [];
}

describe('a chaos run', () => {
  test('is one process on an embedded database, with everything breaking, unless told', () => {
    expect(options()).toMatchObject({
      seconds: 60,
      seed: SEED,
      database: { kind: 'folder' },
      replicas: 1,
      plant: null,
      rebuild: true,
    });
    expect(FAULT_NAMES.filter((name) => options().rates[name] === 0)).toEqual([]);
  });

  test('has three replicas on PostgreSQL, its own or another', () => {
    expect(options('--postgres')).toMatchObject({ database: { kind: 'throwaway' }, replicas: 3 });
    const url = 'postgres://me@127.0.0.1/chaos';
    expect(options('--database-url', url, '--replicas', '5')).toMatchObject({
      database: { kind: 'url', url },
      replicas: 5,
    });
  });

  test('takes faults by name, over the usual ones or over none', () => {
    const { rates } = options('--faults', 'none,killed=20,webhook-lost=0.3');
    expect(FAULT_NAMES.filter((name) => rates[name] > 0)).toEqual(['webhook-lost', 'killed']);
    expect(rates).toMatchObject({ killed: 20, 'webhook-lost': 0.3 });
    expect(options('--faults', 'killed=20').rates['webhook-lost']).toBeGreaterThan(0);
  });

  test.each([
    [
      ['--seconds', 'long'],
      '--seconds: read long, expected a whole number from 1 to 86400. Example: --seconds 60',
    ],
    [['--seed', '-1'], 'Option'],
    [['--replicas', '3'], '--replicas: read 3, expected 1 with an embedded database'],
    [
      ['--postgres', '--replicas', '0'],
      '--replicas: read 0, expected a whole number from 1 to 16. Example: --replicas 3',
    ],
    [
      ['--faults', 'none,kiled=3'],
      '--faults: read kiled=3, expected a fault with its rate; faults are server-error',
    ],
    [
      ['--faults', 'webhook-lost=2'],
      '--faults: read webhook-lost=2, expected webhook-lost= and a probability',
    ],
    [['--faults', 'killed'], '--faults: read killed, expected killed= and how often a minute'],
    [
      ['--plant', 'no-look'],
      '--plant: read no-look, expected one of no-marker-check, no-lock, acknowledge-first, forget-edits, lose-parts',
    ],
    [
      ['--database-url', 'mysql://root:secret@host'],
      '--database-url: read something else, expected a PostgreSQL address',
    ],
    [['--speed', '3'], "Unknown option '--speed'"],
  ])('says what is wrong with %j', (argv, expected) => {
    const found = problems(...argv);
    expect(found.join('\n')).toContain(expected);
    expect(found.join('\n')).not.toContain('secret');
  });

  test('says everything that is wrong at once', () => {
    expect(problems('--seconds', '0', '--pace', 'x', '--plant', 'y')).toHaveLength(3);
  });

  test('explains every fault and defect', () => {
    const read = readOptions(['--help'], () => SEED);
    const help = 'help' in read ? read.help : '';
    for (const name of [...FAULT_NAMES, ...PLANT_NAMES]) expect(help).toContain(`  ${name} `);
  });
});
