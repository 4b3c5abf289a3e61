/**
 * Before an issue of ours is opened: is it there already? A lost answer or a lost database leaves one behind, and a second postmortem would be worse
 * than one more read (E2).
 */
import { readBody } from '../core/documents/marker.ts';
import type { Instant } from '../core/incident/record.ts';
import { saveDocument } from '../store/documents.ts';
import type { Effect } from './effect.ts';
import type { Performance } from './perform.ts';

type Search = Performance & { readonly scope: string };

/** Whether it was found; then it is in the cache, and the next round compares it. */
export async function findOwnIssue(
  { ports, gateway, place, key, scope }: Search,
  effect: Effect & { kind: 'create-issue' },
  since: Instant,
  digest: (text: string) => string,
): Promise<boolean> {
  const found = (await gateway.listOwnIssues(place, since)).filter(
    (issue) => readBody(issue.body, scope, ports.signer)?.key === effect.document,
  );
  const issue = found.toSorted((a, b) => a.number - b.number)[0];
  if (issue === undefined) return false;
  const { id, nodeId, number: onNumber, url, body } = issue;
  const { document } = effect;
  const bodyHash = digest(body);
  await saveDocument(ports.store.db, key, {
    key: document,
    kind: 'issue',
    id,
    onNumber,
    nodeId,
    url,
    bodyHash,
    once: null,
    state: 'current',
  });
  for (const comment of await gateway.readComments(place, onNumber)) {
    const marker = readBody(comment.body, scope, ports.signer);
    if (marker === null) continue;
    await saveDocument(ports.store.db, key, {
      key: marker.key,
      kind: 'comment',
      id: comment.id,
      onNumber,
      nodeId: comment.nodeId,
      url: comment.url,
      bodyHash: digest(comment.body),
      once: null,
      state: 'current',
    });
  }
  return true;
}
