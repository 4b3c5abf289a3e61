/**
 * The same question asked of a real markdown parser: on which lines would `/ack` be a command? Slow on hostile input, which is why the
 * product has its own scanner; slow is fine for a referee.
 */
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Nodes } from 'mdast';

const NEVER = new Set(['code', 'inlineCode', 'html', 'heading']);

/** Lines counted from 1 that read `/ack` after at most three spaces and stand in plain text, by their own marks. */
export function ackLinesByParser(body: string): readonly number[] {
  const tree = fromMarkdown(body);
  const source = body.split('\n');
  const found: number[] = [];
  let offset = 0;
  for (const [index, line] of source.entries()) {
    const indent = /^ {0,3}(?=\/ack$)/.exec(line)?.[0].length;
    if (indent !== undefined && !isExcluded(tree, offset + indent, indent, source)) found.push(index + 1);
    offset += line.length + 1;
  }
  return found;
}

function isExcluded(node: Nodes, place: number, indent: number, source: readonly string[]): boolean {
  const from = node.position?.start.offset ?? 0;
  const to = node.position?.end.offset ?? 0;
  if (place < from || place >= to) return false;
  if (NEVER.has(node.type)) return true;
  // a line without its own `>` continues a quote lazily, and the items in it
  if (node.type === 'blockquote') return node.children.some((child) => isExcluded(child, place, -1, source));
  if (node.type === 'listItem' && indent >= itemWidth(node, source)) return true;
  return 'children' in node && node.children.some((child) => isExcluded(child, place, indent, source));
}

/** The column at which an item's content begins; a line that is indented less continues it lazily. */
function itemWidth(item: Nodes, source: readonly string[]): number {
  const { line, column } = item.position?.start ?? { line: 1, column: 1 };
  const text = withoutTabs(source[line - 1] ?? '').slice(column - 1);
  const [, marker = '', spaces = '', rest = ''] = /^([-+*]|\d+[.)])( *)(.*)$/.exec(text) ?? [];
  const gap = rest === '' || spaces.length > 4 ? 1 : spaces.length;
  return column - 1 + marker.length + gap;
}

function withoutTabs(text: string): string {
  return text.replace(/\t/g, (_, at: number) => ' '.repeat(4 - (at % 4)));
}
