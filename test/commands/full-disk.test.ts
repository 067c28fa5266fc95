import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../dataset/library-fixture.ts';
import { place, runProduct, stateOf, wrongIn } from './killed-commands.ts';
import { FULL_KINDS, prepared } from './prepared-commands.ts';

const canLimit = existsSync('/bin/sh') && process.platform !== 'win32';

describe.skipIf(!canLimit)('a disk that fills up', () => {
  test.each(FULL_KINDS)(
    'during a %s: it is told, everything stays as it was, and with room it goes',
    async (kind) => {
      const folder = temporaryFolder();
      await using command = await prepared(kind, join(folder, 'template'), 100);
      const { template, words, env, dataset } = command;
      const home = join(folder, 'home');
      place(template, home);
      const before = await stateOf(home, dataset);
      const codes: (number | null)[] = [];
      // A limit on the size of files fails the same writes as a full disk does.
      for (const largestFile of [16, 200]) {
        const { code, said } = await runProduct(words, { home, env, largestFile });
        codes.push(code);
        expect(await wrongIn(home), said).toEqual([]);
        if (code === 0) break;
        expect(said).toMatch(/"code":"unwritable"/u);
        expect(await stateOf(home, dataset)).toBe(before);
        expect(leftIn(home)).toEqual([]);
      }
      expect(codes[0]).not.toBe(0);
      if (codes.at(-1) === 0) return;
      const { code, said } = await runProduct(words, { home, env });
      expect(code, said).toBe(0);
      expect(await wrongIn(home)).toEqual([]);
    },
    120_000,
  );
});

/** What lies where archives are written, but those that were there before. */
function leftIn(home: string): readonly string[] {
  const out = join(home, 'out');
  return (existsSync(out) ? readdirSync(out) : []).filter((name) => name !== 'reef.zip');
}
