import * as fc from 'fast-check';

const SURROGATES = 0xd8_00;
const BEHIND = 0xe0_00;
const LAST = 0x10_ff_ff;

/** Every code point but halves of a pair. Fast-check's own unit `binary` is the same, but lists all 1.1 million first: a second in each file. */
const character = fc.nat(LAST - (BEHIND - SURROGATES)).map(
  (index) => String.fromCodePoint(index < SURROGATES ? index : index + BEHIND - SURROGATES),
  (value) => {
    const point = typeof value === 'string' ? value.codePointAt(0) : undefined;
    if (point === undefined || String.fromCodePoint(point) !== value) throw new Error('not one character');
    return point < SURROGATES ? point : point - (BEHIND - SURROGATES);
  },
);

/** Text of any characters, and the names that are dangerous to programs (`__proto__`) where they fit. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: character, maxLength });
}
