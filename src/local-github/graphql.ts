/**
 * The little of GitHub's GraphQL that has no REST twin: minimising a comment, who edited it last, and how many issues many repositories have. Anything else is answered
 * as GitHub answers a field it does not have: 200 with `errors`.
 */
import { parseOperation } from './graphql-query.ts';
import type { Field } from './graphql-query.ts';
import { isRecord } from './is-record.ts';
import { atLeast, callerRole, canSee } from './permissions.ts';
import type { CommentRecord, RepositoryRecord } from './records.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Request } from './request.ts';
import { commentShape } from './shapes/issue-shape.ts';
import { fromNodeId, nodeId } from './shapes/node-id.ts';

const CLASSIFIERS = ['ABUSE', 'DUPLICATE', 'OFF_TOPIC', 'OUTDATED', 'RESOLVED', 'SPAM'];

/** A scalar, or an object whose fields are again resolvers. */
type Resolved = unknown;
type Resolvers = Readonly<Record<string, (field: Field) => Resolved>>;

interface Missing {
  readonly type: 'NOT_FOUND';
  readonly path: readonly (string | number)[];
  readonly message: string;
}

class GraphQLError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export function graphql(request: Request): Answer {
  if (request.caller.kind === 'anonymous')
    throw new Refusal(401, 'This endpoint requires you to be authenticated.');
  const { query, variables } = isRecord(request.body) ? request.body : {};
  if (typeof query !== 'string')
    throw new Refusal(400, 'A query attribute must be specified and must be a string.');
  const missing: Missing[] = [];
  try {
    const { kind, fields } = parseOperation(query, isRecord(variables) ? variables : {});
    const data =
      kind === 'query'
        ? select('Query', queryRoot(request, missing), fields)
        : select('Mutation', mutationRoot(request), fields);
    return { status: 200, body: { data, ...(missing.length > 0 ? { errors: missing } : {}) } };
  } catch (error) {
    if (error instanceof GraphQLError) {
      return { status: 200, body: { data: null, errors: [{ type: error.type, message: error.message }] } };
    }
    if (error instanceof SyntaxError) return { status: 200, body: { errors: [{ message: error.message }] } };
    throw error;
  }
}

/** The chosen fields of an object; a field it does not have is an error, never null. */
function select(type: string, resolvers: Resolvers, fields: readonly Field[]): Record<string, unknown> {
  const wanted = fields.filter(({ on }) => on === null || on === type);
  return Object.fromEntries(
    wanted.map((field) => {
      if (field.name === '__typename') return [field.key, type];
      const resolver = resolvers[field.name];
      if (!resolver) {
        throw new GraphQLError('undefinedField', `Field '${field.name}' doesn't exist on type '${type}'`);
      }
      return [field.key, resolver(field)];
    }),
  );
}

function queryRoot(request: Request, missing: Missing[]): Resolvers {
  const find = (id: unknown, path: (string | number)[], fields: readonly Field[]) => {
    const comment = visibleComment(request, id);
    if (comment) return select('IssueComment', commentResolvers(request, comment), fields);
    const repository = visibleRepository(request, id);
    if (repository) return select('Repository', repositoryResolvers(request, repository), fields);
    // one node that is gone does not spoil the others: its place is null, and an error says which
    missing.push({ type: 'NOT_FOUND', path, message: unresolved(id) });
    return null;
  };
  return {
    nodes: ({ args, fields, key }) => {
      const { ids } = args;
      if (Array.isArray(ids)) return ids.map((id, index) => find(id, [key, index], fields));
      throw new GraphQLError('missingRequiredArguments', "Field 'nodes' is missing required arguments: ids");
    },
    node: ({ args, fields, key }) => find(args['id'], [key], fields),
  };
}

const unresolved = (id: unknown) =>
  `Could not resolve to a node with the global id of '${JSON.stringify(id)}'`;

function mutationRoot(request: Request): Resolvers {
  return {
    minimizeComment: ({ args, fields }) => {
      const { subjectId, classifier, clientMutationId = null } = isRecord(args['input']) ? args['input'] : {};
      if (typeof classifier !== 'string' || !CLASSIFIERS.includes(classifier)) {
        throw new GraphQLError(
          'argumentLiteralsIncompatible',
          "Argument 'classifier' on InputObject 'MinimizeCommentInput' has an invalid value",
        );
      }
      const comment = visibleComment(request, subjectId);
      if (!comment) throw new GraphQLError('NOT_FOUND', unresolved(subjectId));
      demandWrite(request, comment);
      comment.minimizedReason = classifier;
      return select(
        'MinimizeCommentPayload',
        {
          clientMutationId: () => clientMutationId,
          minimizedComment: (field) =>
            select('IssueComment', commentResolvers(request, comment), field.fields),
        },
        fields,
      );
    },
  };
}

function commentResolvers(request: Request, comment: CommentRecord): Resolvers {
  const { hub } = request;
  const shape = commentShape(hub, comment);
  const actor = (id: number) => {
    const user = hub.store.user(id);
    const resolvers = {
      login: () => user.login.replace(/\[bot\]$/u, ''),
      databaseId: () => user.id,
      id: () => nodeId('U', user.id),
    };
    return (field: Field) => select(user.type, resolvers, field.fields);
  };
  return {
    id: () => shape.node_id,
    databaseId: () => comment.id,
    fullDatabaseId: () => String(comment.id),
    body: () => comment.body,
    url: () => shape.html_url,
    createdAt: () => comment.createdAt,
    updatedAt: () => comment.updatedAt,
    lastEditedAt: () => comment.editedAt,
    editor: (field) => (comment.editorId === null ? null : actor(comment.editorId)(field)),
    author: (field) => actor(comment.authorId)(field),
    isMinimized: () => comment.minimizedReason !== null,
    minimizedReason: () => comment.minimizedReason?.toLowerCase().replaceAll('_', '-') ?? null,
  };
}

function repositoryResolvers({ hub: { store } }: Request, repository: RepositoryRecord): Resolvers {
  return {
    id: () => nodeId('R', repository.id),
    databaseId: () => repository.id,
    name: () => repository.name,
    issues: ({ args, fields }) => {
      const wanted = (name: string): readonly string[] | null => {
        const values = args[name];
        return Array.isArray(values) ? values.map((value) => String(value).toLowerCase()) : null;
      };
      const [labels, states] = [wanted('labels'), wanted('states')];
      const named = repository.labels.filter(({ name }) => labels?.includes(name.toLowerCase()));
      const found = [...store.issues.values()].filter(
        (issue) =>
          issue.repositoryId === repository.id &&
          !issue.deleted &&
          (states?.includes(issue.state) ?? true) &&
          (labels === null || named.some(({ id }) => issue.labelIds.includes(id))),
      );
      return select('IssueConnection', { totalCount: () => found.length }, fields);
    },
  };
}

function visibleRepository({ hub: { store }, caller }: Request, id: unknown): RepositoryRecord | null {
  const repository = typeof id === 'string' ? store.repositories.get(fromNodeId('R', id) ?? 0) : undefined;
  return repository && canSee(store, caller, repository) ? repository : null;
}

function visibleComment(request: Request, id: unknown): CommentRecord | null {
  const { store } = request.hub;
  const comment = typeof id === 'string' ? store.comments.get(fromNodeId('IC', id) ?? 0) : undefined;
  if (!comment) return null;
  return canSee(store, request.caller, store.repository(store.issue(comment.issueId).repositoryId))
    ? comment
    : null;
}

function demandWrite(request: Request, comment: CommentRecord): void {
  const { store } = request.hub;
  const repository = store.repository(store.issue(comment.issueId).repositoryId);
  const { caller } = request;
  const own = caller.kind === 'user' && caller.user.id === comment.authorId;
  if (own || atLeast(callerRole(store, caller, repository), 'write')) return;
  throw new GraphQLError('FORBIDDEN', 'Resource not accessible by integration');
}
