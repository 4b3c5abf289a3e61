/**
 * The address of an issue's page, and where its REST API answers: github.com has a host of its own for it, a server of one's own serves it under
 * `/api/v3`. A token never travels in clear text, except to this machine.
 */

export interface IssueAddress {
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

const PAGE = /^\/(?<owner>[^/]+)\/(?<repo>[^/]+)\/(?:issues|pull)\/(?<number>\d{1,10})\/?$/u;
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u;

export function isUrl(text: string): boolean {
  return /^https?:\/\//iu.test(text);
}

/** The address, or one line that says what is wrong with it. */
export function readIssueUrl(text: string): IssueAddress | { readonly problem: string } {
  const expected = 'expected an issue’s page like https://github.com/acme/shop/issues/41';
  if (!URL.canParse(text)) return { problem: `${text}: is no address, ${expected}` };
  const { protocol, hostname, host, pathname } = new URL(text);
  const groups = PAGE.exec(pathname)?.groups;
  if (groups === undefined) return { problem: `${text}: is no issue’s page, ${expected}` };
  if (protocol !== 'https:' && !LOOPBACK.test(hostname))
    return { problem: `${text}: would send the token in clear text, expected https://` };
  const { owner = '', repo = '', number = '' } = groups;
  const isPublic = host === 'github.com' || host === 'www.github.com';
  const apiUrl = isPublic ? 'https://api.github.com' : `${protocol}//${host}/api/v3`;
  return { apiUrl, owner, repo, number: Number(number) };
}
