/** The referee itself: it must be able to say no. */
import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/local-github/local-github.ts';
import { referee } from '../support/referee.ts';
import { useExtraGitHub, WORLD } from './bench.ts';

const startExtra = useExtraGitHub();

async function commentExchange(): Promise<Exchange & { kind: 'call' }> {
  const seen: Exchange[] = [];
  const github = await startExtra({ seed: WORLD, onExchange: (exchange) => seen.push(exchange) });
  await github.as('will').createIssue('acme', 'shop', { title: 'x' });
  await github.as('will').comment('acme', 'shop', 1, 'x');
  const exchange = seen.at(-1);
  if (exchange?.kind !== 'call') throw new Error('no exchange');
  return exchange;
}

describe('the referee', () => {
  test('lets a comment pass as it is', async () => {
    const book = referee();
    book.check(await commentExchange());
    book.verify();
    expect(book.judged).toBe(1);
  });

  test.each([
    ['a missing user', { user: undefined }],
    ['an id that is text', { id: '12' }],
    ['an association GitHub does not have', { author_association: 'FRIEND' }],
    ['a time that is none', { created_at: 'noon' }],
  ])('refuses %s', async (_name, change) => {
    const exchange = await commentExchange();
    const book = referee();
    book.check({
      ...exchange,
      body: JSON.parse(JSON.stringify(Object.assign({}, exchange.body, change))),
    });
    expect(() => book.verify()).toThrow('not as GitHub describes it');
  });

  test('refuses a status the operation does not have, a body too many, a refusal without a message', async () => {
    const exchange = await commentExchange();
    const book = referee();
    book.check({ ...exchange, status: 200 });
    book.check({
      ...exchange,
      operation: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
      status: 204,
    });
    book.check({ ...exchange, status: 403, body: {} });
    expect(book.failures).toHaveLength(3);
  });

  test('refuses a webhook that lacks something, or that GitHub does not have', () => {
    const book = referee();
    book.check({ kind: 'webhook', event: 'issues', action: 'labeled', payload: { action: 'labeled' } });
    book.check({ kind: 'webhook', event: 'issues', action: 'exploded', payload: {} });
    expect(book.failures).toContainEqual(expect.stringContaining("must have required property 'issue'"));
    expect(book.failures).toContainEqual("webhook issues-exploded: not in GitHub's description");
  });
});
