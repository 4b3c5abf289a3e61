/**
 * Issues of ours that people write in, the postmortem above all: before such an issue is compared its text is read, and when it says what is wanted that
 * is remembered, so that it is not read again before something new is wanted (X3).
 */
import type { Desired } from '../core/desired.ts';
import type { DocumentKey } from '../core/documents/document.ts';
import { type Bodies, needsBody } from './diff.ts';
import { keepDocument } from './keep-document.ts';
import type { Observed } from './observed.ts';
import type { Performance } from './perform.ts';

/** `writtenHash` of an issue that was read becomes that of what is wanted. One that somebody deleted keeps no body and is left alone. */
export async function withIssueBodies(
  { gateway, place }: Performance,
  want: Desired,
  observed: Observed,
  bodies: Bodies,
): Promise<Observed> {
  const documents = new Map(observed.documents);
  for (const document of want.documents) {
    const have = documents.get(document.key);
    if (have === undefined || !needsBody(document, have, bodies)) continue;
    const now = await gateway.readOwnIssue(place, have.number);
    const writtenHash = bodies.digest(bodies.write(document));
    documents.set(document.key, { ...have, body: now?.body ?? null, writtenHash });
  }
  return { ...observed, documents };
}

/** Remembers of the issues that were read, and that `isSettled` says are as wanted, what is wanted. */
export async function keepRead(
  { ports, key }: Performance,
  seen: Observed,
  observed: Observed,
  isSettled: (document: DocumentKey) => boolean,
): Promise<void> {
  for (const [document, have] of observed.documents) {
    const isRead = have !== seen.documents.get(document);
    if (isRead && have.writtenHash !== null && isSettled(document)) {
      await keepDocument(ports.store.db, key, document, have, have.writtenHash);
    }
  }
}
