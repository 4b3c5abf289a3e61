/** What an incident says of its parts, and of others that may be the same (D6). */
import { incidentLink } from './merged.ts';
import { command } from './command-word.ts';
import { inert, shorten } from './inert.ts';
import { type Phrase, joined, link, phrase } from './markdown.ts';
import type { View } from './view.ts';
import { webLink } from './web-link.ts';

const LISTED = 8;
const TITLE_LENGTH = 80;

/** `#42 Carts fail, #43 Login is slow (in #42)`; null when there are none. */
export function partsWords({ incident }: View): Phrase | null {
  const { parts } = incident;
  if (parts.length === 0) return null;
  const more = parts.length - LISTED;
  const shown = parts.slice(0, LISTED).map((part) => {
    const within = parts.find(({ number }) => number === part.within);
    const where = within === undefined ? '' : [' (in ', link(within.url, `#${within.number}`), ')'];
    return phrase(incidentLink(part), where);
  });
  return phrase(joined(shown), more > 0 ? ` and ${more} more` : '');
}

/**
 * Quiet: the link leaves no trace on the other issue, for it may have nothing to do with this one. Where there is no quiet way, the title stands alone.
 */
function quietTitle({ title, url }: { readonly title: string; readonly url: string }): Phrase {
  const words = shorten(title, TITLE_LENGTH);
  return new URL(url).hostname === 'github.com' ? webLink(url, words) : inert(words);
}

/** Null when nothing is. A suggestion, never more: the younger of two says it. */
export function relatedWords(view: View): Phrase | null {
  const { related, phase } = view.incident;
  if (phase !== 'open' || related.length === 0) return null;
  const shown = related
    .slice(0, 3)
    .map((one) => phrase(quietTitle(one), ': ', command(view, `merge ${one.number}`)));
  const more = related.length - 3;
  return phrase(joined(shown, ' · '), more > 0 ? ` and ${more} more` : '', ' makes this part of it');
}
