/**
 * Addresses that people hand to an incident: http(s) only, so that a document never carries `javascript:`, and without a name or password,
 * which would be published with it.
 */
import { shorten } from './words.ts';

/** The address as written, or why it cannot be used. */
export function parseWebUrl(written: string): { readonly url: string } | { readonly reason: string } {
  const shown = `“${shorten(written, 60)}”`;
  if (!/^https?:\/\/[^\s<>"]+$/iu.test(written) || !URL.canParse(written))
    return { reason: `${shown} is not a web address` };
  const { username, password } = new URL(written);
  if (username !== '' || password !== '') return { reason: 'the address carries a user name or password' };
  return { url: written };
}
