/**
 * Defects to plant into replicas, to see that a run finds them. The production code holds no switch for any: a hook replaces a piece of one source file
 * while Node loads it, and refuses when the piece is not there exactly once.
 */
import { readFileSync } from 'node:fs';

export interface Plant {
  /** From src/. */
  readonly file: string;
  readonly piece: string;
  readonly instead: string;
  readonly means: string;
}

export const PLANTS = {
  'no-marker-check': {
    file: 'reconcile/look.ts',
    piece: 'before.open.length > 0',
    instead: 'false',
    means: 'a write without an answer is written again without a look at what stands there',
  },
  'no-lock': {
    file: 'store/job-queues.ts',
    piece: "policy: 'key_strict_fifo'",
    instead: "policy: 'standard'",
    means: 'several runs of one incident at a time',
  },
  'acknowledge-first': {
    file: 'ingress/ingress.ts',
    piece: 'outcome = await take(deliveryOf(id, event, body));',
    instead:
      "const late = deliveryOf(id, event, body); setTimeout(() => void take(late).catch(() => undefined), 6_000); outcome = { kind: 'stored' };",
    means: 'a webhook is answered before it is stored',
  },
  'forget-edits': {
    file: 'core/incident/amend.ts',
    piece: 'if (to === undefined) gone.push({ ...slot, withdrawn: { at, by: version.by } });',
    instead:
      'if (to === undefined) version.commands.length === 0 && gone.push({ ...slot, withdrawn: { at, by: version.by } });',
    means: 'what an edit took out of a comment shows nowhere',
  },
  'lose-parts': {
    file: 'core/incident/merge-join.ts',
    piece: 'timeline: inOrder([...incident.timeline, ...entries]),',
    instead: 'timeline: incident.timeline,',
    means: 'what was said on a part does not stand on the incident that it is part of',
  },
} as const satisfies Record<string, Plant>;

export type PlantName = keyof typeof PLANTS;

export const PLANT_NAMES: readonly PlantName[] = Object.keys(PLANTS).filter((name) => isPlantName(name));

export function isPlantName(name: string): name is PlantName {
  return Object.hasOwn(PLANTS, name);
}

export const PLANT_VARIABLE = 'CHAOS_PLANT';

/** The source with the defect. Throws when the piece is not there exactly once. */
export function planted({ file, piece, instead }: Plant, source: string): string {
  const pieces = source.split(piece);
  if (pieces.length !== 2)
    throw new Error(`${file} holds ${JSON.stringify(piece)} ${pieces.length - 1} times, expected once`);
  return pieces.join(instead);
}

/** Throws when the defect cannot be planted: the code has changed since. */
export function checkPlant(name: PlantName): void {
  const plant = PLANTS[name];
  planted(plant, readFileSync(new URL(`../../${plant.file}`, import.meta.url), 'utf8'));
}
