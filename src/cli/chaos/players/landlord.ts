/**
 * What administrators do to whole repositories while people work there (D8): names change, a repository is archived, the App is taken away or suspended,
 * an issue is locked or deleted. Everything but a deletion and a new name is undone later.
 */
import type { FaultCount, FaultName, FaultRates } from '../faults.ts';
import { ADMIN, INCIDENT, OWNER } from './cast.ts';
import { setLock } from './issue-deeds.ts';
import type { PlayedRepository as Repository } from './journal.ts';
import { type Scene, type Stage, secondsNow } from './scene.ts';

interface Undo {
  /** Real milliseconds that are left until it happens. */
  left: number;
  readonly repository: Repository | null;
  readonly undo: () => Promise<void>;
}

const SHORTEST_MS = 300;
const LONGEST_MS = 4_000;

const HERS = [
  'locked',
  'label-renamed',
  'repository-renamed',
  'repository-archived',
  'app-removed',
  'app-suspended',
  'issue-deleted',
] as const satisfies readonly FaultName[];

type Hers = (typeof HERS)[number];

export class Landlord {
  readonly repositories: readonly Repository[];
  readonly #stage: Stage;
  readonly #rates: FaultRates;
  readonly #count: FaultCount;
  #undo: Undo[] = [];

  constructor(stage: Stage, repositories: readonly Repository[], rates: FaultRates, count: FaultCount) {
    this.#stage = stage;
    this.repositories = repositories;
    this.#rates = rates;
    this.#count = count;
  }

  /** Nobody can or should work there now: it is archived, or its incident label has another name. */
  isShut(repository: Repository): boolean {
    return this.#undo.some((undo) => undo.repository === repository);
  }

  /** `scenes`: what people work on. */
  async act(milliseconds: number, scenes: readonly Scene[]): Promise<void> {
    for (const undo of this.#undo) undo.left -= milliseconds;
    for (const due of this.#undo.filter(({ left }) => left <= 0)) await due.undo();
    this.#undo = this.#undo.filter(({ left }) => left > 0);
    for (const name of HERS) {
      if (!this.#stage.dice.chance((this.#rates[name] * milliseconds) / 60_000)) continue;
      if (await this.#do(name, scenes)) this.#count.add(name);
    }
  }

  async restore(): Promise<void> {
    for (const { undo } of this.#undo) await undo();
    this.#undo = [];
  }

  /** Whether it was done. */
  async #do(name: Hers, scenes: readonly Scene[]): Promise<boolean> {
    const { dice } = this.#stage;
    const open = this.repositories.filter((repository) => !this.isShut(repository));
    if (open.length === 0) return false;
    const repository = dice.pick(open);
    const path = `/repos/${repository.owner}/${repository.name}`;
    switch (name) {
      case 'locked':
      case 'issue-deleted':
        return this.#toIssue(
          name,
          scenes.filter(({ issue }) => !this.isShut(issue.repository) && !issue.isDeleted),
        );
      case 'label-renamed': {
        const rename = async (from: string, to: string) =>
          this.#ask('PATCH', `${path}/labels/${from}`, { new_name: to });
        if (!(await rename(INCIDENT, 'outage'))) return false;
        repository.wasShut = true;
        return this.#later(repository, async () => rename('outage', INCIDENT));
      }
      case 'repository-renamed': {
        const newName = `${repository.name.split('-')[0]}-${dice.word()}`;
        if (!(await this.#ask('PATCH', path, { name: newName }))) return false;
        repository.name = newName;
        return true;
      }
      case 'repository-archived': {
        const archive = async (archived: boolean) => this.#ask('PATCH', path, { archived });
        if (!(await archive(true))) return false;
        repository.wasShut = true;
        return this.#later(repository, async () => archive(false));
      }
      case 'app-removed': {
        const isDone = await this.#away([repository], async (isAway) =>
          this.#local('/_local/installation', {
            action: isAway ? 'remove' : 'add',
            repository: `${repository.owner}/${repository.name}`,
          }),
        );
        if (isDone) repository.wasShut = true;
        return isDone;
      }
      case 'app-suspended':
        return this.#away(this.repositories, async (suspended) =>
          this.#local('/_local/suspension', { owner: OWNER, suspended }),
        );
      default:
        return name satisfies never;
    }
  }

  async #toIssue(name: 'locked' | 'issue-deleted', scenes: readonly Scene[]): Promise<boolean> {
    if (scenes.length === 0) return false;
    const scene = this.#stage.dice.pick(scenes);
    const { repository, number } = scene.issue;
    if (name === 'locked') {
      await setLock(scene, true);
      return this.#later(null, async () => setLock(scene, false));
    }
    const path = `/_local/repos/${repository.owner}/${repository.name}/issues/${number}`;
    if (!(await this.#local(path, undefined, 'DELETE'))) return false;
    scene.issue.isDeleted = true;
    return true;
  }

  /** The App loses its access to these, and gets it back later. Whether it was done. */
  async #away(
    repositories: readonly Repository[],
    set: (isAway: boolean) => Promise<boolean>,
  ): Promise<boolean> {
    const away = { from: secondsNow(this.#stage), to: Infinity };
    if (!(await set(true))) return false;
    for (const repository of repositories) repository.away.push(away);
    return this.#later(null, async () => {
      await set(false);
      away.to = secondsNow(this.#stage);
    });
  }

  #later(repository: Repository | null, undo: () => Promise<unknown>): true {
    const left = this.#stage.dice.between(SHORTEST_MS, LONGEST_MS);
    this.#undo.push({ left, repository, undo: async () => void (await undo()) });
    return true;
  }

  /** Whether GitHub did it. */
  async #ask(method: string, path: string, body: unknown): Promise<boolean> {
    return (await this.#stage.github.as(ADMIN).request(method, path, body)).status < 400;
  }

  async #local(path: string, body: unknown, method = 'POST'): Promise<boolean> {
    return this.#ask(method, path, body);
  }
}
