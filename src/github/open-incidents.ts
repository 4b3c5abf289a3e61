/**
 * Which repositories have an open issue with one of some labels: fifty repositories in one question of GraphQL, which has a budget of its own and costs a
 * point or two. GitHub's search would do it in one call and lags; this counts.
 */
import { z } from 'zod';
import type { Octokit } from './client.ts';
import { readFailure, statusOf } from './failure.ts';

/** Repositories in one question: GitHub gives up on what takes it longer than ten seconds. */
const AT_ONCE = 50;

const Nodes = z.object({
  nodes: z.array(z.record(z.string(), z.unknown()).nullable()),
});
const Repository = z.looseObject({ databaseId: z.number() });
const Count = z.object({ totalCount: z.number() });

/** One count for each label: whether several labels in one filter mean "any" or "all" is nowhere said. */
function query(labels: readonly string[]): string {
  const counts = labels.map(
    (label, index) =>
      `l${index}: issues(labels: [${JSON.stringify(label)}], states: [OPEN], first: 1) { totalCount }`,
  );
  return `query openIncidents($ids: [ID!]!) { nodes(ids: $ids) { ... on Repository { databaseId ${counts.join(' ')} } } }`;
}

/** One that is gone by now is an error beside the data of the others. */
async function ask(octokit: Octokit, text: string, ids: readonly string[]): Promise<unknown> {
  try {
    return await octokit.graphql(text, { ids });
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'data' in error && error.data != null)
      return error.data;
    if (statusOf(error) === 404) return { nodes: [] };
    throw readFailure(error);
  }
}

/** Ids of those that have one; none from a server without GraphQL. Throws TryLater. */
export async function openIncidents(
  octokit: Octokit,
  nodeIds: readonly string[],
  labels: readonly string[],
): Promise<ReadonlySet<number>> {
  const text = query(labels);
  const found = new Set<number>();
  for (let start = 0; start < nodeIds.length; start += AT_ONCE) {
    const { nodes } = Nodes.parse(await ask(octokit, text, nodeIds.slice(start, start + AT_ONCE)));
    for (const node of nodes) {
      const { success, data } = Repository.safeParse(node);
      if (success && Object.values(data).some((value) => (Count.safeParse(value).data?.totalCount ?? 0) > 0))
        found.add(data.databaseId);
    }
  }
  return found;
}
