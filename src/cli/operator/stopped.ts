/** What stops a command of the operator: lines for a person, with the cure. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** A connection that was tried at several addresses fails with several errors, and no text of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return Error.isError(error) ? error.message : String(error);
}
