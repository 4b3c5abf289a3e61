/**
 * Reads the GraphQL that clients send us: one operation, its fields with arguments, aliases and `... on Type`.
 *   operation := ("query" | "mutation") name? variables? selections | selections
 *   selection := (alias ":")? name arguments? selections? | "..." "on" Type selections
 * Fragments, directives and several operations are not read: a syntax error says so.
 */

export interface Field {
  readonly name: string;
  /** The key in the answer: the alias, else the name. */
  readonly key: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The type that a `... on` around it asks for; null outside one. */
  readonly on: string | null;
  readonly fields: readonly Field[];
}

export interface Operation {
  readonly kind: 'query' | 'mutation';
  readonly fields: readonly Field[];
}

const TOKEN =
  /\s*(?:#[^\n]*\n\s*)*(?:(?<spread>\.\.\.)|(?<word>[A-Za-z_]\w*)|(?<number>-?\d+)|(?<string>"(?:[^"\\\n]|\\.)*")|(?<mark>[{}()[\]:$!,=]))/uy;

/** Throws a SyntaxError with the place. */
export function parseOperation(query: string, variables: Readonly<Record<string, unknown>>): Operation {
  const reader = new Reader(query, variables);
  const kind = reader.skipIf('mutation') ? 'mutation' : 'query';
  reader.skipIf('query');
  if (reader.peek() !== '{') reader.skipHead();
  const fields = reader.selections(null);
  if (reader.peek() !== '') throw reader.error('one operation without fragments is all that is served here');
  return { kind, fields };
}

/** The first field of a request's body, such as `minimizeComment`: for the log of calls. Null where it cannot be read. */
export function firstField(body: string): string | null {
  const query = /"query":(?<text>"(?:[^"\\]|\\.)*")/u.exec(body)?.groups?.['text'];
  if (query === undefined) return null;
  try {
    return parseOperation(String(JSON.parse(query)), {}).fields[0]?.name ?? null;
  } catch {
    return null;
  }
}

class Reader {
  readonly #tokens: string[] = [];
  readonly #variables: Readonly<Record<string, unknown>>;
  #at = 0;

  constructor(text: string, variables: Readonly<Record<string, unknown>>) {
    this.#variables = variables;
    const expression = new RegExp(TOKEN);
    const source = text.trim();
    while (expression.lastIndex < source.length) {
      const start = expression.lastIndex;
      const match = expression.exec(source);
      if (!match) throw new SyntaxError(`Parse error near "${source.slice(start, start + 20)}"`);
      if (match[0].trim() !== ',') this.#tokens.push(match[0].replace(/^\s*(?:#[^\n]*\n\s*)*/u, ''));
    }
  }

  peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  skipIf(token: string): boolean {
    if (this.peek() !== token) return false;
    this.#at += 1;
    return true;
  }

  /** Name and variable definitions: the variables' values are checked where they are used. */
  skipHead(): void {
    while (this.peek() !== '{' && this.peek() !== '') this.#at += 1;
  }

  selections(on: string | null): Field[] {
    this.#expect('{');
    const fields: Field[] = [];
    while (!this.skipIf('}')) {
      if (this.skipIf('...')) {
        this.#expect('on');
        fields.push(...this.selections(this.#next()));
      } else {
        fields.push(this.#field(on));
      }
    }
    return fields;
  }

  error(message: string): SyntaxError {
    return new SyntaxError(`Parse error on "${this.peek()}": ${message}`);
  }

  #field(on: string | null): Field {
    const key = this.#next();
    if (!/^\w+$/u.test(key)) throw this.error('a field was expected');
    const name = this.skipIf(':') ? this.#next() : key;
    const args = this.skipIf('(') ? this.#members(')') : {};
    return { name, key, args, on, fields: this.peek() === '{' ? this.selections(null) : [] };
  }

  #members(end: string): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    while (!this.skipIf(end)) {
      const name = this.#next();
      this.#expect(':');
      members[name] = this.#value();
    }
    return members;
  }

  #value(): unknown {
    if (this.skipIf('$')) return this.#variables[this.#next()];
    if (this.skipIf('{')) return this.#members('}');
    if (this.skipIf('[')) {
      const items: unknown[] = [];
      while (!this.skipIf(']')) items.push(this.#value());
      return items;
    }
    const token = this.#next();
    if (/^["\d-]/u.test(token)) return JSON.parse(token);
    return { true: true, false: false, null: null }[token] ?? (token === 'null' ? null : token);
  }

  #expect(token: string): void {
    if (!this.skipIf(token)) throw this.error(`"${token}" was expected`);
  }

  #next(): string {
    const token = this.peek();
    if (token === '') throw this.error('the end came too early');
    this.#at += 1;
    return token;
  }
}
