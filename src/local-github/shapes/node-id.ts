/**
 * GraphQL's ids of the rows: the kind's prefix and the numeric id, opaque in look and reversible for us.
 */

const PREFIXES = ['U', 'O', 'R', 'I', 'IC', 'LA', 'REA', 'A', 'MDI', 'EV', 'C'] as const;
export type NodeKind = (typeof PREFIXES)[number];

export function nodeId(kind: NodeKind, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}

/** The numeric id behind a node id of the given kind; null for anything else. */
export function fromNodeId(kind: NodeKind, id: string): number | null {
  if (!id.startsWith(`${kind}_`)) return null;
  const number = Number(Buffer.from(id.slice(kind.length + 1), 'base64url').toString('utf8'));
  return Number.isSafeInteger(number) ? number : null;
}
