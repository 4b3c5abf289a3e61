import { describe, expect, test } from '@jest/globals';
import { renderCommunications } from '../../../src/core/documents/communications.ts';
import { CLOSED_LINKS, at, closedOutage, communication, viewOf } from '../../support/build-incident.ts';
import { expectGolden } from '../../support/golden.ts';

const closed = closedOutage();
const options = { links: CLOSED_LINKS, asOf: at('09:00') };

describe('X1: the communications comment', () => {
  test('several', () => {
    const { text, pages } = renderCommunications(viewOf(closed, options));
    expect(pages).toBeNull();
    expectGolden('communications/several', text);
  });

  test('none', () => {
    expectGolden(
      'communications/none',
      renderCommunications(viewOf({ ...closed, communications: [] }, options)).text,
    );
  });

  test('X2: too large for a comment, it goes to an issue of its own', () => {
    const many = Array.from({ length: 400 }, (_, i) =>
      communication(
        '08:20',
        i % 2 === 0 ? 'external' : 'internal',
        'status page',
        `Update ${i}: ${'word '.repeat(60)}`,
      ),
    );
    const links = new Map([
      ...CLOSED_LINKS,
      ['communications-issue', { url: 'https://github.com/acme/shop/issues/43', number: 43 }],
    ]);
    const { text, pages } = renderCommunications(
      viewOf({ ...closed, communications: many }, { ...options, links }),
    );
    expectGolden('communications/overflow', text);
    const said = (pages ?? []).join('\n').match(/Update \d+:/gu);
    expect(said).toEqual(many.map((_, i) => `Update ${i}:`));
  });
});
