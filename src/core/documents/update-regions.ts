/**
 * Keeps the marked parts of an issue that people write in (X3):
 *   `<!-- muster:<name> -->` … `<!-- /muster:<name> -->`, each on a line of its own
 * Everything outside stays byte for byte. A region whose marks were removed, doubled or crossed is the people's now and is left alone. Inside, a box
 * that somebody ticked stays ticked, and list items that they added stay, below ours. A region that is to be empty is emptied only when nobody ticked or wrote
 * anything in it.
 */

interface Region {
  /** Between the marks, line ends of the marks excluded. */
  readonly from: number;
  readonly to: number;
}

function marks(body: string, mark: string): readonly RegExpExecArray[] {
  return [...body.matchAll(new RegExp(`^<!-- ${mark} -->[ \\t]*\\r?$`, 'gmu'))];
}

function find(body: string, name: string): Region | null {
  const [start, ...moreStarts] = marks(body, `muster:${name}`);
  const [end, ...moreEnds] = marks(body, `/muster:${name}`);
  if (start === undefined || end === undefined || moreStarts.length > 0 || moreEnds.length > 0) return null;
  const from = start.index + start[0].length + 1;
  return from <= end.index ? { from, to: end.index } : null;
}

/** Regions that lie wholly apart; of those that cross or nest, none. */
function findAll(body: string, names: readonly string[]): ReadonlyMap<string, Region> {
  const found = names.flatMap((name) => {
    const region = find(body, name);
    return region === null ? [] : [{ name, region }];
  });
  const isApart = ({ name, region }: (typeof found)[number]): boolean =>
    found.every(
      (other) => other.name === name || other.region.from > region.to || other.region.to < region.from,
    );
  return new Map(found.filter(isApart).map(({ name, region }) => [name, region]));
}

const ITEM = /^- \[(?<box>[ xX])\] (?<number>\d+) · /u;
const OWN_LIST_LINE = /^[-*+] /u;

/** Our new lines, with what people did to the old ones. */
function merged(before: string, after: string): string {
  const lines = before.split(/\r?\n/u);
  const items = lines.map((line) => ITEM.exec(line)?.groups);
  const ticked = new Set(items.flatMap((item) => (item?.['box'] === ' ' ? [] : (item?.['number'] ?? []))));
  const known = new Set(after.split('\n'));
  const added = lines.filter((line) => OWN_LIST_LINE.test(line) && !ITEM.test(line) && !known.has(line));
  const ours = after
    .replace(/\n$/u, '')
    .split('\n')
    .map((line) => {
      const number = ITEM.exec(line)?.groups?.['number'];
      return number !== undefined && ticked.has(number) ? line.replace('- [ ]', '- [x]') : line;
    });
  return [...ours, ...added, ''].join('\n');
}

/** Lines as we write them into a region that may be emptied again: nothing, a heading, one line of emphasis, an open box. */
const OURS = /^(?:[ \t]*|## .*|\*[^*].*\*|- \[ \] \d+ · .*)$/u;

function isOnlyOurs(region: string): boolean {
  return region.split(/\r?\n/u).every((line) => OURS.test(line));
}

export function updateRegions(existingBody: string, desiredBody: string, regions: readonly string[]): string {
  const wanted = findAll(desiredBody, regions);
  const there = [...findAll(existingBody, regions)].toSorted(([, a], [, b]) => b.from - a.from);
  let body = existingBody;
  for (const [name, { from, to }] of there) {
    const source = wanted.get(name);
    if (source === undefined) continue;
    const before = body.slice(from, to);
    const ours = desiredBody.slice(source.from, source.to);
    if (ours.trim() === '' && !isOnlyOurs(before)) continue;
    const after = ours === '' ? '' : merged(before, ours);
    if (before.replaceAll('\r\n', '\n') === after) continue;
    body =
      body.slice(0, from) +
      (before.includes('\r\n') ? after.replaceAll('\n', '\r\n') : after) +
      body.slice(to);
  }
  return body;
}
