/**
 * Which lines of a comment are plain text, and which are code, HTML, headings, or belong to a list item: CommonMark's block structure, line by
 * line, in linear time. Only what the search for commands needs is kept.
 *
 * Why not the parser that writes our documents: micromark needs 0.4 s for 60 kB of ordinary paragraphs and 18 s for 60 kB of `>`, `1. ` or
 * `a\n-\n` (measured; it splices its lists of events), and anybody may comment. So it is the referee instead: a property test compares
 * this file with it on random documents. Three differences are on purpose: markers nested deeper than MAX_DEPTH are text; link reference
 * definitions are paragraphs; `--` alone under a paragraph is an e-mail's signature mark, not an underline.
 */
import {
  closesFence,
  closesHtml,
  listMarker,
  opensFence,
  opensHtml,
  ruleTail,
  type Fence,
  type HtmlEnd,
} from './markdown-blocks.ts';

export type LineKind = 'blank' | 'text' | 'code' | 'html' | 'comment' | 'heading' | 'rule';

export interface MarkdownLine {
  readonly kind: LineKind;
  /** Begins with its own `>`: lazy continuation does not count (C2). */
  readonly isQuoted: boolean;
  /** Stands inside a list item by its marker or its indentation, not by lazy continuation. */
  readonly isListed: boolean;
}

export interface Paragraph {
  /** Lines of the comment, counted from 0, with the paragraph's part of each, indentation removed. */
  readonly lines: { readonly line: number; readonly text: string }[];
  /** Makes the paragraph a heading. */
  underline: '=' | '-' | null;
}

export interface MarkdownLines {
  readonly lines: readonly MarkdownLine[];
  readonly paragraphs: readonly Paragraph[];
}

type Container =
  { readonly kind: 'quote' } | { readonly kind: 'item'; readonly width: number; isEmpty: boolean };

type Leaf =
  | { readonly kind: 'paragraph'; readonly paragraph: Paragraph }
  | { readonly kind: 'fence'; readonly fence: Fence }
  | { readonly kind: 'html'; readonly end: HtmlEnd; readonly isComment: boolean };

/** A blank line visits every open list item; without a bound, 30 kB of markers and 30 kB of newlines would be 10⁸ steps. */
const MAX_DEPTH = 50;

const UNDERLINE = /^(?:=+|-|-{3,})[ \t]*$/;

/** `source` is the comment split at its newlines; one `MarkdownLine` comes back for each. */
export function readMarkdownLines(source: readonly string[]): MarkdownLines {
  const reader = new BlockReader();
  for (const line of source) reader.read(line);
  return reader;
}

class BlockReader implements MarkdownLines {
  readonly lines: MarkdownLine[] = [];
  readonly paragraphs: Paragraph[] = [];
  #containers: Container[] = [];
  /** Open in the innermost container. */
  #leaf: Leaf | null = null;

  #line = '';
  /** Where the content of the matched containers begins, and the first character after its spaces. */
  #at = 0;
  #next = 0;
  /** Containers that this line continues or opens. */
  #matched = 0;

  read(raw: string): void {
    this.#line = expandLeadingTabs(raw);
    this.#moveTo(0);
    this.#matched = 0;
    this.#matchContainers();
    const continues = this.#matched === this.#containers.length;
    if (continues && this.#continueLeaf()) return;

    const paragraph = this.#leaf?.kind === 'paragraph' ? this.#leaf.paragraph : null;
    const opened = this.#openBlocks(paragraph, continues);
    if (opened.kind !== null) this.#note(opened.kind);
    else if (this.#isBlank()) {
      this.#close();
      this.#note('blank');
    } else this.#addText(opened.paragraph);
  }

  #moveTo(at: number): void {
    this.#at = at;
    if (this.#next < at || at === 0) this.#next = at;
    while (this.#line[this.#next] === ' ' || this.#line[this.#next] === '\t') this.#next += 1;
  }

  #isBlank(): boolean {
    return this.#next >= this.#line.length;
  }

  #matchContainers(): void {
    for (const container of this.#containers) {
      if (container.kind === 'quote') {
        if (this.#next - this.#at > 3 || this.#line[this.#next] !== '>') return;
        this.#enterQuote();
      } else if (this.#isBlank()) {
        if (container.isEmpty) return;
      } else {
        if (this.#next - this.#at < container.width) return;
        this.#moveTo(this.#at + container.width);
        container.isEmpty = false;
      }
      this.#matched += 1;
    }
  }

  #enterQuote(): void {
    this.#moveTo(this.#next + 1);
    if (this.#line[this.#at] === ' ') this.#moveTo(this.#at + 1);
  }

  /** Whether the line belongs to an open fence or HTML block. */
  #continueLeaf(): boolean {
    const leaf = this.#leaf;
    const rest = this.#line.slice(this.#next);
    if (leaf?.kind === 'fence') {
      this.#note('code');
      if (this.#next - this.#at <= 3 && closesFence(rest, leaf.fence)) this.#leaf = null;
      return true;
    }
    if (leaf?.kind === 'html' && !(leaf.end === 'blank' && this.#isBlank())) {
      this.#note(leaf.isComment ? 'comment' : 'html');
      if (closesHtml(rest, leaf.end)) this.#leaf = null;
      return true;
    }
    return false;
  }

  /**
   * Opens containers, then at most one block. `kind` is null when what is left of the line is text or blank; `paragraph` is the one that the
   * text continues, be it lazily.
   */
  #openBlocks(
    open: Paragraph | null,
    continues: boolean,
  ): { kind: LineKind | null; paragraph: Paragraph | null } {
    const tail = ruleTail(this.#line);
    let paragraph = open;
    while (!this.#isBlank()) {
      const isOwn = paragraph !== null && continues;
      const indent = this.#next - this.#at;
      if (indent > 3) {
        if (paragraph !== null) break;
        this.#close();
        return { kind: 'code', paragraph };
      }
      const kind = this.#openLeaf(paragraph);
      if (kind !== null) return { kind, paragraph };
      if (isOwn && paragraph !== null && UNDERLINE.test(this.#line.slice(this.#next))) {
        paragraph.underline = this.#line[this.#next] === '=' ? '=' : '-';
        this.#close();
        return { kind: 'heading', paragraph };
      }
      if (this.#next >= tail) {
        this.#close();
        return { kind: 'rule', paragraph };
      }
      if (!this.#openContainer(indent, isOwn)) break;
      paragraph = null;
    }
    return { kind: null, paragraph };
  }

  #openLeaf(paragraph: Paragraph | null): LineKind | null {
    if (!'#`~<'.includes(this.#line.charAt(this.#next))) return null;
    const rest = this.#line.slice(this.#next);
    if (/^#{1,6}(?:[ \t]|$)/.test(rest)) {
      this.#close();
      return 'heading';
    }
    const fence = opensFence(rest);
    if (fence !== null) {
      this.#close();
      this.#leaf = { kind: 'fence', fence };
      return 'code';
    }
    const end = opensHtml(rest, paragraph !== null);
    if (end === null) return null;
    const isComment = rest.startsWith('<!--');
    this.#close();
    if (!closesHtml(rest, end)) this.#leaf = { kind: 'html', end, isComment };
    return isComment ? 'comment' : 'html';
  }

  #openContainer(indent: number, interrupts: boolean): boolean {
    if (this.#matched >= MAX_DEPTH) return false;
    if (this.#line[this.#next] === '>') {
      this.#close();
      this.#containers.push({ kind: 'quote' });
      this.#matched += 1;
      this.#enterQuote();
      return true;
    }
    const marker = listMarker(this.#line, this.#next);
    if (marker === null || (interrupts && !marker.mayInterrupt)) return false;
    this.#close();
    const width = indent + marker.length + (marker.isBlank || marker.spaces > 4 ? 1 : marker.spaces);
    this.#containers.push({ kind: 'item', width, isEmpty: marker.isBlank });
    this.#matched += 1;
    this.#moveTo(Math.min(this.#at + width, this.#line.length));
    return true;
  }

  #addText(open: Paragraph | null): void {
    let paragraph = open;
    if (paragraph === null) {
      this.#close();
      paragraph = { lines: [], underline: null };
      this.paragraphs.push(paragraph);
      this.#leaf = { kind: 'paragraph', paragraph };
    }
    paragraph.lines.push({ line: this.lines.length, text: this.#line.slice(this.#next) });
    this.#note('text');
  }

  /** Closes the leaf and the containers that the line does not continue. */
  #close(): void {
    this.#containers.length = this.#matched;
    this.#leaf = null;
  }

  #note(kind: LineKind): void {
    const own = this.#containers.slice(0, this.#matched);
    this.lines.push({
      kind,
      isQuoted: own[0]?.kind === 'quote',
      isListed: own.some((container) => container.kind === 'item'),
    });
  }
}

/** Tabs count to the next multiple of four; after the first character that is no marker they change nothing here. */
function expandLeadingTabs(line: string): string {
  const prefix = /^[\s>*+\-0-9.)]*/.exec(line)?.[0] ?? '';
  if (!prefix.includes('\t')) return line;
  let expanded = '';
  for (const character of prefix)
    expanded += character === '\t' ? ' '.repeat(4 - (expanded.length % 4)) : character;
  return expanded + line.slice(prefix.length);
}
