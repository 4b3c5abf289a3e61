/**
 * Cuts GitHub's OpenAPI description down to what the local GitHub serves: test/openapi/github.json, the referee's book.
 *   node scripts/prune-openapi.mjs DESCRIPTION.json
 * DESCRIPTION.json is generated/api.github.com.json of the package @octokit/openapi, which is 385 MB on disk and therefore not a
 * dependency: `npm pack @octokit/openapi@23.0.2` in a temporary folder and unpack that one file. The output is JSON Schema, not
 * OpenAPI: `nullable` beside `$ref` and `anyOf` stops every validator, so it becomes a null type here.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const OUTPUT = new URL('../test/openapi/github.json', import.meta.url);

const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}';
const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}';

/** Path → methods served. */
const OPERATIONS = {
  '/app': 'get',
  '/app/hook/config': 'get',
  '/app/hook/deliveries': 'get',
  '/app/hook/deliveries/{delivery_id}': 'get',
  '/app/hook/deliveries/{delivery_id}/attempts': 'post',
  '/app/installations': 'get',
  '/app/installations/{installation_id}': 'get',
  '/app/installations/{installation_id}/access_tokens': 'post',
  '/installation/repositories': 'get',
  '/orgs/{org}/installation': 'get',
  '/orgs/{org}/teams/{team_slug}/memberships/{username}': 'get',
  '/rate_limit': 'get',
  '/user': 'get',
  '/users/{username}': 'get',
  '/repos/{owner}/{repo}': 'get patch',
  '/repos/{owner}/{repo}/assignees': 'get',
  '/repos/{owner}/{repo}/assignees/{assignee}': 'get',
  '/repos/{owner}/{repo}/collaborators/{username}': 'put delete',
  '/repos/{owner}/{repo}/collaborators/{username}/permission': 'get',
  '/repos/{owner}/{repo}/commits': 'get',
  '/repos/{owner}/{repo}/contents/{path}': 'get put delete',
  '/repos/{owner}/{repo}/installation': 'get',
  '/repos/{owner}/{repo}/labels': 'get post',
  '/repos/{owner}/{repo}/labels/{name}': 'get patch delete',
  '/repos/{owner}/{repo}/issues': 'get post',
  '/repos/{owner}/{repo}/issues/comments': 'get',
  [COMMENT]: 'get patch delete',
  [`${COMMENT}/pin`]: 'put delete',
  [`${COMMENT}/reactions`]: 'get post',
  [`${COMMENT}/reactions/{reaction_id}`]: 'delete',
  [ISSUE]: 'get patch',
  [`${ISSUE}/assignees`]: 'post delete',
  [`${ISSUE}/assignees/{assignee}`]: 'get',
  [`${ISSUE}/comments`]: 'get post',
  [`${ISSUE}/events`]: 'get',
  [`${ISSUE}/labels`]: 'get post put delete',
  [`${ISSUE}/labels/{name}`]: 'delete',
  [`${ISSUE}/lock`]: 'put delete',
  [`${ISSUE}/parent`]: 'get',
  [`${ISSUE}/reactions`]: 'get post',
  [`${ISSUE}/reactions/{reaction_id}`]: 'delete',
  [`${ISSUE}/sub_issue`]: 'delete',
  [`${ISSUE}/sub_issues`]: 'get post',
  [`${ISSUE}/timeline`]: 'get',
};

const WEBHOOKS = `
  issues-opened issues-edited issues-labeled issues-unlabeled issues-assigned issues-unassigned issues-closed issues-reopened
  issues-locked issues-unlocked issues-deleted
  issue-comment-created issue-comment-edited issue-comment-deleted issue-comment-pinned issue-comment-unpinned
  label-created label-edited label-deleted push member-added member-edited member-removed
  installation-created installation-deleted installation-suspend installation-unsuspend
  installation-repositories-added installation-repositories-removed
  repository-archived repository-unarchived repository-renamed repository-privatized repository-publicized repository-edited
  sub-issues-sub-issue-added sub-issues-sub-issue-removed sub-issues-parent-issue-added sub-issues-parent-issue-removed
`
  .trim()
  .split(/\s+/u);

/** Says nothing about which values are right. */
const ANNOTATIONS = new Set([
  'example',
  'examples',
  'externalDocs',
  'discriminator',
  'deprecated',
  'nullable',
  'xml',
  'readOnly',
]);
/** Their content is data, not a schema. */
const LITERAL = new Set(['enum', 'default', 'required', 'const']);

const source = process.argv[2];
if (!source) {
  console.error(
    'usage: node scripts/prune-openapi.mjs DESCRIPTION.json   (see the head of this file for where to get it)',
  );
  process.exit(1);
}
const description = JSON.parse(readFileSync(source, 'utf8'));
const schemas = {};

function toJsonSchema(node) {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (node === null || typeof node !== 'object') return node;
  if (typeof node.$ref === 'string') return { $ref: collect(node.$ref) };
  const out = {};
  for (const [key, value] of Object.entries(node)) {
    if (ANNOTATIONS.has(key) || key.startsWith('x-')) continue;
    if ((key === 'description' || key === 'title') && typeof value === 'string') continue;
    if (key === 'properties') {
      out.properties = Object.fromEntries(
        Object.entries(value).map(([name, schema]) => [name, toJsonSchema(schema)]),
      );
    } else {
      out[key] = LITERAL.has(key) ? value : toJsonSchema(value);
    }
  }
  return node.nullable ? orNull(out) : out;
}

function orNull(schema) {
  if (typeof schema.type !== 'string') return { anyOf: [{ type: 'null' }, schema] };
  const widened = { ...schema, type: [schema.type, 'null'] };
  if (schema.enum && !schema.enum.includes(null)) widened.enum = [...schema.enum, null];
  return widened;
}

/** Takes a referenced schema along, once, and returns where it stands in the output. */
function collect(ref) {
  const [kind, name] = ref.split('/').slice(-2);
  if (kind !== 'schemas') throw new Error(`a schema points at ${ref}`);
  if (!(name in schemas)) {
    schemas[name] = {};
    schemas[name] = toJsonSchema(description.components.schemas[name]);
  }
  return `#/schemas/${name}`;
}

function resolve(node) {
  if (typeof node?.$ref !== 'string') return node;
  return node.$ref
    .slice(2)
    .split('/')
    .reduce((at, key) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], description);
}

/** Status → schema of the JSON body, or null where there is none. Media types beside plain JSON are left out. */
function answers(operation) {
  const entries = Object.entries(operation.responses).map(([status, response]) => {
    const content = resolve(response).content ?? {};
    const schema = (content['application/json'] ?? content['application/vnd.github.object'])?.schema;
    return [status, schema ? toJsonSchema(schema) : null];
  });
  return Object.fromEntries(entries);
}

const operations = {};
for (const [path, methods] of Object.entries(OPERATIONS)) {
  for (const method of methods.split(' ')) {
    const operation = description.paths[path]?.[method];
    if (!operation) throw new Error(`GitHub's description has no ${method.toUpperCase()} ${path}`);
    operations[`${method.toUpperCase()} ${path}`] = answers(operation);
  }
}

const webhooks = {};
for (const name of WEBHOOKS) {
  const webhook = description['x-webhooks'][name];
  if (!webhook) throw new Error(`GitHub's description has no webhook ${name}`);
  webhooks[name] = toJsonSchema(webhook.post.requestBody.content['application/json'].schema);
}

const text = JSON.stringify({ version: description.info.version, operations, webhooks, schemas });
writeFileSync(OUTPUT, `${text}\n`);
console.log(
  `${Object.keys(operations).length} operations, ${Object.keys(webhooks).length} webhooks, ` +
    `${Object.keys(schemas).length} schemas, ${Math.round(text.length / 1024)} KB`,
);
