import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { byteLength } from '../../../src/core/documents/markdown.ts';
import { markerBytes, readBody, writeBody } from '../../../src/core/documents/marker.ts';
import { hmacSigner } from '../../support/hmac-signer.ts';
import { hostileText } from '../../support/hostile-text.ts';

const signer = hmacSigner('one');
const scope = '77#41';
const key = fc.constantFrom('board', 'reply:1003', 'timeline-issue:2', 'reminder:severity+hand-over');
const text = hostileText.map((value) => value.replaceAll('<!-- muster:1 ', ''));
const board = writeBody({ scope, key: 'board', payload: { a: 1 }, text: 'Line one\n\nLine two' }, signer);

/** The same with another first letter. */
function swap(value: string): string {
  return `${value.startsWith('A') ? 'B' : 'A'}${value.slice(1)}`;
}

describe('A3: the marker of our documents', () => {
  test('what was written is read', () => {
    fc.assert(
      fc.property(key, fc.jsonValue(), text, (name, payload, shown) => {
        const body = writeBody({ scope, key: name, payload, text: shown }, signer);
        const read = readBody(body, scope, signer);
        expect(read).toMatchObject({ key: name, isIntact: true });
        expect(JSON.stringify(read?.payload)).toBe(JSON.stringify(payload));
        expect(byteLength(body) - byteLength(shown)).toBeLessThanOrEqual(markerBytes(name, payload));
      }),
    );
  });

  test('E1: a name that could not be read again is not written', () => {
    for (const name of ['a b', 'a\n', 'a>b', 'x'.repeat(600)])
      expect(() => writeBody({ scope, key: `reply:${name}`, payload: null, text: 'shown' }, signer)).toThrow(
        'is no name of a document',
      );
  });

  test('line ends and space at their end do not count as an edit', () => {
    const body = board.replaceAll('\n', ' \r\n');
    expect(readBody(body, scope, signer)).toEqual({
      key: 'board',
      payload: { a: 1 },
      text: 'Line one\n\nLine two',
      isIntact: true,
    });
  });

  test('X5: an edited text is told apart, its payload still ours', () => {
    expect(readBody(board.replace('two', '2'), scope, signer)).toMatchObject({
      payload: { a: 1 },
      isIntact: false,
    });
    expect(readBody(`${board}\nadded below`, scope, signer)).toMatchObject({
      text: 'Line one\n\nLine two\n\n\nadded below',
      isIntact: false,
    });
  });

  test('a changed key, payload or signature, another issue or secret, half a marker, two markers: none is ours', () => {
    const [, payload = '', signature = ''] = /board (\S+) (\S+) -->/u.exec(board) ?? [];
    for (const body of [
      board.replace(' board ', ' scribe '),
      board.replace(payload, swap(payload)),
      board.replace(signature, swap(signature)),
      board.slice(0, -4),
      `${board}\n${board}`,
      'Line one',
      '',
    ]) {
      expect(readBody(body, scope, signer)).toBeNull();
    }
    expect(readBody(board, '77#42', signer)).toBeNull();
    expect(readBody(board, scope, hmacSigner('two'))).toBeNull();
  });

  test('any change to the marker makes it nobody’s', () => {
    const start = board.indexOf('<!-- muster:1 ') + 14;
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: board.length - 5 }),
        fc.constantFrom('x', '0', '-', ' '),
        (at, letter) => {
          fc.pre(board[at] !== letter);
          expect(readBody(board.slice(0, at) + letter + board.slice(at + 1), scope, signer)).toBeNull();
        },
      ),
    );
  });
});
