/**
 * How the local GitHub says no: thrown by a handler, answered with GitHub's own status, message and error list. Only what
 * belongs in an answer is one; a bug of ours stays an Error and becomes a 500.
 */

export interface FieldError {
  resource: string;
  field: string;
  code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'custom' | 'unprocessable';
  message?: string;
  value?: unknown;
}

export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[] | undefined;

  constructor(status: number, message: string, errors?: readonly FieldError[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }

  get body(): Record<string, unknown> {
    return {
      message: this.message,
      ...(this.errors ? { errors: this.errors } : {}),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
  }
}

export const notFound = () => new Refusal(404, 'Not Found');

/** GitHub's answer to a person who may see the repository but not do this. */
export const forbidden = () => new Refusal(403, 'Must have admin rights to Repository.');

/** GitHub's answer to an App whose permissions or repositories do not cover this. */
export const notAccessible = () => new Refusal(403, 'Resource not accessible by integration');

export const invalid = (...errors: FieldError[]) => new Refusal(422, 'Validation Failed', errors);
