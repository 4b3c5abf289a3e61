/** One effect, one API call. Never retried here: a write whose answer is lost may have happened. */
import { type Effect, type EffectAnswer, EffectRefused } from '../reconcile/effect.ts';
import type { Place } from '../reconcile/gateway.ts';
import { RestComment, RestIssue, toAccount, toCommentFacts } from './shapes.ts';
import type { Octokit } from './client.ts';
import { statusOf, writeFailure } from './failure.ts';

const MINIMISE = `mutation minimise($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: RESOLVED }) { minimizedComment { isMinimized } }
}`;

const NOTHING: EffectAnswer = {
  id: null,
  nodeId: null,
  number: null,
  url: null,
  comment: null,
  labels: null,
  assignees: null,
};

interface Written {
  readonly id: number;
  readonly node_id: string;
  readonly html_url: string;
}

function written({ id, node_id: nodeId, html_url: url }: Written): EffectAnswer {
  return { ...NOTHING, id, nodeId, url };
}

function comment(data: Written): EffectAnswer {
  return { ...written(data), comment: toCommentFacts(RestComment.parse(data)) };
}

function namesOf(labels: readonly (string | { name?: string })[]): readonly string[] {
  return labels.map((l) => (typeof l === 'string' ? l : (l.name ?? '')));
}

/** GitHub stores what it gets but for line ends. */
function isSameText(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n').trimEnd() === b.replaceAll('\r\n', '\n').trimEnd();
}

async function call(octokit: Octokit, { owner, repo, number }: Place, effect: Effect): Promise<EffectAnswer> {
  const { issues, reactions } = octokit.rest;
  const at = { owner, repo };
  switch (effect.kind) {
    case 'create-comment':
      return comment(
        (await issues.createComment({ ...at, issue_number: effect.on, body: effect.body })).data,
      );
    case 'update-comment':
      return comment((await issues.updateComment({ ...at, comment_id: effect.id, body: effect.body })).data);
    case 'delete-comment':
      await issues.deleteComment({ ...at, comment_id: effect.id });
      return NOTHING;
    case 'create-issue': {
      const { data } = await issues.create({
        ...at,
        title: effect.title,
        body: effect.body,
        labels: [...effect.labels],
      });
      return { ...written(data), number: data.number, labels: namesOf(data.labels) };
    }
    case 'update-issue': {
      const { data } = await issues.update({
        ...at,
        issue_number: effect.number,
        body: effect.body,
        ...(effect.state === undefined ? {} : { state: effect.state }),
        ...(effect.stateReason === undefined ? {} : { state_reason: effect.stateReason }),
      });
      // too long, and GitHub keeps the former text without a word
      if (!isSameText(data.body ?? '', effect.body))
        throw new EffectRefused(effect, 422, 'the former text was kept');
      return { ...written(data), number: data.number };
    }
    case 'link-sub-issue':
      await issues.addSubIssue({ ...at, issue_number: number, sub_issue_id: effect.id });
      return NOTHING;
    case 'pin-comment':
      await octokit.request('PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin', {
        ...at,
        comment_id: effect.id,
      });
      return NOTHING;
    case 'minimise-comment':
      await octokit.graphql(MINIMISE, { id: effect.nodeId });
      return NOTHING;
    case 'react': {
      const { content } = effect;
      const { data } =
        effect.comment === null
          ? await reactions.createForIssue({ ...at, issue_number: number, content })
          : await reactions.createForIssueComment({ ...at, comment_id: effect.comment, content });
      return { ...NOTHING, id: data.id };
    }
    case 'unreact':
      await (effect.comment === null
        ? reactions.deleteForIssue({ ...at, issue_number: number, reaction_id: effect.reaction })
        : reactions.deleteForIssueComment({
            ...at,
            comment_id: effect.comment,
            reaction_id: effect.reaction,
          }));
      return NOTHING;
    case 'set-state': {
      const { data } = await issues.update({
        ...at,
        issue_number: number,
        state: effect.state,
        state_reason: effect.reason,
      });
      const {
        state,
        state_reason: reason,
        closed_at: closedAt,
        updated_at: updatedAt,
      } = RestIssue.parse(data);
      return {
        ...NOTHING,
        issue: {
          state,
          reason: reason ?? null,
          closedAt: closedAt ?? null,
          updatedAt: updatedAt ?? Temporal.Instant.from(data.updated_at),
        },
      };
    }
    case 'add-labels': {
      const { data } = await issues.addLabels({ ...at, issue_number: number, labels: [...effect.labels] });
      return { ...NOTHING, labels: namesOf(data) };
    }
    case 'remove-label': {
      const { data } = await issues.removeLabel({ ...at, issue_number: number, name: effect.label });
      return { ...NOTHING, labels: namesOf(data) };
    }
    case 'add-assignees':
    case 'remove-assignees': {
      const assignees = [...effect.logins];
      const { data } =
        effect.kind === 'add-assignees'
          ? await issues.addAssignees({ ...at, issue_number: number, assignees })
          : await issues.removeAssignees({ ...at, issue_number: number, assignees });
      return { ...NOTHING, assignees: (data?.assignees ?? []).map(toAccount) };
    }
    default:
      return effect satisfies never;
  }
}

/** Gone already is as good as removed now. */
function isDoneAlready(effect: Effect, status: number | null): boolean {
  const removes =
    effect.kind === 'delete-comment' || effect.kind === 'remove-label' || effect.kind === 'unreact';
  return removes && (status === 404 || status === 410);
}

/** Throws TryLater (nothing was written), InDoubt (perhaps it was) or EffectRefused (never will be). */
export async function applyEffect(octokit: Octokit, place: Place, effect: Effect): Promise<EffectAnswer> {
  try {
    return await call(octokit, place, effect);
  } catch (error) {
    if (error instanceof EffectRefused) throw error;
    if (isDoneAlready(effect, statusOf(error))) return NOTHING;
    throw writeFailure(effect, error);
  }
}
