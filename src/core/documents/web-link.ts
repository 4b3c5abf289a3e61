/**
 * Addresses that people give on purpose (`/link`, `/channel`): the only user text that becomes a live link, and only when it is plain http or
 * https. Pages of the same GitHub go through its quiet redirector, because a link to an issue would otherwise leave a cross-reference
 * there, and a private incident would show itself.
 */
import { inert, shorten } from './inert.ts';
import { type Phrase, link } from './markdown.ts';

const QUIET_HOST: ReadonlyMap<string, string> = new Map([
  ['github.com', 'redirect.github.com'],
  ['www.github.com', 'redirect.github.com'],
]);

/** The address under its label, or under its own host and path; inert text when it is no http address. */
export function webLink(address: string, label: string | null = null): Phrase {
  const text = address.trim();
  if (!/^https?:\/\/\S+$/iu.test(text) || !URL.canParse(text)) {
    return label === null ? inert(shorten(address, 200)) : inert(shorten(`${label} (${address})`, 200));
  }
  const url = new URL(text);
  url.username = '';
  url.password = '';
  const shown = label ?? `${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  url.hostname = QUIET_HOST.get(url.hostname) ?? url.hostname;
  return link(url.href, inert(shorten(shown, 80)));
}
