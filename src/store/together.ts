/**
 * Waits for all, as `Promise.all` does, and for those too that are under way when one fails: a transaction that ended while a statement of it was still to
 * come would leave that to whoever has the connection next. Rejects with the first failure.
 */
export async function together<T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  const all = Promise.all(work);
  await Promise.allSettled(work);
  return all;
}
