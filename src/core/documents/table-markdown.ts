/**
 * Tables as markdown. Inside a cell no block can begin and attention marks stand between spaces, so escaping needs one look at each character; the
 * general serialiser takes ten times as long, and a timeline has thousands of cells (E3's largest issue closes within 100 ms of core).
 */
import type { Nodes, PhrasingContent, Table } from 'mdast';
import type { Handle } from 'mdast-util-to-markdown';

/**
 * What could mean something inside a cell. An underscore between letters, a `<` that opens no tag and an `&` that names no character mean nothing and
 * stay readable.
 */
const ACTIVE = /[\\`*[\]|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|<(?=[!/?A-Za-z])|&(?=[#A-Za-z])/gu;

/** Every letter that `ACTIVE` begins with; most cells have none. */
const MAYBE_ACTIVE = /[\\`*[\]|~_<&\n]/u;

function textCell(value: string): string {
  if (!MAYBE_ACTIVE.test(value)) return value;
  return value.replaceAll('\n', ' ').replaceAll(ACTIVE, String.raw`\$&`);
}

/** A fence longer than any run inside; a pipe ends the cell even in code. */
function codeCell(value: string): string {
  const runs: readonly string[] = value.match(/`+/gu) ?? [];
  let fence = '`';
  while (runs.includes(fence)) fence += '`';
  const padding = /^`|`$|^ .* $/u.test(value) ? ' ' : '';
  return `${fence}${padding}${value.replaceAll('|', String.raw`\|`)}${padding}${fence}`;
}

function urlCell(url: string): string {
  return url.replaceAll(/[\s<>()|\\*_~`[\]]/gu, (letter) =>
    letter === '_' || letter === '~' || letter === '*'
      ? letter
      : encodeURIComponent(letter).replaceAll(/[()]/gu, (p) => (p === '(' ? '%28' : '%29')),
  );
}

function inline(nodes: readonly PhrasingContent[]): string {
  let text = '';
  for (const node of nodes) text += cellNode(node);
  return text;
}

function cellNode(node: PhrasingContent): string {
  switch (node.type) {
    case 'text':
      return textCell(node.value);
    case 'strong':
      return `**${inline(node.children)}**`;
    case 'emphasis':
      return `*${inline(node.children)}*`;
    case 'delete':
      return `~~${inline(node.children)}~~`;
    case 'inlineCode':
      return codeCell(node.value);
    case 'html':
      return node.value;
    case 'link':
      return `[${inline(node.children)}](${urlCell(node.url)})`;
    case 'break':
    case 'image':
    case 'imageReference':
    case 'linkReference':
    case 'footnoteReference':
      throw new Error(`a table of ours holds no ${node.type}`);
    default:
      return node satisfies never;
  }
}

function rowLine(cells: readonly { readonly children: readonly PhrasingContent[] }[]): string {
  let line = '|';
  for (const { children } of cells) {
    const text = inline(children).trim();
    line += text === '' ? ' |' : ` ${text} |`;
  }
  return line;
}

/** A table's head (two lines) and its rows, a line each. */
export function tableLines(table: Table): { readonly head: string; readonly rows: readonly string[] } {
  const [names, ...rows] = table.children.map((row) => rowLine(row.children));
  const rule = `|${table.children[0]?.children.map(() => ' - |').join('') ?? ''}`;
  return { head: `${names ?? ''}\n${rule}`, rows };
}

/** For the serialiser, so that every table is written in the same way. */
export const tableHandle: Handle = (node: Nodes) => {
  if (node.type !== 'table') throw new Error(`${node.type} is no table`);
  const { head, rows } = tableLines(node);
  return [head, ...rows].join('\n');
};
