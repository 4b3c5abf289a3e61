import { describe, expect, test } from '@jest/globals';
import { PLANTS, PLANT_NAMES, checkPlant, planted } from '../../../src/cli/chaos/plants.ts';

describe('a defect', () => {
  test('is planted where its piece of code stands exactly once, and nowhere else', () => {
    const plant = PLANTS['no-lock'];
    expect(planted(plant, `a ${plant.piece} b`)).toBe(`a ${plant.instead} b`);
    for (const source of ['a b', `${plant.piece} ${plant.piece}`])
      expect(() => planted(plant, source)).toThrow('expected once');
  });

  test.each(PLANT_NAMES)('%s still has its place in the source', (name) => {
    expect(() => checkPlant(name)).not.toThrow();
  });
});
