/**
 * GitHub's record of an incident and Muster's documents about it, read from the local GitHub for the comparison with what the core makes of it. Here, and only
 * here, Muster's own code says what is a document of its.
 */
import {
  RestComment,
  RestIssue,
  RestTimelineItem,
  toCommentFacts,
  toEventFacts,
  toIssueFacts,
} from '../../../github/shapes.ts';
import { decodeJournal } from '../../../core/documents/journal-codec.ts';
import { type ReadMarker, type Signer, readBody } from '../../../core/documents/marker.ts';
import type { JournalEntry } from '../../../core/incident/journal.ts';
import type { CommentFacts, IssueEventFacts, IssueFacts } from '../../../core/incident/record.ts';
import type { LocalGitHub } from '../../../local-github/local-github.ts';

export interface Written {
  readonly kind: 'comment' | 'issue';
  readonly key: string;
  /** Comment id, or the issue's number. */
  readonly id: number;
  readonly url: string;
  readonly body: string;
  readonly marker: ReadMarker;
}

export interface RecordOnGitHub {
  readonly scope: string;
  readonly issue: IssueFacts;
  readonly comments: readonly CommentFacts[];
  readonly events: readonly IssueEventFacts[];
  readonly journal: readonly JournalEntry[];
  readonly documents: readonly Written[];
  readonly reactions: ReadonlyMap<number, { readonly plus: boolean; readonly confused: boolean }>;
}

export interface RepositoryOnGitHub {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
  /** Issues that Muster opened, with the comments on them. */
  readonly own: readonly OwnIssue[];
}

interface OwnIssue {
  readonly number: number;
  readonly url: string;
  readonly body: string;
  readonly comments: readonly CommentFacts[];
}

type GitHub = Pick<LocalGitHub, 'as' | 'issueExport'>;

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** `reader` may read everything. */
export async function readRepository(
  github: GitHub,
  reader: string,
  { owner, name }: { readonly owner: string; readonly name: string },
  self: string,
): Promise<RepositoryOnGitHub> {
  const actor = github.as(reader);
  const { body: repository } = await actor.request('GET', `/repos/${owner}/${name}`);
  const own: OwnIssue[] = [];
  for (let page = 1; ; page += 1) {
    const path = `/repos/${owner}/${name}/issues?state=all&creator=${encodeURIComponent(self)}&per_page=100&page=${page}`;
    const { body } = await actor.request('GET', path);
    const list: readonly unknown[] = Array.isArray(body) ? body : [];
    for (const item of list) {
      const { number, html_url: url, body: text } = RestIssue.parse(item);
      const { comments } = github.issueExport(owner, name, number);
      own.push({
        number,
        url,
        body: text ?? '',
        comments: comments.map((c) => toCommentFacts(RestComment.parse(c))),
      });
    }
    if (list.length < 100) break;
  }
  return {
    id: Number(field(repository, 'id')),
    owner,
    name,
    isPrivate: field(repository, 'private') === true,
    own: own.toSorted((a, b) => a.number - b.number),
  };
}

function writtenComment(comment: CommentFacts, scope: string, signer: Signer): readonly Written[] {
  const marker = readBody(comment.body, scope, signer);
  const { id, url, body } = comment;
  return marker === null ? [] : [{ kind: 'comment', key: marker.key, id, url, body, marker }];
}

function ownDocuments(
  { own }: RepositoryOnGitHub,
  self: string,
  scope: string,
  signer: Signer,
): readonly Written[] {
  return own.flatMap(({ number, url, body, comments }): readonly Written[] => {
    const marker = readBody(body, scope, signer);
    if (marker === null) return [];
    const pages = comments.filter(({ author }) => author.login === self);
    return [
      { kind: 'issue', key: marker.key, id: number, url, body, marker },
      ...pages.flatMap((comment) => writtenComment(comment, scope, signer)),
    ];
  });
}

/** The journal on the board, then on its pages in their order. */
function journalIn(documents: readonly Written[]): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (let page = 1; ; page += 1) {
    const key = page === 1 ? 'board' : `journal:${page}`;
    const found = documents.find((document) => document.key === key);
    if (found === undefined) return entries;
    entries.push(...decodeJournal(field(found.marker.payload, 'journal')).entries);
  }
}

export function readRecord(
  github: GitHub,
  repository: RepositoryOnGitHub,
  number: number,
  self: string,
  signer: Signer,
): RecordOnGitHub {
  const { id, owner, name, isPrivate } = repository;
  const scope = `${id}#${number}`;
  const exported = github.issueExport(owner, name, number);
  const rest = exported.comments.map((comment) => RestComment.parse(comment));
  const comments = rest.map(toCommentFacts);
  const documents = [
    ...comments
      .filter(({ author }) => author.login === self)
      .flatMap((c) => writtenComment(c, scope, signer)),
    ...ownDocuments(repository, self, scope, signer),
  ];
  return {
    scope,
    issue: toIssueFacts(RestIssue.parse(exported.issue), { id, owner, name, isPrivate }),
    comments,
    events: exported.events
      .map((item) => toEventFacts(RestTimelineItem.parse(item)))
      .filter((event) => event !== null),
    journal: journalIn(documents),
    documents,
    reactions: new Map(
      rest.map((c) => [
        c.id,
        { plus: (c.reactions?.['+1'] ?? 0) > 0, confused: (c.reactions?.confused ?? 0) > 0 },
      ]),
    ),
  };
}
