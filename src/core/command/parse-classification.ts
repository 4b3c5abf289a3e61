/**
 * `/severity`, `/impact`, `/service`, `/link`: what is broken, how badly, for whom. Whether a severity exists is the policy's to say, not the
 * parser's.
 */
import type { Parsed } from './command-spec.ts';
import { parseWebUrl } from './web-url.ts';
import { takeWord, withoutTrailing } from './words.ts';

/** `sev2`, `SEV-2`, `SEV 2`, `critical`: as written. */
export function parseSeverity(argument: string): Parsed {
  if (argument === '') return { refusal: { reason: 'no severity was named' } };
  if (!/^\S+(?: \d{1,2})?$/u.test(argument)) {
    return {
      refusal: {
        reason: 'more than a severity stands on the line',
        expected: 'one severity, such as sev2; the reason goes into /impact or /timeline',
      },
    };
  }
  return { command: { name: 'severity', severity: argument } };
}

export function parseImpact(argument: string): Parsed {
  if (argument === '')
    return { refusal: { reason: 'the impact is missing', expected: 'who is blocked and how' } };
  return { command: { name: 'impact', text: argument } };
}

/** Separated by spaces or commas; a service named twice counts once. */
export function parseService(argument: string): Parsed {
  const services = new Set(argument.split(/[\s,]+/u).filter((name) => name !== ''));
  if (services.size === 0) return { refusal: { reason: 'no service was named' } };
  return { command: { name: 'service', services: [...services] } };
}

/** `https://…`, `<https://…>`, or a markdown link, whose text is taken when no other is given. */
export function parseLink(argument: string): Parsed {
  if (argument === '') return { refusal: { reason: 'the address is missing' } };
  const markdown = /^\[([^\]\n]{0,500})\]\((\S{1,2000}?)\)(?=\s|$)/u.exec(argument);
  const { word, rest } = takeWord(argument);
  const written =
    markdown === null ? withoutTrailing(word.replace(/^<(.*)>$/u, '$1'), ',;') : (markdown[2] ?? '');
  const url = parseWebUrl(written);
  if ('reason' in url)
    return { refusal: { reason: url.reason, expected: 'an address that begins with https:// or http://' } };
  const text =
    markdown === null ? rest : argument.slice(markdown[0].length).trim() || (markdown[1] ?? '').trim();
  return { command: { name: 'link', url: url.url, text: text === '' ? null : text } };
}
