import { expect, test } from '@jest/globals';
import { desired } from '../../src/core/desired.ts';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { type Told, at, given, labelled, said } from '../support/given.ts';

const talk =
  (count: number): Told =>
  (draft) => {
    for (let i = 0; i < count; i += 1) said('hank', '08:10', 'me too')(draft);
  };

function keys(
  links: ReadonlyMap<string, { url: string; number: null }>,
  ...story: readonly Told[]
): readonly string[] {
  const considered = given(...story);
  const want = desired({
    considered,
    policy: DEFAULT_POLICY,
    journal: [],
    links,
    now: at('08:30'),
    serverUrl: 'https://github.com',
  });
  return want.documents.map((d) => d.key).filter((key) => !key.startsWith('journal:'));
}

const mistake = said('sylvain', '08:20', '/severity huge');

test('E3: near the limit of comments Muster answers by reactions only, and keeps room for the closing', () => {
  expect(keys(new Map(), labelled(), talk(2_448), mistake)).toEqual([
    'board',
    'reminder:severity+hand-over',
    'reply:3449',
  ]);
  expect(keys(new Map(), labelled(), talk(2_449), mistake)).toEqual(['board']);
  expect(given(labelled(), talk(2_449), mistake).incident.remarks).toHaveLength(1);
});

test('E3: an answer that stands already is kept', () => {
  const links = new Map([
    ['reply:3450', { url: 'https://github.com/acme/shop/issues/41#issuecomment-1', number: null }],
  ]);
  expect(keys(links, labelled(), talk(2_449), mistake)).toEqual(['board', 'reply:3450']);
});
