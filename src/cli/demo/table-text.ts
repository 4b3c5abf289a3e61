/** A table for a terminal: columns side by side, cells wrapped, the widest columns giving way first. */
import { columns, pad, wrap } from './wrap.ts';

const GAP = 2;
/** No column is made narrower than this to make room for others. */
const NARROWEST = 6;

/** The first row is the heading; one without any text is left out. */
export function tableText(rows: readonly (readonly string[])[], width: number): string[] {
  const [heading = [], ...body] = rows;
  const hasHeading = heading.some((cell) => cell !== '');
  const shown = hasHeading ? rows : body;
  const widths = columnWidths(shown, width);
  const lines = shown.flatMap((row) => rowText(row, widths));
  if (!hasHeading) return lines;
  const rule = widths.map((w) => '-'.repeat(w)).join(' '.repeat(GAP));
  const depth = rowText(heading, widths).length;
  return [...lines.slice(0, depth), rule, ...lines.slice(depth)];
}

function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(1, ...rows.map((row) => Math.max(...(row[index] ?? '').split('\n').map(columns)))),
  );
  const room = width - GAP * (count - 1);
  for (let over = widths.reduce((sum, w) => sum + w, 0) - room; over > 0; over -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= NARROWEST) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function rowText(row: readonly string[], widths: readonly number[]): string[] {
  const cells = widths.map((width, index) => wrap(row[index] ?? '', width));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, index) => pad(cell[line] ?? '', widths[index] ?? 0))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}
