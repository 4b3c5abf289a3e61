/**
 * Finds the issues that a text mentions and leaves a cross-reference on them, as GitHub does: `#12`, `GH-12`, `owner/repo#12` and an
 * issue's address, outside code. One mark per mentioning issue, none on itself, none where the writer could not see the target.
 */
import type { Hub } from './hub.ts';
import type { IssueRecord } from './records.ts';
import { canSee } from './permissions.ts';
import type { Caller } from './caller.ts';
import { addEvent } from './issue-changes.ts';
import type { Author } from './issue-changes.ts';
import { fullName } from './shapes/repository-shape.ts';

const CODE = /```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]*`/gu;
const MENTION =
  /(?<![\w/#&@])(?:(?<full>[\w.-]+\/[\w.-]+)#(?<fullNumber>\d+)|(?:#|GH-)(?<number>\d+)|https?:\/\/[^\s/]+\/(?<web>[\w.-]+\/[\w.-]+)\/issues\/(?<webNumber>\d+))(?!\w)/gu;

export function crossReference(
  hub: Hub,
  caller: Caller,
  author: Author,
  source: IssueRecord,
  text: string | null,
): void {
  const home = fullName(hub, hub.store.repository(source.repositoryId));
  for (const { groups = {} } of (text ?? '').replaceAll(CODE, ' ').matchAll(MENTION)) {
    const [owner = '', name = ''] = (groups['full'] ?? groups['web'] ?? home).split('/');
    const repository = hub.store.repositoryByName(owner, name);
    if (!repository || !canSee(hub.store, caller, repository)) continue;
    const number = Number(groups['fullNumber'] ?? groups['webNumber'] ?? groups['number']);
    const target = hub.store.issueByNumber(repository.id, number);
    if (!target || target === source || target.deleted) continue;
    const known = target.events.some(
      (row) => row.event === 'cross-referenced' && row.otherIssueId === source.id,
    );
    if (!known) addEvent(hub, target, author, { event: 'cross-referenced', otherIssueId: source.id });
  }
}
