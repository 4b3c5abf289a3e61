/**
 * What people do to one issue, deed by deed: every deed is the request that their browser would send, and what GitHub takes is written into the players'
 * journal. What GitHub refuses (a locked issue, an archived repository) never happened.
 */
import type { LocalGitHub } from '../../../local-github/local-github.ts';
import type { Dice } from '../dice.ts';
import { ADMIN, CAST, DRILL, INCIDENT, OUTSIDERS, type Person, RESPONDERS, SEVERITIES } from './cast.ts';
import { changedPieces, composePieces, textOf } from './compose-comment.ts';
import {
  type Piece,
  type PlayedIssue,
  type Posted,
  type Version,
  entryWord,
  lastVersion,
} from './journal.ts';
import { readPage } from './page.ts';

export interface Stage {
  readonly github: LocalGitHub;
  readonly dice: Dice;
  /** How many times the database was lost so far. */
  readonly losses: () => number;
}

const DEEDS = [
  [36, 'say'],
  [8, 'outsider'],
  [9, 'edit'],
  [5, 'edit at once'],
  [5, 'delete'],
  [3, 'delete at once'],
  [3, 'label'],
  [3, 'close'],
  [2, 'stand down'],
  [2, 'rename'],
  [2, 'deface'],
  [1, 'forge'],
] as const;

export type Deed = (typeof DEEDS)[number][1];

const seconds = (text: string): number => Date.parse(text) / 1000;

/** Null when GitHub refused it. */
async function taken<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof Error && 'status' in error) return null;
    throw error;
  }
}

export class IncidentPlay {
  readonly issue: PlayedIssue;
  readonly #stage: Stage;

  constructor(stage: Stage, issue: PlayedIssue) {
    this.#stage = stage;
    this.issue = issue;
  }

  /** Opens an issue, mostly with its label; null when GitHub refused. */
  static async open(stage: Stage, repository: PlayedIssue['repository']): Promise<IncidentPlay | null> {
    const { github, dice } = stage;
    const { login: author } = dice.pick(RESPONDERS);
    const title = `Carts fail ${dice.word()}`;
    const isDrill = dice.chance(0.05);
    const severity = dice.chance(0.4) ? dice.pick(SEVERITIES) : null;
    const isLabelled = dice.chance(0.7);
    const labels = [
      ...(isLabelled ? [isDrill ? DRILL : INCIDENT] : []),
      ...(severity === null ? [] : [severity]),
    ];
    const created = await taken(
      github
        .as(author)
        .createIssue(repository.owner, repository.name, { title, body: 'since the deploy', labels }),
    );
    if (created === null) return null;
    const at = seconds(created.created_at);
    const play = new IncidentPlay(stage, {
      repository,
      number: created.number,
      author,
      title,
      isDrill,
      phase: isLabelled ? 'open' : 'never',
      reason: '',
      closes: 0,
      isLocked: false,
      isDeleted: false,
      comments: [],
      labels: severity === null ? [] : [{ severity, at }],
    });
    return play;
  }

  async act(): Promise<void> {
    const { issue } = this;
    if (issue.isDeleted) return;
    if (issue.phase === 'never') return this.label();
    await this.#do(this.#stage.dice.weighted(DEEDS));
  }

  /** Makes the issue an incident. */
  async label(): Promise<void> {
    const { issue } = this;
    const name = issue.isDrill ? DRILL : INCIDENT;
    const done = await taken(this.#as(ADMIN).addLabels(...this.#place, [name]));
    if (done === null || issue.phase === 'closed') return;
    if (await this.#carries(name)) issue.phase = 'open';
  }

  async close(): Promise<void> {
    const { issue } = this;
    if (issue.phase === 'never' || issue.phase === 'closed' || issue.isDeleted) return;
    const reason = this.#stage.dice.chance(0.1) ? 'not_planned' : 'completed';
    const closed = await taken(
      this.#as(ADMIN).editIssue(...this.#place, { state: 'closed', state_reason: reason }),
    );
    if (closed === null || issue.phase !== 'open') return;
    Object.assign(issue, { phase: 'closed', reason, closes: issue.closes + 1 });
  }

  async reopen(): Promise<void> {
    const { issue } = this;
    const opened = await taken(this.#as(ADMIN).editIssue(...this.#place, { state: 'open' }));
    if (opened !== null && issue.phase === 'closed') issue.phase = 'open';
  }

  async setLock(isLocked: boolean): Promise<void> {
    const admin = this.#as(ADMIN);
    const done = await taken(isLocked ? admin.lock(...this.#place) : admin.unlock(...this.#place));
    if (done !== null) this.issue.isLocked = isLocked;
  }

  get #place(): readonly [owner: string, repo: string, number: number] {
    const { repository, number } = this.issue;
    return [repository.owner, repository.name, number];
  }

  #as(login: string) {
    return this.#stage.github.as(login);
  }

  async #carries(label: string): Promise<boolean> {
    const { labels } = await this.#as(ADMIN).issue(...this.#place);
    return labels.some(({ name }) => name === label);
  }

  async #do(deed: Deed): Promise<void> {
    const { dice } = this.#stage;
    switch (deed) {
      case 'say':
        return this.#say(dice.pick(RESPONDERS));
      case 'outsider':
        return this.#say(dice.pick(OUTSIDERS));
      case 'edit':
        return this.#edit(this.#somebodys());
      case 'edit at once':
        await this.#say(dice.pick(CAST));
        return this.#edit(this.issue.comments.at(-1) ?? null);
      case 'delete':
        return this.#delete(this.#somebodys());
      case 'delete at once':
        await this.#say(dice.pick(CAST));
        return this.#delete(this.issue.comments.at(-1) ?? null);
      case 'label':
        return this.#setSeverity(dice.pick(SEVERITIES));
      case 'close':
        return this.issue.phase === 'closed' ? this.reopen() : this.close();
      case 'stand down':
        return this.issue.phase === 'stood-down' ? this.label() : this.#standDown();
      case 'rename':
        return this.#rename();
      case 'deface':
        return this.#deface();
      case 'forge':
        return this.#forge();
      default:
        return deed satisfies never;
    }
  }

  #somebodys(): Posted | null {
    const alive = this.issue.comments.filter(({ isDeleted }) => !isDeleted);
    return alive.length === 0 ? null : this.#stage.dice.pick(alive);
  }

  async #say({ login, role }: Person): Promise<void> {
    const { dice, losses } = this.#stage;
    const pieces = composePieces(dice, role);
    const text = textOf(dice, pieces);
    const before = losses();
    const comment = await taken(this.#as(login).comment(...this.#place, text));
    if (comment === null) return;
    this.issue.comments.push({
      id: comment.id,
      author: login,
      role,
      createdAt: seconds(comment.created_at),
      losses: before,
      versions: [{ text, pieces, shown: null }],
      isDeleted: false,
    });
  }

  async #edit(posted: Posted | null): Promise<void> {
    if (posted === null || posted.isDeleted) return;
    const { dice } = this.#stage;
    const version = lastVersion(posted);
    const pieces = changedPieces(dice, version.pieces, posted.role);
    if (pieces === null) return;
    const text = textOf(dice, pieces);
    const shown = await this.#shown(version);
    const [owner, repo] = this.#place;
    if ((await taken(this.#as(posted.author).editComment(owner, repo, posted.id, text))) === null) return;
    version.shown = shown;
    posted.versions.push({ text, pieces, shown: null });
  }

  async #delete(posted: Posted | null): Promise<void> {
    if (posted === null || posted.isDeleted) return;
    const shown = await this.#shown(lastVersion(posted));
    const [owner, repo] = this.#place;
    const who = this.#stage.dice.chance(0.8) ? posted.author : ADMIN;
    const done = await taken(
      this.#as(who)
        .deleteComment(owner, repo, posted.id)
        .then(() => true),
    );
    if (done === null) return;
    lastVersion(posted).shown = shown;
    posted.isDeleted = true;
  }

  /** Words of a text that the board shows now: what was shown, Muster has taken in and written down. */
  async #shown({ pieces }: Version): Promise<ReadonlySet<string>> {
    const words = pieces.map((piece: Piece) => entryWord(piece)).filter((word) => word !== null);
    if (words.length === 0) return new Set();
    const { documents } = await readPage(this.#as(ADMIN), this.issue);
    const board = documents.find(({ name }) => name === 'board')?.body ?? '';
    return new Set(words.filter((word) => board.includes(word)));
  }

  async #setSeverity(severity: string): Promise<void> {
    if (await this.#carries(severity)) return; // GitHub would do nothing, and tell nobody
    const done = await taken(
      this.#as(ADMIN)
        .addLabels(...this.#place, [severity])
        .then(() => true),
    );
    if (done === null) return;
    this.issue.labels.push({ severity, at: Math.floor(this.#stage.github.now().epochMilliseconds / 1000) });
  }

  async #standDown(): Promise<void> {
    const { issue } = this;
    if (issue.phase !== 'open') return;
    const name = issue.isDrill ? DRILL : INCIDENT;
    if (
      (await taken(
        this.#as(ADMIN)
          .removeLabel(...this.#place, name)
          .then(() => true),
      )) !== null
    )
      issue.phase = 'stood-down';
  }

  async #rename(): Promise<void> {
    const title = `Carts fail ${this.#stage.dice.word()}`;
    if ((await taken(this.#as(ADMIN).editIssue(...this.#place, { title }))) !== null)
      this.issue.title = title;
  }

  /** Somebody with write access changes a comment of Muster's. */
  async #deface(): Promise<void> {
    const { dice } = this.#stage;
    const { documents } = await readPage(this.#as(ADMIN), this.issue);
    const own = documents.filter(({ name }) => name === 'board' || name === 'scribe');
    if (own.length === 0) return;
    const { id, body } = dice.pick(own);
    const [owner, repo] = this.#place;
    await taken(this.#as('ben').editComment(owner, repo, id, `Everything is fine.\n\n${body}`));
  }

  /** Somebody pastes the board's hidden line into a comment of their own. */
  async #forge(): Promise<void> {
    const { documents } = await readPage(this.#as(ADMIN), this.issue);
    const board = documents.find(({ name }) => name === 'board')?.body;
    if (board === undefined) return;
    const hidden = board.slice(board.indexOf('<!-- muster:'));
    await taken(this.#as('ben').comment(...this.#place, `As it was:\n\n${hidden}`));
  }
}
