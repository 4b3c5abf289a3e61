/**
 * Process entry: settings, then compose and listen, and drain on SIGTERM. Without any credentials it serves Probot's set-up page, which registers the
 * App on GitHub from our `app.yml`. No decisions here.
 */
import { run } from 'probot';
import { startMuster } from './compose.ts';
import { describeProblems, readSettings } from './settings.ts';

function log(line: string): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), message: line })}\n`);
}

function fail(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

const read = readSettings(process.env);
if ('problems' in read) {
  fail(`Muster cannot start:\n${describeProblems(read.problems)}`);
} else if ('setup' in read) {
  log(`no credentials: serving the set-up page on http://${read.host}:${read.port}`);
  await run(() => undefined);
} else {
  const { settings } = read;
  const muster = await startMuster(settings, log).catch((error: unknown) =>
    fail(`Muster cannot start: ${error instanceof Error ? error.message : String(error)}`),
  );
  log(`listening on http://${settings.host}:${muster.port}`);
  const stop = (signal: string): void => {
    log(`${signal}: taking no more webhooks, finishing what is under way`);
    muster.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(`stopping failed: ${String(error)}`),
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
}
