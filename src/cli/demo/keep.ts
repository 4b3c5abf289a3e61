/** After the last scene: everything stays, and the reader takes part. */
import { once } from 'node:events';
import type { Played } from './play.ts';
import type { Story } from './scene.ts';

const token = (login: string) => `-H 'authorization: token user-${login}'`;

/** Says how to talk to GitHub and Muster, and resolves at Ctrl-C. */
export async function keepRunning(
  { stage, people }: Played,
  story: Story,
  print: (line: string) => void,
): Promise<void> {
  const api = `${stage.github.url}/repos/${story.owner}/${story.repository}`;
  const later = stage.github.now().add({ minutes: 10 }).toString();
  const lines = [
    '',
    `GitHub stands at ${stage.github.url}, Muster at ${stage.musterUrl()}; Ctrl-C ends both.`,
    `The incident is ${api}/issues/${people.issue()}`,
    '',
    'Say something as one of the people (their token is user-<name>):',
    `  curl ${token('lena')} ${api}/issues/${people.issue()}/comments -d '{"body": "/timeline 10:40 first call to a customer"}'`,
    'Declare another incident:',
    `  curl ${token('mira')} ${api}/issues -d '{"title": "Search is slow", "labels": ["incident"]}'`,
    'Read what Muster wrote, and what it does:',
    `  curl ${token('mira')} ${api}/issues/${people.issue()}/comments`,
    `  curl ${stage.musterUrl()}/healthz`,
    'The clock stands still until you move it, for GitHub and Muster alike:',
    `  curl ${stage.github.url}/_local/clock -d '{"now": "${later}"}'`,
    '',
  ];
  for (const line of lines) print(line);
  process.removeAllListeners('SIGINT');
  await once(process, 'SIGINT');
}
