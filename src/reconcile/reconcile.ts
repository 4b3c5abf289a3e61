/**
 * One run for one incident: look at GitHub's record, compute the whole answer, write the difference, say when to look again. Run twice, the second
 * run writes nothing. The job that starts it carries the incident's key and nothing else.
 */
import type { Log } from '../log.ts';
import { earliest } from '../core/earliest.ts';
import { type IncidentKey, keyText, kindOf } from '../store/incident-key.ts';
import { saveJournal } from '../store/journal.ts';
import { loadIncident } from '../store/load-incident.ts';
import { askWhetherBack } from './ask-whether-back.ts';
import { LOOK_FIRST, MORE_CAME, type Run, converge } from './converge.ts';
import { InDoubt, TryLater } from './effect.ts';
import { findOpened } from './find-opened.ts';
import { NotThere } from './gateway.ts';
import { keepFound } from './keep-document.ts';
import { look, placeOf } from './look.ts';
import { lookAgain } from './look-again.ts';
import { publishNews } from './neighbours.ts';
import { noteDone } from './note-done.ts';
import { ownDocuments } from './own-documents.ts';
import type { Ports } from './ports.ts';
import { reconcileRepository } from './reconcile-repository.ts';
import { resyncApp } from './resync-app.ts';
import { resyncInstallation } from './resync-installation.ts';
import { secondLookAt } from './second-look.ts';

/** So often a board edit waits for the incident to be quiet; then the board is written whatever comes. */
const MOST_WAITS = 10;

/** One look and what follows from it. */
async function attempt(
  ports: Ports,
  key: IncidentKey,
  signal: AbortSignal,
  { mayWait, mustRead }: { readonly mayWait: boolean; readonly mustRead: boolean },
): Promise<Temporal.Instant | null | typeof MORE_CAME | typeof LOOK_FIRST> {
  const stored = await loadIncident(ports.store.db, key);
  if (stored?.repository == null) return null;
  if (stored.gone !== null) {
    await publishNews(ports, stored, null, new Set());
    return null;
  }
  const { repository } = stored;
  const { installationId } = repository;
  if (installationId === null) return null;
  if (repository.isRemoved || repository.isArchived) {
    await askWhetherBack(ports, installationId);
    return null;
  }
  const [gateway, self] = await Promise.all([ports.gateway(installationId), ports.self()]);
  const looked = await look(ports, gateway, stored, self, mustRead);
  if (looked === null || looked.issue.isPullRequest) return null;
  const policy = await ports.policy(installationId, looked.issue.repository);
  const scope = keyText(key);
  const run: Run = { ports, gateway, place: placeOf(looked), key, policy, self, scope, signal, mayWait };
  const found = ownDocuments(looked, self, scope, ports.signer);
  const { digest } = ports;
  await keepFound(ports.store.db, key, found.documents, looked.documents, digest);
  const noted = await noteDone(ports, looked, found);
  const known = { ...noted, documents: await findOpened(run, looked, found) };
  const isAsFound = known.documents === looked.documents;
  const own = isAsFound ? found : ownDocuments(known, self, scope, ports.signer);
  const end = await converge(run, known, own);
  if (end === MORE_CAME || end === LOOK_FIRST) return end;
  await publishNews(ports, looked, end.considered.neighbour, end.seen);
  await saveJournal(ports.store, key, looked.journal, end.want.journal);
  return earliest(end.want.wakeAt, end.triesAgainAt, secondLookAt(looked.memos));
}

async function reconcileIncident(
  ports: Ports,
  key: IncidentKey,
  signal: AbortSignal,
): Promise<Temporal.Instant | null> {
  let waits = 0;
  let mustRead = false;
  for (;;) {
    const wakeAt = await attempt(ports, key, signal, { mayWait: waits < MOST_WAITS, mustRead });
    mustRead = wakeAt === LOOK_FIRST;
    if (wakeAt === MORE_CAME) waits += 1;
    else if (wakeAt !== LOOK_FIRST) return wakeAt;
  }
}

/** Each kind of key has its run. Returns when to look again. */
async function runOf(ports: Ports, key: IncidentKey, signal: AbortSignal): Promise<Temporal.Instant | null> {
  switch (kindOf(key)) {
    case 'app':
      return await resyncApp(ports);
    case 'installation':
      await resyncInstallation(ports, key);
      return null;
    case 'repository':
      return await reconcileRepository(ports, key);
    case 'incident':
      return await reconcileIncident(ports, key, signal);
  }
}

/** Never throws for what GitHub does: a limit or an outage sets the time of the next look. */
export async function reconcile(all: Ports, key: IncidentKey, signal: AbortSignal): Promise<void> {
  const name = keyText(key);
  // every line of a run can be found by its incident
  const log: Log = (line, level, about) => all.log(line, level, { incident: name, ...about });
  const ports: Ports = { ...all, log };
  let wakeAt: Temporal.Instant | null;
  try {
    wakeAt = await runOf(ports, key, signal);
  } catch (error) {
    if (!(error instanceof NotThere || error instanceof TryLater || error instanceof InDoubt)) throw error;
    wakeAt = await lookAgain(ports, key, error);
    const seconds = wakeAt?.since(ports.clock.now()).total('seconds');
    const again = seconds === undefined ? '' : `; looking again in ${Math.ceil(seconds)} s`;
    log(`${name}: ${error.message}${again}`, error instanceof NotThere ? 'info' : 'warn');
  }
  await ports.queue().setWakeAt(key, wakeAt);
}
