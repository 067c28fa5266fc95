import { expect, test } from 'vitest';
import { gate } from '../../../../src/dataset/formats/writing/gate.ts';

/** Work that ends when told to. */
function work(): { readonly run: () => Promise<void>; readonly end: () => void; readonly began: () => boolean } {
  let hasBegun = false;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run = (): Promise<void> => {
    hasBegun = true;
    return ended;
  };
  return { run, end, began: () => hasBegun };
}

/** Lets everything happen that waits for nothing but its turn. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

test('work waits until there is room, in order', async () => {
  const enter = gate(10);
  const [a, b, c, d] = [work(), work(), work(), work()];
  const all = [enter(6, a.run), enter(6, b.run), enter(1, c.run), enter(100, d.run)];
  const begun = (): boolean[] => [a, b, c, d].map((one) => one.began());
  await settled();
  expect(begun()).toEqual([true, false, false, false]);
  a.end();
  await settled();
  expect(begun()).toEqual([true, true, true, false]);
  b.end();
  await settled();
  expect(begun()).toEqual([true, true, true, false]);
  c.end();
  await settled();
  expect(begun()).toEqual([true, true, true, true]);
  d.end();
  await Promise.all(all);
});

test('work that fails makes room, too', async () => {
  const enter = gate(1);
  await expect(enter(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(enter(1, () => Promise.resolve(7))).resolves.toBe(7);
});
