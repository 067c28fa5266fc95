import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../dataset/library-fixture.ts';
import { killedCommand, wholeRun } from './killed-commands.ts';
import { KILLED_KINDS, prepared } from './prepared-commands.ts';

test.each(KILLED_KINDS)(
  'kill -9 during a %s loses nothing that was reported done, leaves everything whole, and it runs again',
  async (kind) => {
    const folder = temporaryFolder();
    await using command = await prepared(kind, join(folder, 'template'), 100);
    const home = join(folder, 'home');
    const whole = await wholeRun(command, home);
    // `node bench/kills.ts` does it 200 times.
    for (const share of [0.3, 0.8]) {
      const killAfter = whole.start + share * (whole.end - whole.start);
      const { wrong } = await killedCommand(command, home, { killAfter, whole });
      expect(wrong).toEqual([]);
    }
  },
  120_000,
);
