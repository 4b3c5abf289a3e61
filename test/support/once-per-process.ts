/**
 * What is dear to make and never changes is made once per worker. Jest gives each test file a realm of its own, where everything is loaded and
 * compiled anew; the realm of the process itself lies under them all and outlives them.
 */
import { runInThisContext } from 'node:vm';

const ground = runInThisContext('globalThis') as typeof globalThis & Record<symbol, Map<string, unknown>>;
const MARK = Symbol.for('muster: made once');

/**
 * What `make` returned when it was first called under this name by any test file of this process. It is handed the process's own global object: what
 * it makes with that keeps no test file's realm alive.
 */
export function oncePerProcess<T>(name: string, make: (ground: typeof globalThis) => T): T {
  const made = (ground[MARK] ??= new Map());
  if (!made.has(name)) made.set(name, make(ground));
  return made.get(name) as T;
}

/** Loads a package or a file of this folder outside of jest's realms, once per process. */
export function requireOnGround(specifier: string): unknown {
  return ground.process.getBuiltinModule('node:module').createRequire(import.meta.url)(specifier);
}

/** Jest counts only what is loaded inside of its realms. */
const isCounted = process.env['MUSTER_TESTS_COVERAGE'] !== undefined;

/**
 * A file of this folder with all that it needs, loaded outside of jest's realms, so that it is read, compiled and made fast once per worker instead of once
 * per test file. `inside` imports the same file, for coverage. What it hands out is data; where a test asks of which class something is, it is a class
 * of the other realm.
 */
export async function loadOnGround<T>(specifier: string, inside: () => Promise<T>): Promise<T> {
  return isCounted ? inside() : (requireOnGround(specifier) as T);
}
