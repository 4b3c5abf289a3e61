/**
 * The policy in force for a repository: from the cache until a push drops it, else from GitHub (K1). A broken file is told in one issue of the
 * repository, which says what is wrong and what holds meanwhile, and is closed when the file is whole again (K2).
 */
import type { ConfigSource } from '../config/config-source.ts';
import { type LoadedPolicy, loadPolicy } from '../config/load-policy.ts';
import { configurationIssue } from '../config/configuration-issue.ts';
import { readBody, writeBody } from '../core/documents/marker.ts';
import type { IssueFacts } from '../core/incident/record.ts';
import type { Policy } from '../core/policy.ts';
import { loadPolicy as cachedPolicy, savePolicy } from '../store/policies.ts';
import { EffectRefused } from './effect.ts';
import { type Gateway, NotThere, type Place } from './gateway.ts';
import type { Ports } from './ports.ts';

type Repository = IssueFacts['repository'];
type Shell = Pick<Ports, 'store' | 'clock' | 'signer' | 'log'>;

const KEY = 'configuration';
/** The configuration issue belongs to the repository, not to an incident. */
const scopeOf = ({ id }: Repository): string => `${id}#0`;
const EPOCH = Temporal.Instant.fromEpochMilliseconds(0);

async function tell(
  shell: Shell,
  gateway: Gateway,
  repository: Repository,
  loaded: LoadedPolicy,
): Promise<void> {
  const place: Place = { owner: repository.owner, repo: repository.name, number: 0 };
  const scope = scopeOf(repository);
  // of two the oldest: the list has the newest first
  const found = (await gateway.listOwnIssues(place, EPOCH)).findLast(
    (i) => readBody(i.body, scope, shell.signer)?.key === KEY,
  );
  const { title, text } = configurationIssue(loaded);
  const isBroken = loaded.problems.length > 0;
  if (!isBroken && found === undefined) return;
  const body = writeBody({ scope, key: KEY, payload: { version: loaded.version }, text }, shell.signer);
  if (found === undefined) {
    await gateway.apply(place, { kind: 'create-issue', document: KEY, title, body, labels: [] });
  } else if (found.body.trimEnd() !== body.trimEnd()) {
    const state = isBroken ? 'open' : 'closed';
    await gateway.apply(place, { kind: 'update-issue', document: KEY, number: found.number, body, state });
  }
}

/** Throws TryLater when GitHub cannot be read: an incident is not judged by a policy that is not known. */
export async function policyInForce(
  shell: Shell,
  gateway: Gateway,
  source: ConfigSource,
  repository: Repository,
): Promise<Policy> {
  const { store, clock, log } = shell;
  const cached = await cachedPolicy(store.db, repository.id);
  if (cached !== null) return cached.policy;
  const loaded = await loadPolicy(source, repository);
  try {
    await tell(shell, gateway, repository, loaded);
  } catch (error) {
    if (!(error instanceof EffectRefused || error instanceof NotThere)) throw error;
    // closed to us altogether, suspended perhaps: what its files say is not known
    if (error instanceof NotThere && error.status === 403) throw error;
    log(
      `${repository.owner}/${repository.name}: the configuration's problems could not be told: ${error.message}`,
      'warn',
    );
  }
  await savePolicy(store.db, repository.id, {
    version: loaded.version,
    policy: loaded.policy,
    loadedAt: clock.now(),
  });
  return loaded.policy;
}
