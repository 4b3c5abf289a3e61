import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { updateRegions } from '../../../src/core/documents/update-regions.ts';
import { hostileText } from '../../support/hostile-text.ts';

const NAMES = ['facts', 'actions'];

function body(facts: string, actions: string): string {
  return `# Title\n\n<!-- muster:facts -->\n${facts}\n<!-- /muster:facts -->\n\nTheirs\n\n<!-- muster:actions -->\n${actions}\n<!-- /muster:actions -->\n\nEnd\n`;
}

/** Text of people, as it stands in an issue: any lines, marks among them. */
const prose = fc
  .array(
    fc.oneof(
      hostileText,
      fc.constantFrom(
        '<!-- muster:facts -->',
        '<!-- /muster:facts -->',
        '<!-- muster:actions -->',
        '<!-- /muster:actions -->',
      ),
    ),
    { maxLength: 6 },
  )
  .chain((lines) => fc.constantFrom('\n', '\r\n').map((end) => lines.join(end)));

describe('X3: the regions of a postmortem', () => {
  test('are replaced, and all else stays', () => {
    const existing = body('old', '- [ ] 1 · fix · old').replace('Theirs', 'Root cause: we know now');
    expect(updateRegions(existing, body('new', '- [ ] 1 · fix · new'), NAMES)).toBe(
      body('new', '- [ ] 1 · fix · new').replace('Theirs', 'Root cause: we know now'),
    );
  });

  test('a ticked box stays ticked, an item that somebody added stays', () => {
    const existing = body('f', '- [x] 1 · fix · a\n- [ ] 2 · fix · b\n- [ ] order cake');
    const desired = body('f', '- [ ] 1 · fix · a2\n- [x] 2 · fix · b\n- [ ] 3 · fix · c');
    const after = updateRegions(existing, desired, NAMES);
    expect(after).toBe(
      body('f', '- [x] 1 · fix · a2\n- [x] 2 · fix · b\n- [ ] 3 · fix · c\n- [ ] order cake'),
    );
    expect(updateRegions(after, desired, NAMES)).toBe(after);
  });

  test('a region that is to be empty is emptied, and filled again, while nobody wrote in it', () => {
    const ours = '## Dry run\n\n*For ines.*\n\n- [ ] 1 · complete\n';
    const empty = body('f', 'x').replace('\nx\n', '\n');
    expect(updateRegions(body('f', ours), empty, NAMES)).toBe(empty);
    expect(updateRegions(empty, body('f', ours), NAMES)).toBe(body('f', ours));
    expect(updateRegions(empty, empty, NAMES)).toBe(empty);
  });

  test.each([
    ['a tick', '## Dry run\n\n*For ines.*\n\n- [x] 1 · complete\n'],
    ['an item of theirs', '## Dry run\n\n*For ines.*\n\n- [ ] 1 · complete\n- ask legal\n'],
    ['a sentence of theirs', '## Dry run\n\n*For ines.*\n\n- [ ] 1 · complete\n\nNot yet.\n'],
  ])('a region that is to be empty stays with %s', (_, written) => {
    const empty = body('f', 'x').replace('\nx\n', '\n');
    expect(updateRegions(body('f', written), empty, NAMES)).toBe(body('f', written));
  });

  test.each([
    ['removed', (text: string) => text.replace('<!-- /muster:facts -->\n', '')],
    ['doubled', (text: string) => `${text}\n<!-- muster:facts -->\n`],
    [
      'reversed',
      (text: string) =>
        text
          .replace('<!-- muster:facts -->', 'X')
          .replace('<!-- /muster:facts -->', '<!-- muster:facts -->')
          .replace('X', '<!-- /muster:facts -->'),
    ],
    [
      'moved into the other region',
      (text: string) =>
        text.replace('<!-- /muster:facts -->\n', '').replace('End', '<!-- /muster:facts -->\n'),
    ],
  ])('a region whose mark was %s is left alone', (_, damage) => {
    const existing = damage(body('theirs now', '- [ ] 1 · fix · a'));
    expect(updateRegions(existing, body('new', '- [ ] 1 · fix · a'), NAMES)).toBe(existing);
  });

  test('line ends stay as they are', () => {
    const existing = body('old', 'old').replaceAll('\n', '\r\n');
    const after = updateRegions(existing, body('new', 'old'), NAMES);
    expect(after).toBe(body('new', 'old').replaceAll('\n', '\r\n'));
    expect(updateRegions(after, body('new', 'old'), NAMES)).toBe(after);
  });

  test('outside of its regions not a byte changes, whatever people wrote there', () => {
    fc.assert(
      fc.property(prose, prose, prose, (before, between, after) => {
        const existing = `${before}\n<!-- muster:facts -->\nold\n<!-- /muster:facts -->\n${between}\n<!-- muster:actions -->\n- [ ] 1 · fix · old\n<!-- /muster:actions -->\n${after}`;
        const desired = body('NEW', '- [ ] 1 · fix · NEW');
        const result = updateRegions(existing, desired, NAMES);
        const back = result
          .replace('>\nNEW\n<', '>\nold\n<')
          .replace('- [ ] 1 · fix · NEW', '- [ ] 1 · fix · old');
        expect(back).toBe(existing);
        expect(updateRegions(result, desired, NAMES)).toBe(result);
      }),
      { numRuns: 300 },
    );
  });
});
