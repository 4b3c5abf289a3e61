/**
 * Small builders over mdast and the one serialiser. A plain string given to a builder is ours; text of people comes through `inert` and its
 * sisters only. No line that comes out may begin with a command, so commands of ours stand in code and behind words.
 */
import type {
  Blockquote,
  Emphasis,
  Heading,
  Html,
  InlineCode,
  Link,
  List,
  ListItem,
  Paragraph,
  PhrasingContent,
  RootContent,
  Strong,
  Table,
  TableCell,
} from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown as serialise } from 'mdast-util-to-markdown';
import { tableHandle } from './table-markdown.ts';

/** A string of ours, a node, or several. */
export type Phrase = string | PhrasingContent | readonly Phrase[];

export type Block = RootContent;

/** Parts in a row as phrasing content. */
export function phrase(...parts: readonly Phrase[]): PhrasingContent[] {
  const found: PhrasingContent[] = [];
  for (const part of parts) collect(part, found);
  return found;
}

/** One array for all, because a long timeline has tens of thousands of phrases. */
function collect(part: Phrase, found: PhrasingContent[]): void {
  if (typeof part === 'string') {
    if (part !== '') found.push({ type: 'text', value: part });
  } else if (isMany(part)) {
    for (const inner of part) collect(inner, found);
  } else {
    found.push(part);
  }
}

function isMany(part: PhrasingContent | readonly Phrase[]): part is readonly Phrase[] {
  return Array.isArray(part);
}

export function strong(...parts: readonly Phrase[]): Strong {
  return { type: 'strong', children: phrase(...parts) };
}

export function emphasis(...parts: readonly Phrase[]): Emphasis {
  return { type: 'emphasis', children: phrase(...parts) };
}

export function struck(...parts: readonly Phrase[]): PhrasingContent {
  return { type: 'delete', children: phrase(...parts) };
}

/** A command or word of ours as code. */
export function code(value: string): InlineCode {
  return { type: 'inlineCode', value };
}

export function link(url: string, ...label: readonly Phrase[]): Link {
  return { type: 'link', url, title: null, children: phrase(...label) };
}

/** Typographic quotes around what somebody said. */
export function quoted(said: readonly PhrasingContent[]): PhrasingContent[] {
  return phrase('“', said, '”');
}

/** Items with a separator between them. */
export function joined(items: readonly Phrase[], separator = ', ', last = separator): PhrasingContent[] {
  return phrase(
    items.map((item, index) => [index === 0 ? '' : index === items.length - 1 ? last : separator, item]),
  );
}

export function paragraph(...parts: readonly Phrase[]): Paragraph {
  return { type: 'paragraph', children: phrase(...parts) };
}

export function heading(depth: 1 | 2 | 3, ...parts: readonly Phrase[]): Heading {
  return { type: 'heading', depth, children: phrase(...parts) };
}

export function blockquote(...parts: readonly Phrase[]): Blockquote {
  return { type: 'blockquote', children: [paragraph(...parts)] };
}

export function list(items: readonly Phrase[]): List {
  return { type: 'list', ordered: false, spread: false, children: items.map((item) => listItem(item, null)) };
}

/** Boxes to tick. */
export function checklist(items: readonly { readonly item: Phrase; readonly isDone: boolean }[]): List {
  return {
    type: 'list',
    ordered: false,
    spread: false,
    children: items.map(({ item, isDone }) => listItem(item, isDone)),
  };
}

function listItem(item: Phrase, checked: boolean | null): ListItem {
  return { type: 'listItem', checked, spread: false, children: [paragraph(item)] };
}

function cell(content: Phrase): TableCell {
  return { type: 'tableCell', children: phrase(content) };
}

/** The first row is the head. */
export function table(head: readonly Phrase[], rows: readonly (readonly Phrase[])[]): Table {
  return {
    type: 'table',
    align: head.map(() => null),
    children: [head, ...rows].map((row) => ({ type: 'tableRow', children: row.map(cell) })),
  };
}

function html(value: string): Html {
  return { type: 'html', value };
}

/** Opens folded content, which ends with `</details>`; the summary is ours. */
export function details(summary: string): Block[] {
  return [html(`<details>\n<summary>${summary}</summary>`)];
}

const EXTENSIONS = [gfmToMarkdown(), { handlers: { table: tableHandle } }];

/** One document's text: blocks with an empty line between them, without one at the end. */
export function toMarkdown(blocks: readonly Block[]): string {
  return serialise(
    { type: 'root', children: [...blocks] },
    {
      bullet: '-',
      rule: '-',
      emphasis: '*',
      listItemIndent: 'one',
      resourceLink: true,
      extensions: EXTENSIONS,
    },
  ).trimEnd();
}

/** What GitHub counts: bytes of UTF-8. Counted without writing them down, because every row of a long timeline is measured. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}
