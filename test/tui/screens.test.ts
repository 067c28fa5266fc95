import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOOKS } from './looks.ts';
import { CLI, openShell, run } from './shell.ts';
import type { Terminal } from './terminal.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'quadrat-golden-'));
  const env = { ...process.env, QUADRAT_HOME: join(root, 'made') };
  execFileSync(process.execPath, [CLI, 'import', 'demo', '--samples', '12'], { env, stdio: 'ignore' });
}, 120_000);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const WRONG = 'ds.where(yaer >= 2021).count()';
const CLEAR = '\x03';
const ESCAPE = '\x1b';

/** How to come to each screen from the one before; each leaves an empty prompt behind. */
const SCREENS: readonly (readonly [name: string, come: (shell: Terminal) => Promise<void>, leave?: string])[] = [
  ['start', () => Promise.resolve()],
  [
    'completion',
    async (shell) => {
      shell.type("ds.where(area == '\t");
      // Both come when they are known.
      const shows = (what: RegExp): boolean => shell.screen().some((line) => what.test(line));
      await shell.until('how many have it', () => shows(/^> .* {2}\d+ {2}samples$/u));
      await shell.until('the effect of the choice', () => shows(/keeps /u));
    },
    `${ESCAPE}[A${CLEAR}`,
  ],
  [
    'mistake',
    async (shell) => {
      shell.type(WRONG);
      await shell.untilText('unknown-field  ');
    },
  ],
  [
    'refused',
    async (shell) => {
      shell.type('\r');
      await shell.untilText('not run');
    },
    CLEAR,
  ],
  ['error', (shell) => run(shell, WRONG)],
  ['table', (shell) => run(shell, "ds.countValues('area')")],
  ['histogram', (shell) => run(shell, "ds.histogramValues('year')")],
  ['samples', (shell) => run(shell, 'ds.head(2)')],
  // Of a verb the examples are cut short where they take longer than a second.
  ['help', (shell) => run(shell, 'help expressions')],
  ['doctor', (shell) => run(shell, 'doctor demo')],
  ['preview', (shell) => run(shell, 'preview MooreaE2B_2019_01')],
  [
    'settings',
    async (shell) => {
      shell.type(`${ESCAPE}OQ`);
      await shell.until('the menu', () => shell.screen().some((line) => /^> theme/u.test(line)));
    },
    ESCAPE,
  ],
  [
    'search',
    async (shell) => {
      shell.type('\x12cou');
      await shell.until('what is found', () => shell.screen().some((line) => /^> ds\./u.test(line)));
    },
    ESCAPE,
  ],
  ['watch', (shell) => run(shell, "watch ds.countValues('tags')")],
];

/** Screens that lead to the next. */
const LIVE: ReadonlySet<string> = new Set(['mistake']);

/** What differs from one time to the next: how long something took. */
function withoutTimes(rows: readonly string[]): readonly string[] {
  const isTime = (row = ''): boolean => /^_\d+ /u.test(row);
  return rows.filter((_, i) => !isTime(rows[i - 1])).map((row) => (isTime(row) ? row.replace(/ .*$/u, '  [..]') : row));
}

/** All screens of a session, each under its name. */
async function screensOf(shell: Terminal): Promise<string> {
  const shown: string[] = [];
  for (const [name, come, leave = ''] of SCREENS) {
    await come(shell);
    if (leave === '' && !LIVE.has(name)) await shell.until('an empty prompt', () => isIdle(shell));
    let rows: readonly string[] = [];
    await shell.until('a whole frame', () => {
      if (shell.isSettled) rows = withoutTimes(shell.inked());
      return shell.isSettled;
    });
    const last = rows.findLastIndex((row) => row !== '');
    shown.push(`== ${name}`, ...rows.slice(0, last + 1).map((row) => row.trimEnd()), '');
    if (leave === '') continue;
    shell.type(leave);
    await shell.until('an empty prompt', () => isIdle(shell));
  }
  return shown.join('\n');
}

/** Whether nothing stands in the prompt, and below it what is open. */
function isIdle(shell: Terminal): boolean {
  const [prompt = '', status = ''] = shell
    .screen()
    .filter((line) => line !== '')
    .slice(-2);
  return /^demo> ?$/u.test(prompt) && status.startsWith('demo  12 samples');
}

test.each(LOOKS)(
  'the screens at %d by %d, %s',
  async (columns, rows, theme) => {
    const home = join(root, `${String(columns)}-${theme}`);
    cpSync(join(root, 'made'), home, { recursive: true });
    const env = { ...process.env, QUADRAT_HOME: home };
    execFileSync(process.execPath, [CLI, 'set', 'theme', theme], { env, stdio: 'ignore' });
    await using shell = await openShell(home, { columns, rows, env: { QUADRAT_IMAGES: 'off' } });
    const golden = join('golden', `screens-${String(columns)}x${String(rows)}-${theme}.txt`);
    await expect(await screensOf(shell)).toMatchFileSnapshot(golden);
  },
  120_000,
);
