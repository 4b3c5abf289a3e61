/**
 * Documents of ours that a list shows and the cache knows in another place: somebody wrote them twice, a replica that woke late or a write that GitHub carried
 * out long after it was given up. Their incident is woken and heals it; the lists are read anyway (E2).
 */
import { readBody } from '../core/documents/marker.ts';
import { saysOpenedTwice } from '../core/documents/opened-twice.ts';
import type { CommentFacts, IssueFacts } from '../core/incident/record.ts';
import { loadDocuments } from '../store/documents.ts';
import { type IncidentKey, keyText } from '../store/incident-key.ts';
import { touchIncident } from '../store/incident-row.ts';
import type { Ports } from './ports.ts';
import { askSecondLook } from './second-look.ts';

type Shell = Pick<Ports, 'store' | 'clock' | 'queue' | 'signer' | 'self'>;

/** Call in the transaction that stored the comment. */
export async function noticeComment(shell: Shell, key: IncidentKey, comment: CommentFacts): Promise<void> {
  const { store, queue, signer, self } = shell;
  if (comment.author.id !== (await self())) return;
  const marker = readBody(comment.body, keyText(key), signer);
  if (marker === null) return;
  const known = (await loadDocuments(store.db, key)).get(marker.key);
  if (known?.id !== comment.id) await queue().wake(key);
}

/** `incidents`: those to which an issue of ours may belong. */
export async function noticeIssue(
  { store, clock, queue, signer, self }: Shell,
  issue: Pick<IssueFacts, 'author' | 'body' | 'number'>,
  incidents: readonly IncidentKey[],
): Promise<void> {
  if (issue.author.id !== (await self()) || saysOpenedTwice(issue.body)) return;
  for (const key of incidents) {
    const marker = readBody(issue.body, keyText(key), signer);
    if (marker === null) continue;
    const known = (await loadDocuments(store.db, key)).get(marker.key);
    if (known === undefined || known.onNumber === issue.number) return;
    await store.transaction(async (db) => {
      await touchIncident(db, key);
      await askSecondLook(db, key, clock.now());
      await queue().wake(key);
    });
    return;
  }
}
