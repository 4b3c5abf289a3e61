/** Where Muster's documents stand on GitHub and what was last written there, so that only differences are written. */
import type { Selectable } from 'kysely';
import type { IncidentKey } from './incident-key.ts';
import { type Statement, statement } from './statement.ts';
import type { Database, Tables } from './tables.ts';

export interface StoredDocument {
  /** `core/documents/document.ts` lists the keys. */
  readonly key: string;
  readonly kind: 'comment' | 'issue';
  /** Comment id or issue id. */
  readonly id: number;
  /** An issue document's own number; for a comment, the issue it stands on. */
  readonly onNumber: number;
  readonly nodeId: string;
  readonly url: string;
  /** Of the body as it was written last. */
  readonly bodyHash: string;
  /** Token of a document that is written once, or null. */
  readonly once: string | null;
  readonly state: 'current' | 'deleted';
}

/** Inserts or replaces by key. */
export function documentKept(key: IncidentKey, document: StoredDocument): Statement {
  return keep({ ...document, of: key.number, repositoryId: key.repositoryId });
}

type Kept = StoredDocument & { readonly repositoryId: number; readonly of: number };

const keep = statement((db, document: Kept) => {
  const row = {
    kind: document.kind,
    id: document.id,
    on_number: document.onNumber,
    node_id: document.nodeId,
    url: document.url,
    body_hash: document.bodyHash,
    once: document.once,
    state: document.state,
  };
  return db
    .insertInto('document')
    .values({ repository_id: document.repositoryId, number: document.of, key: document.key, ...row })
    .onConflict((conflict) => conflict.columns(['repository_id', 'number', 'key']).doUpdateSet(row));
});

/** What was written to it last had no answer, so what stands there is not known. */
export async function doubtBody(db: Database, key: IncidentKey, documentKey: string): Promise<void> {
  await db
    .updateTable('document')
    .set({ body_hash: '' })
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .where('key', '=', documentKey)
    .execute();
}

/** Unless the document stands under another id by now: then it was a double that went. */
export async function forgetDocument(
  db: Database,
  key: IncidentKey,
  documentKey: string,
  id: number,
): Promise<void> {
  await db
    .deleteFrom('document')
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .where('key', '=', documentKey)
    .where('id', '=', id)
    .execute();
}

export async function loadDocuments(db: Database, key: IncidentKey): Promise<Map<string, StoredDocument>> {
  const rows = await db
    .selectFrom('document')
    .selectAll()
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .orderBy('key')
    .execute();
  return new Map(rows.map((row) => [row.key, documentOf(row)]));
}

export function documentOf(row: Selectable<Tables['document']>): StoredDocument {
  return {
    key: row.key,
    kind: row.kind,
    id: row.id,
    onNumber: row.on_number,
    nodeId: row.node_id,
    url: row.url,
    bodyHash: row.body_hash,
    once: row.once,
    state: row.state,
  };
}
