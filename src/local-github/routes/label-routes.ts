/**
 * Labels of a repository (write) and on an issue (triage). Names differ by more than case; a label that is renamed keeps its id
 * and stays on its issues, a deleted one leaves them, and then `issues.unlabeled` comes without `label`, as on GitHub.
 */
import * as z from 'zod';
import type { Hub } from '../hub.ts';
import {
  addEvent,
  addLabels,
  announceIssue,
  createLabel,
  findLabel,
  removeLabel,
  setLabels,
} from '../issue-changes.ts';
import type { Author } from '../issue-changes.ts';
import { page } from '../paging.ts';
import type { IssueRecord, LabelRecord, RepositoryRecord } from '../records.ts';
import { invalid, notFound, Refusal } from '../refusal.ts';
import { authorOf, issueOf, param, readBody, repositoryOf } from '../request.ts';
import type { Request } from '../request.ts';
import type { Routes } from '../router.ts';
import { labelShape } from '../shapes/repository-shape.ts';

const color = z.string().regex(/^[0-9a-f]{6}$/iu);
const newLabel = z.object({
  name: z.string().min(1),
  color: color.optional(),
  description: z.string().max(100).nullish(),
});
const labelChange = z.object({
  new_name: z.string().min(1).optional(),
  color: color.optional(),
  description: z.string().max(100).nullish(),
});
const names = z.array(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]));
/** GitHub takes the bare list as well as the object. */
const labelList = z.union([names, z.object({ labels: names }).transform(({ labels }) => labels)]);

export const labelRoutes: Routes = {
  'GET /repos/{owner}/{repo}/labels': (request) => {
    const repository = repositoryOf(request, 'read', ['issues', 'read']);
    return page(request, repository.labels, (label) => labelShape(request.hub, repository, label));
  },

  'POST /repos/{owner}/{repo}/labels': (request) => {
    const repository = repositoryOf(request, 'write', ['issues', 'write']);
    const fields = readBody(request, 'Label', newLabel);
    if (findLabel(repository, fields.name))
      throw invalid({ resource: 'Label', code: 'already_exists', field: 'name' });
    const label = createLabel(request.hub, repository, authorOf(request), fields);
    return { status: 201, body: labelShape(request.hub, repository, label) };
  },

  'GET /repos/{owner}/{repo}/labels/{name}': (request) => {
    const repository = repositoryOf(request, 'read', ['issues', 'read']);
    return { status: 200, body: labelShape(request.hub, repository, labelOf(request, repository)) };
  },

  'PATCH /repos/{owner}/{repo}/labels/{name}': (request) => {
    const { hub } = request;
    const repository = repositoryOf(request, 'write', ['issues', 'write']);
    const label = labelOf(request, repository);
    const fields = readBody(request, 'Label', labelChange);
    const twin = fields.new_name === undefined ? undefined : findLabel(repository, fields.new_name);
    if (twin && twin !== label) throw invalid({ resource: 'Label', code: 'already_exists', field: 'name' });
    changeLabel(hub, repository, authorOf(request), label, {
      name: fields.new_name ?? label.name,
      color: fields.color ?? label.color,
      description: fields.description === undefined ? label.description : fields.description,
    });
    return { status: 200, body: labelShape(hub, repository, label) };
  },

  'DELETE /repos/{owner}/{repo}/labels/{name}': (request) => {
    const repository = repositoryOf(request, 'write', ['issues', 'write']);
    deleteLabel(request.hub, repository, authorOf(request), labelOf(request, repository));
    return { status: 204 };
  },

  'GET /repos/{owner}/{repo}/issues/{issue_number}/labels': (request) => {
    const repository = repositoryOf(request, 'read', ['issues', 'read']);
    return page(request, labelsOn(issueOf(request, repository), repository), (label) =>
      labelShape(request.hub, repository, label),
    );
  },

  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': (request) => change(request, addLabels),

  'PUT /repos/{owner}/{repo}/issues/{issue_number}/labels': (request) => change(request, setLabels),

  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels': (request) => {
    const issue = issueOf(request, repositoryOf(request, 'triage', ['issues', 'write']));
    setLabels(request.hub, issue, authorOf(request), []);
    return { status: 204 };
  },

  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': (request) => {
    const repository = repositoryOf(request, 'triage', ['issues', 'write']);
    const issue = issueOf(request, repository);
    const label = findLabel(repository, param(request, 'name'));
    if (!label || !issue.labelIds.includes(label.id)) throw new Refusal(404, 'Label does not exist');
    removeLabel(request.hub, issue, authorOf(request), label);
    return {
      status: 200,
      body: labelsOn(issue, repository).map((row) => labelShape(request.hub, repository, row)),
    };
  },
};

function change(
  request: Request,
  apply: (hub: Hub, issue: IssueRecord, author: Author, names: readonly string[]) => void,
) {
  const repository = repositoryOf(request, 'triage', ['issues', 'write']);
  const issue = issueOf(request, repository);
  apply(request.hub, issue, authorOf(request), readBody(request, 'Label', labelList));
  return {
    status: 200,
    body: labelsOn(issue, repository).map((label) => labelShape(request.hub, repository, label)),
  };
}

function labelOf(request: Request, repository: RepositoryRecord): LabelRecord {
  const label = findLabel(repository, param(request, 'name'));
  if (!label) throw notFound();
  return label;
}

function labelsOn(issue: IssueRecord, repository: RepositoryRecord): LabelRecord[] {
  return issue.labelIds.flatMap((id) => repository.labels.filter((label) => label.id === id));
}

function changeLabel(
  hub: Hub,
  repository: RepositoryRecord,
  author: Author,
  label: LabelRecord,
  wanted: Omit<LabelRecord, 'id'>,
): void {
  const changes: Record<string, { from: string }> = {};
  for (const key of ['name', 'color', 'description'] as const) {
    if (label[key] !== wanted[key]) changes[key] = { from: label[key] ?? '' };
  }
  if (Object.keys(changes).length === 0) return;
  Object.assign(label, wanted);
  const body = { label: labelShape(hub, repository, label), changes };
  hub.announce({ event: 'label', action: 'edited', repository, sender: author.user, body });
}

function deleteLabel(hub: Hub, repository: RepositoryRecord, author: Author, label: LabelRecord): void {
  const shape = labelShape(hub, repository, label);
  repository.labels.splice(repository.labels.indexOf(label), 1);
  hub.announce({
    event: 'label',
    action: 'deleted',
    repository,
    sender: author.user,
    body: { label: shape },
  });
  for (const issue of hub.store.issues.values()) {
    if (issue.repositoryId !== repository.id || !issue.labelIds.includes(label.id)) continue;
    issue.labelIds = issue.labelIds.filter((id) => id !== label.id);
    issue.updatedAt = hub.clock.stamp();
    addEvent(hub, issue, author, { event: 'unlabeled', label: { name: label.name, color: label.color } });
    announceIssue(hub, issue, author, 'unlabeled');
  }
}
