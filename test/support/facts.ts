import type { Account } from '../../src/core/incident/account.ts';
import type { CommentFacts, IssueFacts } from '../../src/core/incident/record.ts';

export const ana: Account = { id: 11, login: 'ana', isBot: false };
export const ben: Account = { id: 12, login: 'ben', isBot: false };

/** `14:05` on the day of the tests. */
export function at(time: string): Temporal.Instant {
  return Temporal.Instant.from(`2026-11-21T${time}${time.length === 5 ? ':00' : ''}Z`);
}

export function issueFacts(over: Partial<IssueFacts> = {}): IssueFacts {
  return {
    repository: { id: 1, owner: 'acme', name: 'shop', isPrivate: true },
    id: 900,
    nodeId: 'I_900',
    number: 41,
    title: 'Checkout is down',
    body: 'since the deploy',
    author: ana,
    createdAt: at('14:00'),
    state: 'open',
    stateReason: null,
    closedAt: null,
    labels: ['incident'],
    assignees: [],
    isLocked: false,
    isPullRequest: false,
    url: 'https://github.com/acme/shop/issues/41',
    ...over,
  };
}

export function commentFacts(id: number, body: string, over: Partial<CommentFacts> = {}): CommentFacts {
  return {
    id,
    nodeId: `IC_${id}`,
    author: ana,
    createdAt: at('14:05'),
    updatedAt: at('14:05'),
    body,
    url: `https://github.com/acme/shop/issues/41#issuecomment-${id}`,
    editor: null,
    former: null,
    deleted: null,
    ...over,
  };
}
