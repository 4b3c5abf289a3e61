/** The world of `world.ts`, for tests: database, HTTP, queue and Muster itself are loaded once per worker. */
import { loadOnGround } from './once-per-process.ts';
import type { World, WorldOptions } from './world.ts';

export type { World } from './world.ts';
export { OWNER, REPO } from './shop.ts';

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const world = await loadOnGround('./world.ts', async () => import('./world.ts'));
  return world.startWorld(options);
}
