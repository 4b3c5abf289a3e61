/**
 * Process entry: settings, then compose and listen, and drain on SIGTERM. Without any credentials it serves Probot's set-up page, which registers the
 * App on GitHub from our `app.yml`. No decisions here.
 */
import { run } from 'probot';
import { startMuster } from './compose.ts';
import { createLog } from './log.ts';
import { type Settings, type SetupSettings, describeProblems, readSettings } from './settings.ts';

function fail(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** A connection that was tried at several addresses fails with several errors, and no text of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function logFor({ logLevel }: Pick<Settings, 'logLevel'>) {
  return createLog(logLevel, (text) => process.stdout.write(text));
}

async function serveSetup(setup: SetupSettings): Promise<void> {
  // Probot would fetch a program and open a public channel for webhooks; app.yml says where they go
  process.env['NO_SMEE_SETUP'] ??= 'true';
  await run(() => undefined); // throws where NODE_ENV is production: whoever opens the page could set the credentials
  logFor(setup)(`no credentials: serving the set-up page on http://${setup.host}:${setup.port}`);
}

async function serve(settings: Settings): Promise<void> {
  const log = logFor(settings);
  const muster = await startMuster(settings, log);
  log(`listening on http://${settings.host}:${muster.port}`);
  let isStopping = false;
  const stop = (signal: string): void => {
    // npm hands on the signal that a terminal sent to both
    if (isStopping) return;
    isStopping = true;
    log(`${signal}: taking no more webhooks, finishing what is under way`);
    muster.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(`stopping failed: ${String(error)}`),
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

const read = readSettings(process.env);
if ('problems' in read) fail(`Muster cannot start:\n${describeProblems(read.problems)}`);
try {
  await ('setup' in read ? serveSetup(read) : serve(read.settings));
} catch (error) {
  fail(`Muster cannot start: ${reasonOf(error)}`);
}
