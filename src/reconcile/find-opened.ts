/**
 * The way back to issues of ours after a loss of the database: the journal says which were opened (E1). The documents of a close are looked for before they
 * would be opened anew; these are found also where nothing would open them any more, such as the postmortem of an incident that became milder.
 */
import { readBody } from '../core/documents/marker.ts';
import { loadDocuments } from '../store/documents.ts';
import { keyText } from '../store/incident-key.ts';
import { adoptPages, healOwnIssues } from './find-own-issue.ts';
import { keepDocument } from './keep-document.ts';
import type { Looked } from './look.ts';
import type { OwnDocuments } from './own-documents.ts';
import type { Performance } from './perform.ts';

/** What is known of our documents after the look. Only where all of the issue was read, so that one that somebody deleted is not asked for again and again. */
export async function findOpened(
  performance: Performance,
  looked: Looked,
  own: OwnDocuments,
): Promise<Looked['documents']> {
  const { ports, gateway, place, key } = performance;
  if (looked.shown === null) return looked.documents;
  const opened = new Map(own.journal.flatMap((e) => (e.kind === 'opened' ? [[e.document, e.number]] : [])));
  const missing = [...opened].filter(([document]) => !looked.documents.has(document));
  for (const [document, number] of missing) {
    const issue = await gateway.readOwnIssue(place, number);
    if (issue === null || readBody(issue.body, keyText(key), ports.signer)?.key !== document) continue;
    await keepDocument(ports.store.db, key, document, { kind: 'issue', ...issue }, ports.digest(issue.body));
    await adoptPages(performance, number);
  }
  const isCutOff = isClosedBeforeLoss(looked, own) && !opened.has('postmortem');
  if (isCutOff) await healOwnIssues(performance, looked.issue.createdAt);
  return missing.length > 0 || isCutOff ? await loadDocuments(ports.store.db, key) : looked.documents;
}

/**
 * Its documents of the close stand, and nothing is known of them. The death that lost the database may have come between the opening of an issue and the board
 * whose journal tells of it.
 */
function isClosedBeforeLoss({ documents }: Looked, own: OwnDocuments): boolean {
  return documents.size === 0 && own.documents.has('scribe');
}
