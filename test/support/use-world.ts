import { afterAll, beforeAll } from '@jest/globals';
import { type World, startWorld } from './muster.ts';
import type { WorldOptions } from './world.ts';

export interface UsedWorld extends World {
  /** Closes it and starts another. After a loss everything in a world is read again, so what earlier tests left there costs more than a new one. */
  readonly anew: () => Promise<void>;
}

/** A world for all tests of a file: there when the first begins, and closed after the last. Call it outside of tests. */
export function useWorld(options: WorldOptions = {}): UsedWorld {
  let world: World | null = null;
  const anew = async (): Promise<void> => {
    await world?.close();
    world = null;
    world = await startWorld(options);
    await world.settled(); // what it looks for at its start is looked for, and not what a test does meanwhile
  };
  beforeAll(anew);
  afterAll(async () => world?.close());
  return new Proxy({} as UsedWorld, {
    get: (_, name) => {
      if (name === 'anew') return anew;
      if (world === null) throw new Error('the world is not there before the first test');
      return Reflect.get(world, name);
    },
  });
}
