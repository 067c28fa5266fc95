import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LOOKS } from './looks.ts';
import { oddHome, openShell } from './shell.ts';
import type { Terminal } from './terminal.ts';

const odd = oddHome();

/** Each screen: what it is called, the keys that lead there from the one before, and what is on it then. */
const SCREENS: readonly (readonly [string, string, RegExp | ((shell: Terminal) => boolean)])[] = [
  ['sheet', 'sheet ds\r', /^\? keys/mu],
  ['selected and sorted', '  ll]', /[↓v]/u],
  ['keys', '?', /^keys of a sheet/mu],
  ['search in it', '/describe\r', (shell) => shell.styles().some((line) => line.includes('inverse'))],
  ['keys of the keys', '?', /^keys of a text/mu],
  ['pattern', 'qqu|שלום|ｆ', /of 23 samples fit/u],
  ['matches', '\r', /\d selected/u],
  ['described', 'I', /^2: /mu],
  ['frequency', 'qu0lllF', /^2: ds.*of 10 rows/mu],
  ['plot of counts', '.', /of \d+ lines$/mu],
  ['wrong filter', 'qq/yaer > 2\r', /no field yaer/u],
  ['histogram', '\x030llll.', /of \d+ lines$/mu],
  ['pager', 'qqpage ds\r', /^page ds .*lines$/mu],
];

test.each(LOOKS)(
  'every full screen at %d by %d in %s, with names that are hard to draw',
  async (columns, rows, theme) => {
    const home = odd.copy();
    const keys = 'keys:\n  sheet:\n    first-column: "0"\n    last-column: $\n';
    writeFileSync(join(home, 'config.yaml'), `theme: ${theme}\n${keys}`);
    await using shell = await openShell(home, { columns, rows, args: ['odd'] });
    const [texts, styles]: [string[], string[]] = [[], []];
    for (const [name, typed, there] of SCREENS) {
      shell.type(typed);
      const isThere = (): boolean => (there instanceof RegExp ? there.test(shell.screen().join('\n')) : there(shell));
      await shell.until(name, () => shell.isDrawn && isThere());
      texts.push(`-- ${name}`, ...shell.screen().map(withoutIds));
      styles.push(`-- ${name}`, ...shell.styles());
    }
    const size = `${String(columns)}x${String(rows)}`;
    await expect(`${texts.join('\n')}\n`).toMatchFileSnapshot(join('golden', `full-screens-${size}.txt`));
    await expect(`${styles.join('\n')}\n`).toMatchFileSnapshot(join('golden', `full-screens-${size}-${theme}.txt`));
    expect(shell.raw).not.toContain('\x1b[2J');
    expect(shell.raw).not.toContain('\x1b[3J');
  },
  120_000,
);

/** Ids follow from where the file lies. */
function withoutIds(line: string): string {
  return line.replace(/'[\da-f]{5,24}/gu, (id) => `'${'0'.repeat(id.length - 1)}`);
}
