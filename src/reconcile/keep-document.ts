/** Writes down where a document of ours stands and what was last written there. */
import type { DocumentKey } from '../core/documents/document.ts';
import { documentKept } from '../store/documents.ts';
import type { IncidentKey } from '../store/incident-key.ts';
import { type Statement, send } from '../store/statement.ts';
import type { Database } from '../store/tables.ts';
import type { ObservedDocument } from './observed.ts';

export interface Standing {
  readonly kind: 'comment' | 'issue';
  /** Comment id or issue id. */
  readonly id: number;
  /** An issue's own number; for a comment, the issue it stands on. */
  readonly number: number;
  readonly nodeId: string;
  readonly url: string;
}

/** Documents that were found by their markers are known by their place from now on: a marker may be destroyed later (X5). */
export async function keepFound(
  db: Database,
  key: IncidentKey,
  found: ReadonlyMap<DocumentKey, ObservedDocument>,
  known: ReadonlyMap<DocumentKey, { readonly id: number }>,
  digest: (text: string) => string,
): Promise<void> {
  for (const document of found.values()) {
    if (document.body !== null && known.get(document.key)?.id !== document.id)
      await keepDocument(db, key, document.key, document, digest(document.body));
  }
}

/** `bodyHash`: of the body as Muster wants it. */
export async function keepDocument(
  db: Database,
  key: IncidentKey,
  document: DocumentKey,
  standing: Standing,
  bodyHash: string,
): Promise<void> {
  await send(db, documentStanding(key, document, standing, bodyHash));
}

/** The same as a statement. */
export function documentStanding(
  key: IncidentKey,
  document: DocumentKey,
  { kind, id, number: onNumber, nodeId, url }: Standing,
  bodyHash: string,
): Statement {
  return documentKept(key, {
    key: document,
    kind,
    id,
    onNumber,
    nodeId,
    url,
    bodyHash,
    once: null,
    state: 'current',
  });
}
