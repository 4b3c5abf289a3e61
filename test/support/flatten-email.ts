import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** A document as GitHub reads it. */
export function parseDocument(markdown: string): Nodes {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/**
 * What an e-mail client makes of a document when somebody answers a notification: plain text in which headings, emphasis, code, tables, lists
 * and quotes have lost their marks, each cell and item on a line of its own. The worst of what clients do, so that lines are ours to judge.
 */
export function flattenEmail(document: string | Nodes): string {
  return blockText(typeof document === 'string' ? parseDocument(document) : document);
}

function blockText(node: Nodes): string {
  if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell')
    return `${inlineText(node)}\n`;
  if (node.type === 'code') return `${node.value}\n`;
  if (node.type === 'html') {
    return `${node.value.replaceAll(/<!--[\s\S]*?-->/gu, '').replaceAll(/<[^>]*>/gu, '\n')}\n`;
  }
  return 'children' in node ? node.children.map((child) => blockText(child)).join('') : '';
}

function inlineText(node: Nodes): string {
  if (node.type === 'break') return '\n';
  if (node.type === 'html') return /^<br/iu.test(node.value) ? '\n' : '';
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  return 'children' in node ? node.children.map((child) => inlineText(child)).join('') : '';
}
