/**
 * Everybody together: opens incidents, picks who does what where, does to repositories what their owners sometimes do, and closes nearly everything at the
 * end. Driven from outside, tick by tick, so that the clock can move between two ticks.
 */
import type { Dice } from '../dice.ts';
import type { FaultCount, FaultRates } from '../faults.ts';
import type { Finding } from '../finding.ts';
import { ADMIN, OWNER, REPOSITORIES } from './cast.ts';
import { act } from './incident-play.ts';
import { close, openIssue, setLock } from './issue-deeds.ts';
import { judgeRepository } from './judge-repository.ts';
import type { PlayedIssue } from './journal.ts';
import { mergingSaid } from './merge-deeds.ts';
import { Landlord } from './landlord.ts';
import type { DatabaseLost } from './out-of-sight.ts';
import type { Scene, Stage } from './scene.ts';

export interface CrewOptions {
  readonly rates: FaultRates;
  readonly count: FaultCount;
  /** Of the administrators: theirs are apart, so that other rates do not change what the players do. */
  readonly dice: Dice;
}

/** Incidents that people work on at the same time. */
const AT_ONCE = 12;
/** As long as there are fewer. */
const OPENING = 0.4;
/** Most are short, few are long: a run shall see many incidents. */
const SHORT = [2, 6] as const;
const LONG = [7, 30] as const;
const LONG_SHARE = 0.07;
/** A comment on what is long over. */
const LATE_DEED = 0.1;
/** One incident of a run gets hundreds of comments, so many deeds that post some each. */
const FLOODED = 40;
/** Not the first ones, which short tests are about. */
const FLOODED_AFTER = 5;
/** Left open at the end. */
const LEFT_OPEN = 0.1;

export class Crew {
  readonly #stage: Stage;
  readonly #landlord: Landlord;
  readonly #scenes: Scene[] = [];
  #working: { readonly scene: Scene; left: number }[] = [];
  #deeds = 0;
  readonly #outOfSight = new Set<PlayedIssue>();

  constructor(stage: Stage, { rates, count, dice }: CrewOptions) {
    this.#stage = stage;
    const repositories = REPOSITORIES.map((name) => ({
      owner: OWNER,
      name: name as string,
      wasShut: false,
      away: [],
    }));
    this.#landlord = new Landlord({ ...stage, dice }, repositories, rates, count);
  }

  get issues(): readonly PlayedIssue[] {
    return this.#scenes.map(({ issue }) => issue);
  }

  /** Of which nothing was left that Muster could find after a loss of the database; known once it was judged. */
  get outOfSight(): ReadonlySet<PlayedIssue> {
    return this.#outOfSight;
  }

  /** What was done to the issue `owner/name#number`, and said about merging; for whoever looks into a finding. */
  storyOf(where: string): readonly string[] {
    const issue = this.issues.find(
      ({ repository: { owner, name }, number }) => `${owner}/${name}#${number}` === where,
    );
    return issue === undefined ? [] : [`its issue: ${issue.history.join(' · ')}`, ...mergingSaid(issue)];
  }

  get deeds(): number {
    return this.#deeds;
  }

  /** So many deeds, each of somebody somewhere. */
  async act(deeds: number): Promise<void> {
    const { dice } = this.#stage;
    for (let index = 0; index < deeds; index += 1) {
      this.#deeds += 1;
      const old = dice.chance(LATE_DEED) && this.#scenes.length > 0 ? dice.pick(this.#scenes) : null;
      if (old !== null && !this.#landlord.isShut(old.issue.repository)) await act(old, this.#scenes);
      else await this.#work();
    }
  }

  /** What administrators do in so many real milliseconds. */
  async administer(milliseconds: number): Promise<void> {
    await this.#landlord.act(
      milliseconds,
      this.#working.map(({ scene }) => scene),
    );
  }

  /** Everything that was shut is opened again, and most incidents are closed. */
  async finish(): Promise<void> {
    await this.#landlord.restore();
    for (const scene of this.#scenes) {
      if (scene.issue.isLocked) await setLock(scene, false);
      if (!this.#stage.dice.chance(LEFT_OPEN)) await close(scene);
    }
  }

  /** Holds what stands on GitHub against the journal. */
  async judge(lost: DatabaseLost): Promise<readonly Finding[]> {
    const reader = this.#stage.github.as(ADMIN);
    const found: Finding[] = [];
    for (const repository of this.#landlord.repositories) {
      const issues = this.issues.filter((issue) => issue.repository === repository);
      const judged = await judgeRepository(reader, repository, issues, lost);
      found.push(...judged.found);
      for (const issue of judged.outOfSight) this.#outOfSight.add(issue);
    }
    return found;
  }

  async #work(): Promise<void> {
    const { dice } = this.#stage;
    this.#working = this.#working.filter(({ scene, left }) => left > 0 && !scene.issue.isDeleted);
    if (this.#working.length < AT_ONCE && dice.chance(OPENING)) await this.#open();
    if (this.#working.length === 0) return;
    const chosen = dice.pick(this.#working);
    chosen.left -= 1;
    if (this.#landlord.isShut(chosen.scene.issue.repository)) return;
    if (chosen.left === 0) await close(chosen.scene);
    else await act(chosen.scene, this.#scenes);
  }

  async #open(): Promise<void> {
    const { dice } = this.#stage;
    const repository = dice.pick(this.#landlord.repositories);
    if (this.#landlord.isShut(repository)) return;
    const isFlooded =
      this.#scenes.length >= FLOODED_AFTER && !this.#scenes.some((scene) => scene.issue.isFlooded);
    const issue = await openIssue(this.#stage, repository, isFlooded);
    if (issue === null) return;
    const scene = { stage: this.#stage, issue };
    this.#scenes.push(scene);
    const [fewest, most] = dice.chance(LONG_SHARE) ? LONG : SHORT;
    const left = isFlooded ? FLOODED : dice.between(fewest, most);
    this.#working.push({ scene, left });
  }
}
