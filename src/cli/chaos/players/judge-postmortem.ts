/** What people wrote and ticked in the postmortem issue, which must stand as they left it whatever Muster wrote around it (X3). */
import { type Judgement, tell } from './judgement.ts';
import { named } from './page.ts';

export function judgePostmortem(judgement: Judgement): void {
  const { issue, page } = judgement;
  const { words, ticked } = issue.postmortem;
  if (words.length + ticked.length === 0) return;
  const bodies = named(page, 'postmortem').map(({ body }) => body);
  if (bodies.length === 0) {
    tell(judgement, 'lost', 'people wrote a postmortem, and there is none');
    return;
  }
  const [body = ''] = bodies;
  for (const word of words) {
    const count = body.split(word).length - 1;
    if (count === 0) tell(judgement, 'lost', `“${word}” was written into the postmortem and is gone`);
    if (count > 1) tell(judgement, 'doubled', `“${word}” stands ${count} times in the postmortem`);
  }
  for (const what of ticked) {
    if (!body.includes(`- [x] ${what}`))
      tell(judgement, 'lost', `“${what}” was ticked in the postmortem and is not any more`);
  }
}
