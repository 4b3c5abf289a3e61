/**
 * `npm run chaos -- --seconds 120 --seed N [--postgres | --database-url URL] [--replicas 3]`: plays incidents while everything that can break does, and says
 * what was lost, doubled or wrong at the end. Exit code 0 only when nothing was. docs/chaos.md says how to read it.
 */
import { randomInt } from 'node:crypto';
import { readOptions } from './chaos/options.ts';
import { reportLines } from './chaos/report.ts';
import { runChaos } from './chaos/run-chaos.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const read = readOptions(process.argv.slice(2), () => randomInt(4_294_967_296));
  if ('help' in read) {
    print(read.help);
    return 0;
  }
  if ('problems' in read) {
    process.stderr.write(`chaos: ${read.problems.join('\nchaos: ')}\n`);
    return 1;
  }
  const { options } = read;
  print(`seed ${options.seed}: playing for ${options.seconds} s, then everything comes to rest`);
  const result = await runChaos(options, () => print('played; now it has to come to rest'));
  for (const line of reportLines(result)) print(line);
  return result.findings.length === 0 ? 0 : 1;
}

// whatever ends this process runs its exit handlers, which end the replicas and remove what was written
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.stdout.on('error', () => process.exit(1)); // nobody reads any more

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`chaos: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
