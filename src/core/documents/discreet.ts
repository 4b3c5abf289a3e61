/**
 * Whether a text of people may be shown outside (M3): no names of people, no addresses of machines or pages, no identifiers. Rather too strict: what is
 * held back is said, and a person decides. It cannot know what a system or a stranger is called when that is a plain word, so drafts are read before they are
 * sent.
 */
import type { Account } from '../incident/account.ts';
import { plainText } from './inert.ts';
import type { View } from './view.ts';

export type Indiscretion = 'names a person' | 'holds an address' | 'holds an identifier';

const ADDRESS: readonly RegExp[] = [
  /:\/\//u,
  /\bwww\./iu,
  /\blocalhost\b/iu,
  // a host, a file, an IP
  /[\p{L}\p{N}_-]\.[\p{L}\p{N}_-]*\p{L}{2}/u,
  /\d\.\d+\.\d/u,
  /::[0-9a-f]|(?:[0-9a-f]{1,4}:){3}/iu,
  // a port
  /\p{L}:\d/u,
  // paths, org/repo
  /\/[\p{L}_~]/u,
  /\\\S/u,
];

const IDENTIFIER: readonly RegExp[] = [
  /#/u,
  /\bgh-\d/iu,
  /[`<>{}[\]$]/u,
  /_/u,
  // node-7, db2, CVE-2026-1
  /\p{L}-?\d/u,
  /\d\p{L}*-\p{L}/u,
  /\b(?=[0-9a-f]*\d)[0-9a-f]{7,}\b/iu,
];

type Known = Pick<View, 'incident' | 'policy'>;

/** Everybody whose name the record or the policy knows. */
function people({ incident, policy }: Known): ReadonlySet<string> {
  const stints = incident.calls.flatMap((call) => [...call.led, ...call.attended]);
  const accounts: readonly (Account | null)[] = [
    incident.author,
    ...incident.assignees,
    ...incident.responders,
    ...stints.map((s) => s.who),
    ...incident.holdings.map((h) => h.holder),
    ...incident.timeline.map((e) => e.author),
    ...incident.communications.map((c) => c.by),
    ...incident.actions.flatMap((a) => [a.author, a.owner]),
  ];
  const leaders = policy.severities.flatMap((s) => s.leaders ?? []);
  const stakeholders = Object.values(incident.reach).flatMap((r) => r.stakeholders);
  return new Set(
    [
      ...accounts.flatMap((a) => (a === null ? [] : [a.login, a.login.replace(/\[bot\]$/u, '')])),
      ...leaders,
      ...stakeholders,
    ]
      .map((name) => name.toLowerCase().replace(/^@/u, ''))
      .filter((name) => name !== ''),
  );
}

const isWordPart = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);

/** Whether a word or words stand in a text, not inside of longer words. */
function names(text: string, name: string): boolean {
  for (let from = text.indexOf(name); from !== -1; from = text.indexOf(name, from + 1)) {
    if (!isWordPart(text.charAt(from - 1)) && !isWordPart(text.charAt(from + name.length))) return true;
  }
  return false;
}

/** Services whose names are no plain words: `payments-api`, and not `checkout`, which customers say as well. */
function systems({ incident }: Known): readonly string[] {
  return incident.services.map((name) => name.toLowerCase()).filter((name) => /\p{L}[^\p{L}\s]/u.test(name));
}

/** Why a text may not go outside; null when nothing speaks against it. Letters that only look different count as what they look like. */
export function indiscretion(text: string, known: Known): Indiscretion | null {
  const plain = plainText(text).normalize('NFKC');
  const small = plain.toLowerCase();
  if (plain.includes('@') || [...people(known)].some((name) => names(small, name))) return 'names a person';
  if (ADDRESS.some((pattern) => pattern.test(plain))) return 'holds an address';
  if (IDENTIFIER.some((pattern) => pattern.test(plain)) || systems(known).some((name) => names(small, name)))
    return 'holds an identifier';
  return null;
}
