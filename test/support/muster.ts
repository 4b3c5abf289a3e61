/**
 * The world of `world.ts`, loaded outside of the test file's realm: database, HTTP, queue and Muster itself are read, compiled and made fast once per
 * worker instead of once per test file. What it hands out is data; where a test asks what class something has, it is a class of the other realm.
 */
import { requireOnGround } from './once-per-process.ts';
import type * as Implementation from './world.ts';
import type { World, WorldOptions } from './world.ts';

export type { World } from './world.ts';
export { OWNER, REPO } from './shop.ts';

/** Jest counts only what is loaded inside. */
const isCounted = process.env['MUSTER_TESTS_COVERAGE'] !== undefined;

const load = async (): Promise<typeof Implementation> =>
  isCounted ? import('./world.ts') : (requireOnGround('./world.ts') as typeof Implementation);

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { startWorld: start } = await load();
  return start(options);
}
