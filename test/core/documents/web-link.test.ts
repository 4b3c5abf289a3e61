import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { paragraph, table, toMarkdown } from '../../../src/core/documents/markdown.ts';
import { webLink } from '../../../src/core/documents/web-link.ts';
import { parseDocument } from '../../support/flatten-email.ts';
import { hostileText } from '../../support/hostile-text.ts';

function shown(address: string, label: string | null = null): string {
  return toMarkdown([paragraph(webLink(address, label))]);
}

describe('M4: addresses that people give', () => {
  test.each([
    [
      'https://chat.example/inc-checkout',
      null,
      '[chat.example/inc-checkout](https://chat.example/inc-checkout)',
    ],
    ['https://dash.example/d?a=1', 'dashboard @ben', '[dashboard @\u200Bben](https://dash.example/d?a=1)'],
    ['https://user:secret@dash.example/', null, '[dash.example](https://dash.example/)'],
    [
      'https://github.com/acme/api/issues/7',
      'theirs',
      '[theirs](https://redirect.github.com/acme/api/issues/7)',
    ],
    ['#inc-checkout', null, '\\#\u200Binc-checkout'],
    ['javascript:alert(1)', 'x', 'x (javascript:\u200Balert(1))'],
  ])('%s', (address, label, expected) => {
    expect(shown(address, label)).toBe(expected);
  });

  test('any address in a table is one link or none, and breaks nothing', () => {
    fc.assert(
      fc.property(hostileText, fc.option(hostileText), (path, label) => {
        const tree = parseDocument(
          toMarkdown([table(['A', 'B'], [[webLink(`https://a.example/${path}`, label), 'x']])]),
        );
        const [only] = 'children' in tree ? tree.children : [];
        const row = only?.type === 'table' ? only.children[1] : undefined;
        expect(row?.children).toHaveLength(2);
        const links = row?.children[0]?.children.filter((node) => node.type === 'link') ?? [];
        expect(links.every((node) => node.type === 'link' && node.url.startsWith('https://a.example/'))).toBe(
          true,
        );
      }),
      { numRuns: 200 },
    );
  });
});
