/**
 * What people do with the postmortem issue of their incident: they write between the headings, add a line to the list of actions, and tick boxes. Muster keeps
 * its marked parts there; all else is theirs (X3).
 */
import { ADMIN, RESPONDERS } from './cast.ts';
import type { PlayedIssue } from './journal.ts';
import { MUSTER, documentName } from './page.ts';
import { type Scene, as, taken } from './scene.ts';

interface Found {
  readonly number: number;
  readonly about: PlayedIssue;
  readonly body: string;
}

const HEADING = /^## (?:Impact|Root cause|What contributed|What went well|How the process was handled)$/gmu;
const CHECK = /^- \[ \] (?<what>Root cause and .*|Every open .*)$/mu;
const END_OF_ACTIONS = '<!-- /muster:actions -->';

/** Any postmortem of the repository that is open. */
async function find(scene: Scene, all: readonly Scene[]): Promise<Found | null> {
  const { repository } = scene.issue;
  const query = `state=open&labels=postmortem&creator=${encodeURIComponent(MUSTER)}&per_page=100`;
  const path = `/repos/${repository.owner}/${repository.name}/issues?${query}`;
  const { body: list } = await as(scene, ADMIN).request('GET', path);
  if (!Array.isArray(list)) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the local GitHub's own shape
  const found = (list as readonly { number: number; body: string | null }[]).flatMap(({ number, body }) => {
    const named = /\/issues\/(?<about>\d+)/u.exec(body ?? '')?.groups?.['about'];
    const about = all.find(
      ({ issue }) => issue.repository === repository && issue.number === Number(named),
    )?.issue;
    const isOne = about !== undefined && documentName(body ?? '') === 'postmortem';
    return isOne ? [{ number, about, body: body ?? '' }] : [];
  });
  return found.length === 0 ? null : scene.stage.dice.pick(found);
}

/** The body with something more in it, and what that is; null where there is no place for it. */
function withMore(
  { stage }: Scene,
  body: string,
): { readonly body: string; readonly word: string | null; readonly ticked: string | null } | null {
  const { dice } = stage;
  const word = dice.word();
  switch (dice.pick(['text', 'text', 'line', 'tick'] as const)) {
    case 'text': {
      const headings = [...body.matchAll(HEADING)];
      if (headings.length === 0) return null;
      const { index, 0: heading } = dice.pick(headings);
      const end = index + heading.length;
      return {
        body: `${body.slice(0, end)}\n\n${word}, as we saw *later*.${body.slice(end)}`,
        word,
        ticked: null,
      };
    }
    case 'line': {
      const end = body.lastIndexOf(END_OF_ACTIONS);
      if (end < 0) return null;
      return { body: `${body.slice(0, end)}- [ ] ${word} by hand\n${body.slice(end)}`, word, ticked: null };
    }
    case 'tick': {
      const what = CHECK.exec(body)?.groups?.['what'];
      if (what === undefined) return null;
      return { body: body.replace(`- [ ] ${what}`, `- [x] ${what}`), word: null, ticked: what };
    }
  }
}

/** `all`: every incident of the run. */
export async function writeUp(scene: Scene, all: readonly Scene[]): Promise<void> {
  const { issue, stage } = scene;
  const found = await find(scene, all);
  const more = found === null ? null : withMore(scene, found.body);
  if (found === null || more === null) return;
  const { owner, name } = issue.repository;
  const who = as(scene, stage.dice.pick(RESPONDERS).login);
  if ((await taken(who.editIssue(owner, name, found.number, { body: more.body }))) === null) return;
  const { postmortem } = found.about;
  if (more.word !== null) postmortem.words.push(more.word);
  if (more.ticked !== null) postmortem.ticked.push(more.ticked);
}
