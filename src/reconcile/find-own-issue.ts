/**
 * Before an issue of ours is opened: is it there already? A lost answer or a lost database leaves one behind, and a second postmortem would be worse than
 * one more read (E2). Where there are two all the same, the oldest stays: the younger says where it is, and is emptied and closed unless people wrote in it.
 */
import type { DocumentKey } from '../core/documents/document.ts';
import { readBody, writeBody } from '../core/documents/marker.ts';
import { renderEmptied, renderNoted, saysOpenedTwice } from '../core/documents/opened-twice.ts';
import type { Instant } from '../core/incident/record.ts';
import { forgetDocument, loadDocuments } from '../store/documents.ts';
import { keyText } from '../store/incident-key.ts';
import type { Effect } from './effect.ts';
import type { OwnIssue } from './gateway.ts';
import { keepDocument } from './keep-document.ts';
import { type Performance, perform } from './perform.ts';

/** What a younger one is called from then on. */
const DOUBLE = 'double:';

/** By the key in their markers, the oldest first. */
async function listOwn(
  { ports, gateway, place, key }: Performance,
  since: Instant,
): Promise<ReadonlyMap<DocumentKey, readonly OwnIssue[]>> {
  const scope = keyText(key);
  const marked = (await gateway.listOwnIssues(place, since))
    .map((issue) => ({ issue, document: readBody(issue.body, scope, ports.signer)?.key ?? null }))
    .toSorted((a, b) => a.issue.number - b.issue.number);
  const byKey = new Map<DocumentKey, OwnIssue[]>();
  for (const { issue, document } of marked)
    if (document !== null) byKey.set(document, [...(byKey.get(document) ?? []), issue]);
  return byKey;
}

/** An issue that says what Muster wrote and in which nobody else wrote. One that Muster updated by regions counts as written in: better a note too many. */
async function isUntouched({ ports, gateway, place, key }: Performance, issue: OwnIssue): Promise<boolean> {
  if (readBody(issue.body, keyText(key), ports.signer)?.isIntact !== true) return false;
  const self = await ports.self();
  return (await gateway.readComments(place, issue.number)).every(({ author }) => author.id === self);
}

async function retire(
  performance: Performance,
  document: DocumentKey,
  younger: OwnIssue,
  staying: OwnIssue,
): Promise<void> {
  if (saysOpenedTwice(younger.body)) return;
  const { ports, key } = performance;
  const double = `${DOUBLE}${document}`;
  const at = { kind: 'update-issue', document: double, number: younger.number } as const;
  if (await isUntouched(performance, younger)) {
    const text = renderEmptied(staying);
    const body = writeBody({ scope: keyText(key), key: double, payload: {}, text }, ports.signer);
    await perform(performance, { ...at, body, state: 'closed', stateReason: 'duplicate' });
  } else await perform(performance, { ...at, body: renderNoted(younger.body, staying) });
}

/** The oldest is the document from now on, with the pages that stand on it. */
async function settleOn(
  performance: Performance,
  document: DocumentKey,
  [oldest, ...younger]: readonly OwnIssue[],
): Promise<void> {
  const { ports, key } = performance;
  const { db } = ports.store;
  if (oldest === undefined) return;
  const known = await loadDocuments(db, key);
  if (known.get(document)?.id !== oldest.id) {
    await keepDocument(db, key, document, { kind: 'issue', ...oldest }, ports.digest(oldest.body));
    for (const page of known.values())
      if (page.key.startsWith(`${document}:`)) await forgetDocument(db, key, page.key, page.id);
    await adoptPages(performance, oldest.number);
  }
  for (const issue of younger) await retire(performance, document, issue, oldest);
}

/** Whether it was found; then it is in the cache, and the next round compares it. Throws NotThere where issues cannot be listed. */
export async function findOwnIssue(
  performance: Performance,
  { document }: Effect & { kind: 'create-issue' },
  since: Instant,
): Promise<boolean> {
  const found = (await listOwn(performance, since)).get(document) ?? [];
  await settleOn(performance, document, found);
  return found.length > 0;
}

/**
 * Settles whatever stands twice, and takes in what nobody knows of: the answer to its opening was lost, and when Muster looked again it was not wanted any
 * more.
 */
export async function healOwnIssues(performance: Performance, since: Instant): Promise<void> {
  for (const [document, found] of await listOwn(performance, since))
    if (!document.startsWith(DOUBLE)) await settleOn(performance, document, found);
}

/** Takes the pages that stand on an issue of ours into the cache: after a loss, or when the answer to one of them was lost. Of two of a kind the oldest stays. */
export async function adoptPages(performance: Performance, number: number): Promise<void> {
  const { ports, gateway, place, key } = performance;
  const scope = keyText(key);
  const self = await ports.self();
  const adopted = new Set<DocumentKey>();
  const comments = (await gateway.readComments(place, number)).toSorted((a, b) => a.id - b.id);
  for (const comment of comments) {
    const marker = readBody(comment.body, scope, ports.signer);
    if (marker === null || comment.author.id !== self) continue;
    if (adopted.has(marker.key)) {
      await perform(performance, { kind: 'delete-comment', document: marker.key, id: comment.id });
      continue;
    }
    adopted.add(marker.key);
    const standing = { ...comment, kind: 'comment', number } as const;
    await keepDocument(ports.store.db, key, marker.key, standing, ports.digest(comment.body));
  }
}
