/**
 * Before an issue of ours is opened: is it there already? A lost answer or a lost database leaves one behind, and a second postmortem would be worse
 * than one more read (E2).
 */
import { readBody } from '../core/documents/marker.ts';
import type { Instant } from '../core/incident/record.ts';
import { keyText } from '../store/incident-key.ts';
import type { Effect } from './effect.ts';
import { keepDocument } from './keep-document.ts';
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
  await keepDocument(ports.store.db, key, effect.document, { kind: 'issue', ...issue }, digest(issue.body));
  await adoptPages({ ports, gateway, place, key }, issue.number);
  return true;
}

/** Takes the pages that stand on an issue of ours into the cache: after a loss, or when the answer to one of them was lost. */
export async function adoptPages({ ports, gateway, place, key }: Performance, number: number): Promise<void> {
  const scope = keyText(key);
  for (const comment of await gateway.readComments(place, number)) {
    const marker = readBody(comment.body, scope, ports.signer);
    if (marker === null || comment.author.id !== (await ports.self())) continue;
    const standing = { ...comment, kind: 'comment', number } as const;
    await keepDocument(ports.store.db, key, marker.key, standing, ports.digest(comment.body));
  }
}
