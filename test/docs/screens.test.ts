import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLI, run } from '../tui/shell.ts';
import { Terminal } from '../tui/terminal.ts';
import { readScreens, replaceScreens } from './screen-block.ts';
import { matchesTranscript } from './transcript.ts';

const page = join(import.meta.dirname, '..', '..', 'docs', 'shell.md');

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'quadrat-screens-'));
  elsewhere(join(root, 'made'), 'import', 'demo', '--no-media');
}, 120_000);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What another program does on the same datasets. */
function elsewhere(home: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [CLI, ...args], { env: { ...process.env, QUADRAT_HOME: home }, stdio: 'ignore' });
}

/** A shell on the demo reef, 80 columns wide, without colour, which is what a page can show. */
async function open(home: string, rows = 24): Promise<Terminal> {
  const shell = new Terminal([process.execPath, CLI, 'demo'], {
    rows,
    env: { QUADRAT_HOME: home, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  await shell.until('the dataset', () => shell.screen().some((line) => /^demo {2}60 samples/u.test(line)));
  return shell;
}

async function shown(name: string, show: Show): Promise<readonly string[]> {
  const home = join(root, name);
  cpSync(join(root, 'made'), home, { recursive: true });
  await using shell = await open(home);
  return await show(shell, home);
}

type Show = (shell: Terminal, home: string) => Promise<readonly string[]>;

/** The rows of the screen from the one that begins so, trailing blanks removed. */
function from(shell: Terminal, start: string): readonly string[] {
  const rows = shell.screen().map((row) => row.trimEnd());
  const last = rows.findLastIndex((row) => row !== '');
  const first = rows.findLastIndex((row) => row.startsWith(start));
  return rows.slice(first, last + 1);
}

const WRONG = 'ds.where(yaer >= 2021).count()';

/** How to come to what each capture shows. */
const SCREENS: Readonly<Record<string, Show>> = {
  start: async (shell, home) => {
    await run(shell, "v = ds.matchTags('train')");
    await run(shell, "v.limit(2).tag('checked')");
    await run(shell, 'undo');
    shell.type('\x04');
    await shell.exited;
    await using next = await open(home);
    return from(next, 'quadrat ');
  },
  mistake: async (shell) => {
    shell.type(WRONG);
    await shell.untilText('unknown-field  ');
    return from(shell, 'demo> ');
  },
  refused: async (shell) => {
    shell.type(WRONG);
    await shell.untilText('unknown-field  ');
    shell.type('\r');
    await shell.untilText('not run');
    return from(shell, 'demo> ');
  },
  watch: async (shell, home) => {
    await run(shell, "watch ds.matchTags('train').countValues('gt_polylines.label')");
    await run(shell, 'watch ds.where(missing(gt_polylines)).count()');
    const classes = "{ 'Montipra': 'Montipora', 'Leptoseris': 'Turbinaria' }";
    elsewhere(home, '-d', 'demo', '-c', `ds.mapLabels('gt_polylines', ${classes}).save()`);
    await shell.untilText('1 change');
    return from(shell, '[1] ');
  },
  sheet: async (_, home) => {
    await using shell = await open(home, 14);
    shell.type('sheet ds.sortBy(year)\r');
    await shell.untilText('? keys');
    shell.type('jl');
    await shell.until(
      'the cell below',
      () => shell.isDrawn && shell.screen().some((row) => row.startsWith('gt_polylines:')),
    );
    return shell.screen().map((row) => row.trimEnd());
  },
  frequency: async (_, home) => {
    await using shell = await open(home, 12);
    shell.type('sheet ds\r');
    await shell.untilText('? keys');
    shell.type('lllF');
    await shell.until('the counts', () => shell.isDrawn && shell.screen().some((row) => row.includes('of 4 rows')));
    return shell.screen().map((row) => row.trimEnd());
  },
  jobs: async (shell) => {
    shell.type('import demo --name atoll --samples 20000 --no-media &\r');
    await shell.untilText('goes on behind the prompt');
    await run(shell, 'ds.count()');
    await shell.until('how far it is', () => shell.screen().some((line) => /^1 job {2}import \d+ %/u.test(line)));
    return from(shell, 'demo> import');
  },
};

// `UPDATE_DOCS=1 npx vitest run test/docs` writes what is on the screens into the page, to be read in the diff.
test('docs/shell.md shows the screens as they are', { timeout: 180_000 }, async () => {
  const blocks = readScreens(readFileSync(page, 'utf8'));
  expect(blocks.map(({ name }) => name).toSorted()).toEqual(Object.keys(SCREENS).toSorted());
  const now = new Map<string, readonly string[]>();
  for (const [name, show] of Object.entries(SCREENS)) {
    now.set(name, await shown(name, show));
  }
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, replaceScreens(readFileSync(page, 'utf8'), now));
  for (const { name, lines } of readScreens(readFileSync(page, 'utf8'))) {
    const present = now.get(name) ?? [];
    if (!matchesTranscript(lines, present)) expect({ name, present }).toEqual({ name, present: lines });
  }
});
