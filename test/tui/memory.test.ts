import { expect, test } from 'vitest';
import { openLongSession, ordinaryStatement } from './long-session.ts';
import { demoHome } from './shell.ts';

const demo = demoHome();

const BURST = 25;

test('once the latest results are kept, a thousand statements more take no memory', async () => {
  using shell = await openLongSession(demo.copy());
  const typeThousand = async (from: number): Promise<void> => {
    for (let i = from; i < from + 1000; i += BURST) {
      await shell.type(Array.from({ length: BURST - 1 }, (_, k) => ordinaryStatement(i + k)));
    }
  };
  await typeThousand(0);
  await typeThousand(1000);
  const before = await shell.memory();
  await typeThousand(2000);
  const after = await shell.memory();
  expect(before.heap).toBeGreaterThan(10);
  expect(after.heap - before.heap).toBeLessThan(4);
}, 180_000);
