/**
 * Wrong: what stands on GitHub is not what the core makes of GitHub's record. The record is folded anew, from nothing but what GitHub shows and the journal in
 * Muster's own comments, and the regions that Muster owns are compared word by word. So no cache, no queue and no history of the run can hide anything.
 */
import { DEFAULT_POLICY } from '../../../config/default-policy.ts';
import { type Desired, desired } from '../../../core/desired.ts';
import type { DesiredDocument, DocumentLinks } from '../../../core/documents/document.ts';
import { type Signer, writeBody } from '../../../core/documents/marker.ts';
import { updateRegions } from '../../../core/documents/update-regions.ts';
import type { Permission } from '../../../core/incident/account.ts';
import { type Considered, consider } from '../../../core/incident/consider.ts';
import type { Neighbour, Neighbours } from '../../../core/incident/neighbour.ts';
import { digest } from '../../../signer.ts';
import type { Finding } from '../finding.ts';
import type { RecordOnGitHub, Written } from './read-repository.ts';

export interface Setting {
  /** Muster's own user id. */
  readonly self: number;
  readonly signer: Signer;
  readonly now: Temporal.Instant;
  readonly permissions: ReadonlyMap<string, Permission>;
}

function linksOf(documents: readonly Written[]): DocumentLinks {
  return new Map(
    documents.map(({ key, kind, id, url }) => [key, { url, number: kind === 'issue' ? id : null }]),
  );
}

/** The fold, with what the other incidents of the repository say; an issue that is none of them is no incident. */
function considered(record: RecordOnGitHub, setting: Setting, neighbours: Neighbours): Considered {
  const { issue, comments, events, journal } = record;
  const { self, permissions } = setting;
  const around = new Map(neighbours);
  for (;;) {
    const found = consider({
      record: {
        issue,
        comments,
        events,
        journal,
        self,
        permissions: { byLogin: permissions, others: 'read' },
        neighbours: around,
      },
      policy: DEFAULT_POLICY,
      digest,
    });
    const unknown = found.unknown.filter((number) => !around.has(number));
    if (unknown.length === 0) return found;
    for (const number of unknown) around.set(number, null);
  }
}

/** So many times what one incident says may change what another one says: the longest chain of parts, and some more. */
const MOST_ROUNDS = 20;

/**
 * What the incidents of a repository say to each other (D6), from nothing at all: each is folded with what the others say, until all say the same again.
 */
export function neighboursIn(records: readonly RecordOnGitHub[], setting: Setting): Neighbours {
  let before: ReadonlyMap<number, Neighbour> = new Map();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const now = new Map<number, Neighbour>();
    for (const record of records) {
      const around = new Map(before);
      around.delete(record.issue.number);
      now.set(record.issue.number, considered(record, setting, around).neighbour);
    }
    if (JSON.stringify([...now]) === JSON.stringify([...before])) return now;
    before = now;
  }
  throw new Error('the incidents of a repository do not agree on what they are to each other');
}

function wanted(
  record: RecordOnGitHub,
  setting: Setting,
  neighbours: Neighbours,
): { readonly is: Considered; readonly want: Desired } {
  const { issue, journal } = record;
  const around = new Map(neighbours);
  around.delete(issue.number);
  const is = considered(record, setting, around);
  const want = desired({
    considered: is,
    policy: DEFAULT_POLICY,
    journal,
    links: linksOf(record.documents),
    now: setting.now,
    serverUrl: new URL(issue.url).origin,
  });
  return { is, want };
}

const normal = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();

function show(line: string | undefined): string {
  return line === undefined ? 'nothing' : JSON.stringify(line.slice(0, 300));
}

/** The first lines that differ. */
function difference(stands: string, should: string): readonly string[] {
  const [a, b] = [stands.split('\n'), should.split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  const line = at < 0 ? a.length : at;
  return [`line ${line + 1} stands as ${show(a[line])}`, `and should be ${show(b[line])}`];
}

interface Comparison {
  readonly record: RecordOnGitHub;
  readonly signer: Signer;
  readonly found: Finding[];
}

function tell(
  { record, found }: Comparison,
  what: string,
  details: readonly string[] = [],
  where?: string,
): void {
  found.push({ kind: 'wrong', where: where ?? record.issue.url, what, details });
}

function compareDocument(comparison: Comparison, want: DesiredDocument, have: Written | undefined): void {
  const { record, signer } = comparison;
  const { key, text, payload } = want;
  if (have === undefined) {
    tell(comparison, `there is no ${key}, and the record asks for one`);
    return;
  }
  // an answer is written once, and speaks of the moment in which it was asked for
  if (want.kind === 'comment' && want.once !== null) {
    const once =
      typeof have.marker.payload === 'object' ? Reflect.get(have.marker.payload ?? {}, 'once') : null;
    if (once !== want.once)
      tell(
        comparison,
        `${key} answers to another text`,
        [`it is of ${String(once)}, the text of ${want.once}`],
        have.url,
      );
    return;
  }
  const body = writeBody({ scope: record.scope, key, payload, text }, signer);
  const should =
    want.kind === 'issue' && want.regions !== null ? updateRegions(have.body, body, want.regions) : body;
  if (normal(have.body) !== normal(should))
    tell(
      comparison,
      `${key} is not what the record makes it`,
      difference(normal(have.body), normal(should)),
      have.url,
    );
}

function compareReactions(comparison: Comparison, want: Desired): void {
  const { reactions, issue } = comparison.record;
  for (const { comment, contents } of want.reactions) {
    const have = comment === null ? undefined : reactions.get(comment);
    if (have === undefined) continue;
    const is = [...(have.plus ? ['+1'] : []), ...(have.confused ? ['confused'] : [])];
    if (is.join() !== contents.join())
      tell(
        comparison,
        `reactions should be ${contents.join(', ') || 'none'}, and are ${is.join(', ') || 'none'}`,
        [],
        `${issue.url}#issuecomment-${comment}`,
      );
  }
}

function compareIssue(comparison: Comparison, want: Desired): void {
  const { labels, assignees } = comparison.record.issue;
  const missing = want.labels.add.filter((label) => !labels.includes(label));
  const surplus = want.labels.remove.filter((label) => labels.includes(label));
  if (missing.length > 0) tell(comparison, `labels missing: ${missing.join(', ')}`);
  if (surplus.length > 0) tell(comparison, `labels too many: ${surplus.join(', ')}`);
  const assigned = new Set(assignees.map(({ login }) => login));
  const unassigned = (want.assignees ?? []).filter((login) => !assigned.has(login));
  if (unassigned.length > 0) tell(comparison, `not assigned: ${unassigned.join(', ')}`);
  if (want.state !== null) tell(comparison, `the issue should be ${want.state}`);
}

/** `neighbours`: what all incidents of the repository say. */
export function compareDocuments(
  record: RecordOnGitHub,
  setting: Setting,
  neighbours: Neighbours,
): readonly Finding[] {
  const comparison: Comparison = { record, signer: setting.signer, found: [] };
  const { is, want } = wanted(record, setting, neighbours);
  if (is.owed.length > 0 && is.incident.phase !== 'none') {
    const kinds = is.owed.map((entry) =>
      'comment' in entry ? `${entry.kind} ${entry.comment}` : entry.kind,
    );
    tell(comparison, 'the journal lacks what was judged', [kinds.slice(0, 5).join(', ')]);
  }
  const have = new Map(record.documents.toReversed().map((document) => [document.key, document]));
  for (const document of want.documents) compareDocument(comparison, document, have.get(document.key));
  const names = new Set(want.documents.map(({ key }) => key));
  for (const { key, url } of record.documents) {
    if (key.startsWith('reply:') && !names.has(key))
      tell(comparison, `${key} answers to nothing any more`, [], url);
  }
  for (const comment of record.comments) {
    const isUnmarked =
      comment.author.id === setting.self && !record.documents.some(({ id }) => id === comment.id);
    if (isUnmarked)
      tell(
        comparison,
        'a comment of Muster’s without its hidden line',
        [`it begins ${show(comment.body)}, and ends ${JSON.stringify(comment.body.slice(-300))}`],
        comment.url,
      );
  }
  compareReactions(comparison, want);
  compareIssue(comparison, want);
  return comparison.found;
}
