import type { Nodes } from 'mdast';
import { flattenEmail, parseDocument } from './flatten-email.ts';

/** HTML that is ours to write. */
const OWN_HTML =
  /^(?:<br>|<span>|<\/span>|<details>\n<summary>[^<>]*<\/summary>|<\/details>|<!-- \/?muster:(?:facts|actions|dry-run) -->)$/u;

const HIDDEN =
  /[\u00AD\u061C\u115F\u1160\u200C-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\u{E0000}-\u{E0FFF}]/u;

/** What GitHub turns into something after markdown is done, in text that is no link. */
const ACTS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['issue', /#\d/u],
  ['issue', /\bgh-\d/iu],
  ['commit', /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/iu],
  // No emoji is called by two digits, which is what stands between the colons of a time.
  ['emoji', /:(?!\d\d:)[a-z0-9_+-]+:/iu],
  ['address', /(?:https?|ftp):\/\//iu],
  ['address', /www\./iu],
  ['formula', /\$(?:[^\s\d][^$]*|`)\$/u],
];

interface Allowed {
  /** A live link may only lead below one of these. */
  readonly links: readonly string[];
  /** People who are called on purpose. */
  readonly mentions?: readonly string[];
}

/** Everything in a document that would do more than be read. Empty for every document of ours, whatever people wrote. */
export function documentDangers(markdown: string, allowed: Allowed): string[] {
  const dangers: string[] = [];
  const parsed = parseDocument(markdown);
  visit(parsed, false, allowed, dangers);
  if (HIDDEN.test(markdown)) dangers.push('hidden characters');
  const flat = flattenEmail(parsed);
  for (const line of [...flat.split('\n'), ...markdown.split('\n')]) {
    if (/^\s*(?:[>|*+-]\s*)*\/\w/u.test(line)) dangers.push(`command: ${line}`);
  }
  for (const [, login = ''] of flat.matchAll(/@([a-z0-9][\w-]*)/giu)) {
    if (allowed.mentions?.includes(login) !== true) dangers.push(`mention: @${login}`);
  }
  return dangers;
}

const FOREIGN: ReadonlySet<Nodes['type']> = new Set([
  'image',
  'imageReference',
  'linkReference',
  'definition',
  'footnoteReference',
  'footnoteDefinition',
  'thematicBreak',
]);

function visit(node: Nodes, isLinked: boolean, allowed: Allowed, dangers: string[]): void {
  if (FOREIGN.has(node.type)) dangers.push(node.type);
  if (node.type === 'link' && !allowed.links.some((prefix) => node.url.startsWith(prefix))) {
    dangers.push(`link: ${node.url}`);
  }
  if (node.type === 'html') {
    for (const part of node.value.split(/(?<=-->)\n/u))
      if (!OWN_HTML.test(part)) dangers.push(`html: ${part}`);
  }
  if ((node.type === 'text' || node.type === 'inlineCode') && !isLinked) {
    for (const [what, pattern] of ACTS) {
      const isCode = what === 'formula' && node.type === 'inlineCode';
      if (!isCode && pattern.test(node.value)) dangers.push(`${what}: ${node.value}`);
    }
  }
  if ('children' in node) {
    for (const child of node.children) visit(child, isLinked || node.type === 'link', allowed, dangers);
  }
}
