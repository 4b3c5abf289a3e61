/**
 * Holds what the local GitHub sends against GitHub's own description (test/openapi/github.json): every answer by its operation and
 * status, every webhook by event and action. A stand-in that agrees with whatever the app does would prove nothing; this book its
 * author did not write. It does not see behaviour (permissions, `since`, silent drops): contract tests do.
 *
 *   const book = referee();
 *   const github = await startLocalGitHub({ onExchange: book.check });
 *   afterEach(() => book.verify());
 */
import { readFileSync } from 'node:fs';
import type * as AjvPackage from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type formats from 'ajv-formats';
import { isRecord } from '../../src/local-github/is-record.ts';
import type { Exchange } from '../../src/local-github/local-github.ts';
import { oncePerProcess, requireOnGround } from './once-per-process.ts';

export interface Referee {
  readonly check: (exchange: Exchange) => void;
  readonly failures: readonly string[];
  /** Exchanges that were held against a schema; zero would mean that nothing was judged. */
  readonly judged: number;
  /** Throws with every failure so far, and forgets them. */
  verify(): void;
}

interface Book {
  readonly operations: Record<string, Record<string, unknown>>;
  readonly webhooks: Record<string, unknown>;
}

interface Tolerance {
  readonly name: string;
  readonly reason: string;
  /** Only where the description has no answer of this status to this operation; else also in place of a schema. */
  readonly onlyUndescribed: boolean;
  readonly matches: (call: Extract<Exchange, { kind: 'call' }>) => boolean;
}

/** What GitHub does although its description says otherwise, or says nothing. */
const TOLERATED: readonly Tolerance[] = [
  {
    name: 'refusals without a description',
    reason:
      'the description lists 401, 403 and limits for few operations, but every operation can answer them',
    onlyUndescribed: true,
    matches: ({ status }) => [400, 401, 403, 404, 410, 422, 429].includes(status),
  },
  {
    name: 'server errors',
    reason: "asked for by a fault rule; their form is nobody's promise",
    onlyUndescribed: false,
    matches: ({ status }) => status >= 500,
  },
  {
    name: 'not modified',
    reason: 'any GET answers 304 to its ETag, described or not',
    onlyUndescribed: false,
    matches: ({ status }) => status === 304,
  },
  {
    name: 'not REST',
    reason: 'GraphQL and unknown paths are not in the REST description',
    onlyUndescribed: true,
    matches: ({ operation }) => operation === null || operation === 'POST /graphql',
  },
  {
    name: 'raw file',
    reason: 'the raw media type sends the file itself, which has no schema',
    onlyUndescribed: false,
    matches: ({ contentType }) => contentType.includes('raw'),
  },
];

interface Misdescription {
  readonly name: string;
  readonly reason: string;
  readonly matches: (exchange: string, error: ErrorObject) => boolean;
}

/** Places where the description cannot be met by what GitHub sends. */
const MISDESCRIBED: readonly Misdescription[] = [
  {
    name: 'account in the list of installations',
    reason: 'described as a user and an enterprise at the same time; a single installation has it right',
    matches: (exchange, { instancePath }) =>
      exchange.startsWith('GET /app/installations') && /^\/\d+\/account$/u.test(instancePath),
  },
  {
    name: 'one of two forms',
    reason: 'described as exactly one of two schemas of which every body of the one is a body of the other',
    matches: (_exchange, { keyword, params }) =>
      keyword === 'oneOf' && Array.isArray(params['passingSchemas']),
  },
  {
    name: 'younger events of an App',
    reason: 'the webhook schemas list the events of 2022, without sub_issues',
    matches: (_exchange, { instancePath, keyword }) =>
      keyword === 'enum' && /\/performed_via_github_app\/events\/\d+$/u.test(instancePath),
  },
];

/** GitHub's answers to refusals carry these whatever the operation. */
const REFUSAL_FIELDS = ['message', 'documentation_url'];

export function referee(): Referee {
  const failures: string[] = [];
  let judged = 0;
  return {
    failures,
    get judged() {
      return judged;
    },
    check: (exchange) => {
      const verdict = judge(exchange);
      if (verdict === 'tolerated') return;
      judged += 1;
      failures.push(...verdict);
    },
    verify: () => {
      if (failures.length === 0) return;
      const text = failures.splice(0).join('\n');
      throw new Error(`not as GitHub describes it:\n${text}`);
    },
  };
}

function judge(exchange: Exchange): string[] | 'tolerated' {
  if (exchange.kind === 'webhook') return judgeWebhook(exchange);
  const { operation, status, method, path, body } = exchange;
  if (status >= 400 && status < 500) {
    const complete = isRecord(body) && REFUSAL_FIELDS.every((field) => field in body);
    if (!complete) return [`${method} ${path} ${status}: a refusal without ${REFUSAL_FIELDS.join(' and ')}`];
  }
  const schema = described(operation, status);
  // the description often names a refusal without its body
  const known = status >= 400 ? schema != null : schema !== undefined;
  const tolerated = TOLERATED.some((row) => !(known && row.onlyUndescribed) && row.matches(exchange));
  if (tolerated) return 'tolerated';
  return known
    ? judgeCall(exchange)
    : [`${method} ${path}: GitHub's description has no answer ${status} to ${operation}`];
}

function judgeCall(exchange: Extract<Exchange, { kind: 'call' }>): string[] {
  const { operation, status, body } = exchange;
  const name = `${exchange.method} ${exchange.path} ${status}`;
  if (described(operation, status) === null)
    return body === undefined ? [] : [`${name}: GitHub sends no body here`];
  if (body === undefined) return [`${name}: GitHub sends a body here`];
  return problems(name, pointer('operations', operation ?? '', String(status)), body);
}

function judgeWebhook({ event, action, payload }: Extract<Exchange, { kind: 'webhook' }>): string[] {
  const key = [event, action]
    .filter((part) => part !== null)
    .join('-')
    .replaceAll('_', '-');
  if (!(key in load().book.webhooks)) return [`webhook ${key}: not in GitHub's description`];
  return problems(`webhook ${key}`, pointer('webhooks', key), payload);
}

/** The schema of an answer: null for one without a body, undefined where the description does not have it. */
function described(operation: string | null, status: number): unknown {
  return operation === null ? undefined : load().book.operations[operation]?.[status];
}

function problems(name: string, ref: string, value: unknown): string[] {
  const { ajv, compiled } = load();
  const validate = compiled.get(ref) ?? ajv.compile({ $ref: ref });
  compiled.set(ref, validate);
  if (validate(value)) return [];
  return (validate.errors ?? [])
    .filter((error) => !MISDESCRIBED.some((row) => row.matches(name, error)))
    .slice(0, 12)
    .map((error) => `${name}: ${sentence(error, value)}`);
}

function sentence({ instancePath, message, params }: ErrorObject, value: unknown): string {
  let found: unknown = value;
  for (const key of instancePath.split('/').slice(1))
    found = isRecord(found) || Array.isArray(found) ? Reflect.get(found, key) : undefined;
  const shown = JSON.stringify(found) ?? 'nothing';
  return `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)} but is ${shown.slice(0, 120)}`;
}

function pointer(...keys: string[]): string {
  return `github#/${keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
}

/** The description with its compiled schemas: a second of work, so once per process and each schema when it is first needed. */
function load(): { book: Book; ajv: AjvPackage.Ajv; compiled: Map<string, ValidateFunction> } {
  return oncePerProcess('referee', () => {
    const book: Book = JSON.parse(readFileSync(new URL('../openapi/github.json', import.meta.url), 'utf8'));
    const { Ajv } = requireOnGround('ajv') as typeof AjvPackage;
    const addFormats = requireOnGround('ajv-formats') as typeof formats.default;
    // as functions that call each other, and as written: copying one into the other and polishing costs many times what it saves
    const ajv = new Ajv({
      strict: false,
      allErrors: true,
      logger: false,
      inlineRefs: false,
      code: { optimize: false },
    });
    addFormats(ajv);
    ajv.addSchema(book, 'github');
    return { book, ajv, compiled: new Map() };
  });
}
