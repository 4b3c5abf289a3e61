/** Loaded into a replica before everything else (`--import`): plants the defect that the environment names. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { PLANTS, PLANT_VARIABLE, isPlantName, planted } from './plants.ts';

const name = process.env[PLANT_VARIABLE] ?? '';
if (!isPlantName(name)) throw new Error(`${PLANT_VARIABLE}: no defect is called ${name}`);
const plant = PLANTS[name];
const target = new URL(`../../${plant.file}`, import.meta.url);

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    return url === target.href ? { ...loaded, source: planted(plant, readFileSync(target, 'utf8')) } : loaded;
  },
});
