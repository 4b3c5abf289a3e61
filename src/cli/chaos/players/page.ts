/**
 * An incident as a reader sees it on GitHub: Muster's documents by the name in their hidden line, and the rows of their tables. Knows nothing of how they
 * are made, only what the documentation promises: what was withdrawn is struck through, what was corrected says so in brackets.
 */
import type { Actor } from '../../../local-github/actor.ts';
import type { PlayedIssue, PlayedRepository } from './journal.ts';

export interface SeenDocument {
  /** `board`, `scribe`, `reply:3700000004`, …; `unknown` without a hidden line. */
  readonly name: string;
  /** Comment id or issue number. */
  readonly id: number;
  readonly url: string;
  readonly body: string;
}

export interface SeenComment {
  readonly id: number;
  readonly thumbs: number;
  readonly confused: number;
}

export interface Page {
  readonly url: string;
  readonly isClosed: boolean;
  readonly labels: readonly string[];
  readonly eyes: number;
  readonly documents: readonly SeenDocument[];
  /** Comments of people. */
  readonly comments: ReadonlyMap<number, SeenComment>;
}

export const MUSTER = 'muster[bot]';

interface RestComment {
  readonly id: number;
  readonly user: { readonly login: string } | null;
  readonly body: string;
  readonly html_url: string;
  readonly reactions: { readonly '+1': number; readonly confused: number };
}

interface RestIssue {
  readonly number: number;
  readonly user: { readonly login: string } | null;
  readonly body: string | null;
  readonly state: 'open' | 'closed';
  readonly html_url: string;
  readonly labels: readonly { readonly name: string }[];
  readonly reactions: { readonly eyes: number };
}

export function documentName(body: string): string {
  return /<!-- muster:1 (?<name>\S+) \S+ \S+ -->/u.exec(body)?.groups?.['name'] ?? 'unknown';
}

async function pages<T>(reader: Actor, path: string): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; ; page += 1) {
    const { status, body } = await reader.request('GET', `${path}per_page=100&page=${page}`);
    if (status !== 200 || !Array.isArray(body)) throw new Error(`GET ${path}: ${status}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the local GitHub's own shapes
    all.push(...(body as T[]));
    if (body.length < 100) return all;
  }
}

function rootOf({ repository }: Pick<PlayedIssue, 'repository'>): string {
  return `/repos/${repository.owner}/${repository.name}`;
}

function documentOf(
  id: number,
  { body, html_url: url }: { readonly body: string | null; readonly html_url: string },
) {
  return { name: documentName(body ?? ''), id, url, body: body ?? '' };
}

const isMusters = ({ user }: { readonly user: { readonly login: string } | null }): boolean =>
  user?.login === MUSTER;

/** Issues that Muster opened, by the incident's number to which they link first, with what stands on them. */
export async function ownIssues(
  reader: Actor,
  repository: PlayedRepository,
): Promise<ReadonlyMap<number, readonly SeenDocument[]>> {
  const root = rootOf({ repository });
  const found = new Map<number, SeenDocument[]>();
  for (const issue of await pages<RestIssue>(
    reader,
    `${root}/issues?state=all&creator=${encodeURIComponent(MUSTER)}&`,
  )) {
    const about = Number(/\/issues\/(?<number>\d+)/u.exec(issue.body ?? '')?.groups?.['number'] ?? 0);
    const comments = await pages<RestComment>(reader, `${root}/issues/${issue.number}/comments?`);
    const documents = [
      documentOf(issue.number, issue),
      ...comments.filter(isMusters).map((comment) => documentOf(comment.id, comment)),
    ];
    found.set(about, [...(found.get(about) ?? []), ...documents]);
  }
  return found;
}

/** `elsewhere`: what `ownIssues` found for this incident. */
export async function readPage(
  reader: Actor,
  issue: PlayedIssue,
  elsewhere: readonly SeenDocument[] = [],
): Promise<Page> {
  const path = `${rootOf(issue)}/issues/${issue.number}`;
  const { status, body } = await reader.request('GET', path);
  if (status !== 200) throw new Error(`GET ${path}: ${status}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the local GitHub's own shape
  const rest = body as RestIssue;
  const comments = await pages<RestComment>(reader, `${path}/comments?`);
  return {
    url: rest.html_url,
    isClosed: rest.state === 'closed',
    labels: rest.labels.map(({ name }) => name),
    eyes: rest.reactions.eyes,
    documents: [
      ...comments.filter(isMusters).map((comment) => documentOf(comment.id, comment)),
      ...elsewhere,
    ],
    comments: new Map(
      comments
        .filter((comment) => !isMusters(comment))
        .map(({ id, reactions }) => [id, { id, thumbs: reactions['+1'], confused: reactions.confused }]),
    ),
  };
}

/** The documents of a name, pages of it included: `timeline-issue` and `timeline-issue:2`. */
export function named(page: Page, name: string): readonly SeenDocument[] {
  return page.documents.filter((document) => document.name === name || document.name.startsWith(`${name}:`));
}

/** Which incident its board says it is part of; null for none. */
export function wholeOf(page: Page): number | null {
  const [board] = named(page, 'board');
  const number = /^\*\*Part of \[#(?<number>\d+)\]/mu.exec(board?.body ?? '')?.groups?.['number'];
  return number === undefined ? null : Number(number);
}

export interface Row {
  /** What stands there: neither struck through nor in the brackets of a correction. */
  readonly standing: string;
  readonly struck: string;
  /** `corrected 08:20, first said “…”`, … */
  readonly remarks: string;
}

const REMARKS = /\*\((?:corrected|withdrawn|no longer stands|written down).*?\)\*/gu;
const STRUCK = /~~.*?~~/gu;

function rowOf(line: string): Row {
  const remarks = line.match(REMARKS)?.join(' ') ?? '';
  const rest = line.replaceAll(REMARKS, '');
  const struck = rest.match(STRUCK)?.join(' ') ?? '';
  return { standing: rest.replaceAll(STRUCK, ''), struck, remarks };
}

export function rowsOf(text: string): readonly Row[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map(rowOf);
}

/** The full timeline, wherever it stands; null when there is none. */
export function fullTimeline(page: Page): readonly Row[] | null {
  const [scribe] = named(page, 'scribe');
  if (scribe === undefined) return null;
  const folded = scribe.body.split('<summary>Full timeline')[1];
  if (folded !== undefined) return rowsOf(folded);
  return named(page, 'timeline-issue').flatMap(({ body }) => rowsOf(body));
}

/** The rows of the communications record; null when there is none. */
export function communications(page: Page): readonly Row[] | null {
  const found = named(page, 'communications');
  if (found.length === 0) return null;
  return [...found, ...named(page, 'communications-issue')].flatMap(({ body }) => rowsOf(body));
}
