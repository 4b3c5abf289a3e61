/**
 * The people of a story, each at their own browser: what they do goes to GitHub as a request with their own token.
 */
import { Octokit } from '@octokit/rest';
import type { Deed, Story } from './scene.ts';
import { documentKey } from './written-document.ts';

/** What a deed did, in the words that tell about it. */
export interface Done {
  /** The comment written or changed; null for deeds on the issue itself. */
  readonly comment: number | null;
  /** `comments`, or such as `edits the comment of 09:05`. */
  readonly verb: string;
  /** What they wrote, if anything. */
  readonly text: string;
}

export interface People {
  /** One person's way to GitHub. */
  readonly as: (login: string) => Octokit;
  readonly issue: () => number;
  perform(at: string, who: string, deed: Deed): Promise<Done>;
}

/** The command under the draft that answers the comment `brief`, as somebody copies it from the page. */
function draftCommand(bodies: readonly string[], brief: number): string {
  const reply = bodies.find((body) => documentKey(body) === `reply:${brief}`);
  const command = /this logs it: `(?<text>\/comms [^`]+)`/u.exec(reply ?? '')?.groups?.['text'];
  if (command === undefined) throw new Error(`no draft to log in the reply:\n${reply ?? 'there is none'}`);
  return command;
}

export function gather(url: string, story: Story): People {
  const place = { owner: story.owner, repo: story.repository };
  const clients = new Map(
    story.cast.map(({ login }) => [login, new Octokit({ baseUrl: url, auth: `user-${login}` })]),
  );
  const as = (login: string): Octokit => {
    const client = clients.get(login);
    if (client === undefined) throw new RangeError(`nobody in the cast is called ${login}`);
    return client;
  };
  const named = new Map<string, { readonly id: number; readonly at: string }>();
  const comment = (name: string) => {
    const found = named.get(name);
    if (found === undefined) throw new RangeError(`no comment of the story is called “${name}”`);
    return found;
  };
  let opened: number | null = null;
  const issue = (): number => {
    if (opened === null) throw new RangeError('the story has not opened its issue yet');
    return opened;
  };

  const perform = async (at: string, who: string, deed: Deed): Promise<Done> => {
    const { issues } = as(who).rest;
    switch (deed.kind) {
      case 'open': {
        const { data } = await issues.create({ ...place, title: deed.title, body: deed.body });
        opened = data.number;
        return { comment: null, verb: `opens issue #${data.number}: ${deed.title}`, text: deed.body };
      }
      case 'label':
        await issues.addLabels({ ...place, issue_number: issue(), labels: [deed.label] });
        return { comment: null, verb: `labels it “${deed.label}”`, text: '' };
      case 'comment': {
        const { data } = await issues.createComment({ ...place, issue_number: issue(), body: deed.text });
        if (deed.name !== undefined) named.set(deed.name, { id: data.id, at });
        return { comment: data.id, verb: '', text: deed.text };
      }
      case 'log-draft': {
        const { data } = await issues.listComments({ ...place, issue_number: issue(), per_page: 100 });
        const text = draftCommand(
          data.map(({ body }) => body ?? ''),
          comment(deed.brief).id,
        );
        const { data: logged } = await issues.createComment({ ...place, issue_number: issue(), body: text });
        return {
          comment: logged.id,
          verb: 'sends the draft to the customers, then logs it as the reply says:',
          text,
        };
      }
      case 'edit': {
        const { id, at: written } = comment(deed.comment);
        await issues.updateComment({ ...place, comment_id: id, body: deed.text });
        return { comment: id, verb: `edits the comment of ${written}, which now says:`, text: deed.text };
      }
      case 'delete': {
        const { id, at: written } = comment(deed.comment);
        await issues.deleteComment({ ...place, comment_id: id });
        return { comment: null, verb: `deletes the comment of ${written}`, text: '' };
      }
      case 'close':
        await issues.update({ ...place, issue_number: issue(), state: 'closed', state_reason: 'completed' });
        return { comment: null, verb: 'closes the issue as completed', text: '' };
      case 'reopen':
        await issues.update({ ...place, issue_number: issue(), state: 'open' });
        return { comment: null, verb: 'reopens the issue', text: '' };
      default:
        return deed satisfies never;
    }
  };
  return { as, issue, perform };
}
