import { expect, test } from 'vitest';
import { randomFrom, shuffled } from '../../../src/dataset/demo/random.ts';

test('the same keys give the same numbers on every machine', () => {
  const random = randomFrom(0, 0, 0);
  expect([random.bits(), random.bits(), random.bits()]).toEqual([401585242, 930625541, 4022831891]);
});

test('every key counts, beyond 32 bits too', () => {
  const firsts = [
    randomFrom(1, 2),
    randomFrom(2, 1),
    randomFrom(1, 3),
    randomFrom(4_294_967_297, 2),
    randomFrom(-1, 2),
  ];
  expect(new Set(firsts.map(({ bits }) => bits())).size).toBe(firsts.length);
});

test('numbers stay in their range and fill it evenly', () => {
  const random = randomFrom(3);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i++) {
    const at = random.below(10);
    counts[at] = (counts[at] ?? 0) + 1;
    expect(random.between(2, 3)).toBeGreaterThanOrEqual(2);
  }
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(Math.max(...counts)).toBeLessThan(1100);
});

test('shuffling keeps all items', () => {
  const items = Array.from({ length: 30 }, (_, i) => i);
  const order = shuffled(items, randomFrom(4));
  expect(order).not.toEqual(items);
  expect(order.toSorted((a, b) => a - b)).toEqual(items);
});
