import { expect, test } from '@jest/globals';
import { byteLength } from '../../../src/core/documents/markdown.ts';
import { TEXT_BYTES } from '../../../src/core/documents/overflow.ts';
import { renderPostmortem } from '../../../src/core/documents/postmortem.ts';
import { at, closedOutage, entry, viewOf } from '../../support/build-incident.ts';

test.each([['$'], ['漢'], ['|']])(
  'E3: a postmortem fits one issue when impact and every milestone are long and made of “%s”',
  (letter) => {
    const long = letter.repeat(20_000);
    const milestone = (_: unknown, minute: number) =>
      entry(`08:${String(minute + 10)}`, 'atul', 'note', long, { milestone: true });
    const incident = {
      ...closedOutage(),
      title: long,
      impact: { text: long, at: at('08:04'), by: closedOutage().author },
      timeline: Array.from({ length: 50 }, milestone),
    };
    const text = renderPostmortem(viewOf(incident));
    expect(byteLength(text)).toBeLessThanOrEqual(TEXT_BYTES);
    expect(text).toMatch(/^\| … \| \d+ more milestones in the scribe comment \|/mu);
    expect(text).toMatch(/^\| 08:10 \|/mu);
    expect(text).toMatch(/^\| 08:59 \|/mu);
  },
);
