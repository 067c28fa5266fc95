import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseValueOrder, sortValues } from '../../../src/dataset/store/packed-values.ts';

type Packed = { readonly id: number; readonly branch: number; readonly member: number; readonly count: number };

const packed: fc.Arbitrary<Packed> = fc.record({
  id: fc.integer({ min: 1, max: 2 ** 50 }),
  branch: fc.integer({ min: 0, max: 3 }),
  member: fc.integer({ min: 0, max: 1000 }),
  count: fc.integer({ min: 1, max: 4 }),
});

/** As the statement writes it. */
function written({ id, branch, member, count }: Packed): string {
  const within = branch > 0 || member > 0 ? `,${String(branch)},${String(member)}` : '';
  return `${String(id)}${within}${count === 1 ? '' : `*${String(count)}`}`;
}

test('places and counts are read as they are written', () => {
  fc.assert(
    fc.property(fc.array(packed), (all) => {
      const { ids, counts, within, all: sum } = parseValueOrder(all.map(written).join(' '));
      expect([...ids]).toEqual(all.map(({ id }) => id));
      expect([...counts]).toEqual(all.map(({ count }) => count));
      expect(sum).toBe(all.reduce((total, { count }) => total + count, 0));
      const isWithin = all.some(({ branch, member }) => branch > 0 || member > 0);
      expect(within === null ? null : [...within]).toEqual(
        isWithin ? all.flatMap(({ branch, member }) => [branch, member]) : null,
      );
    }),
  );
  expect([...parseValueOrder(null).ids]).toEqual([]);
});

test('an order by counts keeps that of the values, and puts a missing one last only where frequency is asked for', () => {
  const counts = { counts: Uint32Array.of(5, 1, 3, 5, 1) };
  const order = (missing: boolean, sort: Parameters<typeof sortValues>[2]) => {
    const places = sortValues(counts, missing, sort);
    return places === null ? null : [...places];
  };
  expect(order(false, { by: 'frequency' })).toEqual([0, 3, 2, 1, 4]);
  expect(order(true, { by: 'frequency' })).toEqual([3, 2, 1, 4, 0]);
  expect(order(true, { by: 'count', descending: true })).toEqual([0, 3, 2, 1, 4]);
  expect(order(true, { by: 'count', descending: false })).toEqual([1, 4, 2, 0, 3]);
  expect(order(true, { by: 'value', descending: true })).toEqual([4, 3, 2, 1, 0]);
  expect(order(true, { by: 'value', descending: false })).toBeNull();
});
