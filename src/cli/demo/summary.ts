/**
 * What the story took, in numbers: who wrote how much, and every request that Muster made of GitHub.
 */
import { parseComment } from '../../core/command/parse-comment.ts';
import type { Call } from '../../local-github/api.ts';
import type { Answer } from './answers.ts';
import { noiseLine, noiseOf } from './noise.ts';
import type { Story } from './scene.ts';
import { MUSTER, type Snapshot } from './snapshot.ts';

/** Requests by purpose; the first that fits counts. Those marked stand apart from the work for a command: what they brought is kept for minutes or hours. */
const PURPOSES = [
  { name: 'identity and tokens', isApart: true, fits: /^GET \/app|access_tokens$|^GET \/users\// },
  { name: 'permissions looked up', isApart: true, fits: /\/permission$/ },
  { name: 'configuration read', isApart: true, fits: /\/contents\// },
  {
    name: 'compared with GitHub each hour',
    isApart: true,
    fits: /^GET \/(?:installation\/repositories|repos\/[^/]+\/[^/]+\/issues(?:\/comments)?)$/,
  },
  { name: 'comments folded', isApart: false, fits: /^POST \/graphql minimizeComment$/ },
  { name: 'issue and its timeline read', isApart: false, fits: /^(?:GET|POST \/graphql)/ },
  { name: 'reactions', isApart: false, fits: /\/reactions(?:\/\d+)?$/ },
  { name: 'comments edited (mostly the board)', isApart: false, fits: /^PATCH .*\/comments\/\d+$/ },
  { name: 'comments written', isApart: false, fits: /^POST .*\/comments$/ },
  { name: 'comments taken back', isApart: false, fits: /^DELETE .*\/comments\/\d+$/ },
  { name: 'board pinned', isApart: false, fits: /\/pin$/ },
  { name: 'labels and assignees', isApart: false, fits: /\/(?:labels|assignees)(?:\/[^/]+)?$/ },
  { name: 'postmortem issue', isApart: false, fits: /\/(?:issues|issues\/\d+|sub_issues)$/ },
] as const;

const OTHERS = 'others';

export interface Account {
  readonly story: Story;
  readonly calls: readonly Call[];
  readonly answers: readonly Answer[];
  readonly end: Snapshot;
}

/** Lines for the terminal. */
export function summarise({ story, calls, answers, end }: Account): string[] {
  const ours = end.comments.filter(({ author }) => author === MUSTER);
  const said = end.comments.length - ours.length;
  const people = new Set(end.comments.flatMap(({ author }) => (author === MUSTER ? [] : [author]))).size;
  const commands = commandsIn(story);
  const refused = answers.filter((answer) => answer.kind === 'reacted' && answer.with === '😕').length;
  const made = calls.filter(({ actor }) => actor === MUSTER || `${actor}[bot]` === MUSTER);
  const byPurpose = Map.groupBy(made, purposeOf);
  const apart = PURPOSES.filter(({ isApart }) => isApart).map(({ name }) => name as string);
  const forCommands = made.filter((call) => !apart.includes(purposeOf(call))).length;
  return [
    `${count(said)}  comments by ${people} people stand on the issue`,
    `${count(ours.length)}  comments by Muster: ${kindsOf(end)}`,
    `       ${noiseLine(noiseOf(end))}`,
    `${count(commands)}  commands, ${refused} of them refused with a reply`,
    `${count(made.length)}  API calls by Muster, ${(made.length / commands).toFixed(1)} per command; ${(forCommands / commands).toFixed(1)} without what is asked once or by the hour (*)`,
    ...[...PURPOSES.map(({ name }) => name), OTHERS].flatMap((name) => {
      const some = byPurpose.get(name)?.length ?? 0;
      return some === 0 ? [] : [`      ${count(some)}  ${name}${apart.includes(name) ? ' *' : ''}`];
    }),
  ];
}

const count = (n: number): string => String(n).padStart(5);

function purposeOf({ method, path, field }: Call): string {
  const asked = `${method} ${path}${field === null ? '' : ` ${field}`}`;
  return PURPOSES.find(({ fits }) => fits.test(asked))?.name ?? OTHERS;
}

/** Those that Muster's own parser finds, also the mistyped ones, in all comments and edits. */
function commandsIn({ scenes }: Story): number {
  const createdAt = Temporal.Instant.from('2026-01-01T00:00:00Z');
  return scenes
    .flatMap((scene) => ('does' in scene && 'text' in scene.does ? [scene.does.text] : []))
    .reduce((sum, text) => sum + parseComment(text, { createdAt, zone: 'UTC', prefixOnly: false }).length, 0);
}

/** Such as `board, scribe, communications, 2 replies`. */
function kindsOf({ documents }: Snapshot): string {
  const kinds = documents.filter(({ title }) => title === null).map(({ key }) => key.replace(/:.*$/u, ''));
  return [...new Set(kinds)]
    .map((kind) => {
      const some = kinds.filter((k) => k === kind).length;
      const plural = kind === 'reply' ? 'replies' : `${kind}s`;
      return some === 1 ? kind : `${some} ${plural}`;
    })
    .join(', ');
}
