import { afterAll, beforeAll } from '@jest/globals';
import { type World, startWorld } from './muster.ts';

/** A world for all tests of a file: there when the first begins, and closed after the last. Call it outside of tests. */
export function useWorld(options: Parameters<typeof startWorld>[0] = {}): World {
  let world: World | null = null;
  beforeAll(async () => {
    world = await startWorld(options);
  });
  afterAll(async () => world?.close());
  return new Proxy({} as World, {
    get: (_, name) => {
      if (world === null) throw new Error('the world is not there before the first test');
      return Reflect.get(world, name);
    },
  });
}
