/**
 * Markdown as a terminal can show it: what a reader of the page sees, without links' addresses, marks and machine-readable comments. The
 * documents themselves are on the page (or in the files of `--out`); this is for reading along.
 */
import type { List, PhrasingContent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { tableText } from './table-text.ts';
import { columns, wrap } from './wrap.ts';

/** Lines of at most `width` columns. */
export function plainText(markdown: string, width: number): string[] {
  return blocks(parse(markdown), width);
}

/** One line of Markdown without its marks. */
export function plainLine(markdown: string): string {
  return plainText(markdown, Infinity).join(' ');
}

function parse(markdown: string): RootContent[] {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children;
}

function blocks(nodes: readonly RootContent[], width: number): string[] {
  const parts = nodes.map((node) => block(node, width)).filter((lines) => lines.length > 0);
  return parts.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function block(node: RootContent, width: number): string[] {
  if (node.type === 'heading') {
    return underlined(wrap(inline(node.children), width), node.depth <= 2 ? '=' : '-');
  }
  if (node.type === 'paragraph') return wrap(inline(node.children), width);
  if (node.type === 'list') return list(node, width);
  if (node.type === 'table') return tableText(cellsOf(node), width);
  if (node.type === 'blockquote') return blocks(node.children, width - 2).map((line) => `> ${line}`);
  if (node.type === 'code') return node.value.split('\n').map((line) => `    ${line}`);
  if (node.type === 'html') return html(node.value, width);
  return wrap(clean(textOf(node)), width).filter((line) => line !== '');
}

function underlined(lines: readonly string[], mark: string): string[] {
  return [...lines, mark.repeat(Math.max(...lines.map(columns)))];
}

function list(node: List, width: number): string[] {
  return node.children.flatMap((item, index) => {
    const mark = node.ordered === true ? `${(node.start ?? 1) + index}. ` : '- ';
    const box = item.checked === true ? '[x] ' : item.checked === false ? '[ ] ' : '';
    const lines = blocks(item.children, width - mark.length - box.length);
    const indent = ' '.repeat(mark.length + box.length);
    return lines.map((line, n) => `${n === 0 ? mark + box : indent}${line}`.trimEnd());
  });
}

function cellsOf(table: Table): string[][] {
  return table.children.map((row) => row.children.map((cell) => inline(cell.children)));
}

/** Comments and the frame of a folded part are not for eyes; its title is. */
function html(value: string, width: number): string[] {
  const title = /<summary>(?<text>[\s\S]*?)<\/summary>/u.exec(value)?.groups?.['text'];
  return title === undefined ? [] : underlined(wrap(clean(title), width), '-');
}

function inline(nodes: readonly PhrasingContent[]): string {
  return clean(nodes.map(textOf).join(''));
}

function textOf(node: RootContent): string {
  if (node.type === 'break') return '\n';
  if (node.type === 'html') return /^<br\s*\/?>$/iu.test(node.value) ? '\n' : '';
  if (node.type === 'inlineCode') return `\`${node.value}\``;
  if (node.type === 'delete') return `~${node.children.map(textOf).join('')}~`;
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** Without what is there to keep words from acting (U+200B) and cannot be seen. */
function clean(text: string): string {
  return text.replaceAll('\u200B', '');
}
