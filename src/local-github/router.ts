/**
 * Finds the handler of a method and path. Patterns are written as in GitHub's OpenAPI description, which is also how an exchange
 * names its operation to the referee: `{…_number}` and `{…_id}` match digits only, `{path}` matches the rest. First match wins.
 */
import type { Handler } from './request.ts';

/** `METHOD /pattern` → handler. */
export type Routes = Readonly<Record<string, Handler>>;

export interface Match {
  readonly operation: string;
  readonly handler: Handler;
  readonly params: Record<string, string>;
}

interface CompiledRoute {
  readonly operation: string;
  readonly method: string;
  readonly expression: RegExp;
  readonly handler: Handler;
}

export class Router {
  readonly #routes: CompiledRoute[];

  constructor(...groups: Routes[]) {
    this.#routes = groups.flatMap((group) =>
      Object.entries(group).map(([operation, handler]) => compile(operation, handler)),
    );
  }

  /** Null where nothing answers; a parameter that is not valid percent-encoding matches nothing either. */
  find(method: string, path: string): Match | null {
    for (const route of this.#routes) {
      if (route.method !== method) continue;
      const match = route.expression.exec(path);
      if (!match) continue;
      const params = decodeAll(match.groups ?? {});
      if (params) return { operation: route.operation, handler: route.handler, params };
    }
    return null;
  }
}

function compile(operation: string, handler: Handler): CompiledRoute {
  const [method = '', pattern = ''] = operation.split(' ');
  const source = pattern
    .replaceAll('.', String.raw`\.`)
    .replaceAll(/\{(?<name>\w+)\}/gu, (_whole, name: string) => {
      if (name === 'path') return `(?<${name}>.*)`;
      return /_(?:number|id)$/u.test(name) ? `(?<${name}>\\d+)` : `(?<${name}>[^/]+)`;
    });
  return { operation, method, expression: new RegExp(`^${source}/?$`, 'u'), handler };
}

function decodeAll(groups: Record<string, string>): Record<string, string> | null {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    return null;
  }
}
