import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoHome, openShell, run } from './shell.ts';
import type { Terminal } from './terminal.ts';

const demo = demoHome();
const ENDLESS = String.raw`ds.where(filepath.matches(/^((\w+)+)+!/)).count()`;

function journals(home: string): readonly string[] {
  return readdirSync(join(home, 'sessions'))
    .filter((file) => file.endsWith('.quadrat'))
    .sort()
    .map((file) => readFileSync(join(home, 'sessions', file), 'utf8'));
}

/** Whether the draft has reached the disk. */
async function untilDraft(shell: Terminal, home: string, text: string): Promise<void> {
  const folder = join(home, 'sessions');
  const holds = (): boolean =>
    existsSync(folder) &&
    readdirSync(folder).some((file) => file.endsWith('.draft') && readFileSync(join(folder, file), 'utf8') === text);
  for (let look = 0; !holds(); look++) {
    if (look > 200) throw new Error('no draft');
    // Each key makes the screen say something: that is what is waited for.
    shell.type('x');
    await shell.untilText(`${text}x`);
    shell.type('\x7f');
    await shell.until('the x is gone', () => !shell.screen().some((line) => line.includes(`${text}x`)));
  }
}

test('kill -9 while typing: the next shell has dataset, variables and draft', async () => {
  const home = demo.copy();
  {
    await using shell = await openShell(home);
    await run(shell, "v = ds.matchTags('train')");
    await run(shell, 'w = v.limit(3)');
    await run(shell, 'n = ds.count()');
    shell.type('w.countVal');
    await shell.untilText('w.countVal');
    await untilDraft(shell, home, 'w.countVal');
    shell.kill('SIGKILL');
    await shell.exited;
  }
  const [journal = ''] = journals(home);
  expect(journal).toContain("v = ds.matchTags('train')\n#> done\n");
  expect(journal).not.toContain('#> left');
  const [file = ''] = readdirSync(join(home, 'sessions'));
  expect(statSync(join(home, 'sessions', file)).mode & 0o777).toBe(0o600);
  await using shell = await openShell(home);
  await shell.until('the draft', () => shell.screen().some((line) => line === 'demo> w.countVal'));
  await shell.untilText('as in the last session: v, w');
  await shell.untilText('results are not kept, ask again for: n');
  shell.type('\x15');
  await run(shell, 'w.count()');
  expect(shell.lines()).toContain('3');
}, 60_000);

test('kill -9 in a statement: --resume says what was cut off', async () => {
  const home = demo.copy();
  {
    await using shell = await openShell(home);
    shell.type(`${ENDLESS}\r`);
    await shell.untilText('running 0:01');
    shell.kill('SIGKILL');
    await shell.exited;
  }
  await using shell = await openShell(home, { args: ['--resume'], columns: 120 });
  expect(shell.lines()[1]).toMatch(/^session of \d+ min ago, killed; last ds\.where.*: cut off$/u);
}, 60_000);

test('the terminal is lost: a question is stopped, and the session is written to its end', async () => {
  const home = demo.copy();
  {
    await using shell = await openShell(home);
    shell.type(`${ENDLESS}\r`);
    await shell.untilText('running 0:01');
    shell.hangUp();
    await shell.exited;
  }
  expect(journals(home)[0]).toMatch(/\(\)\n#> hung up\n#> stopped\n$/u);
}, 60_000);

test('the terminal is lost: what makes a dataset goes on to its end, and the next shell says so', async () => {
  const home = demo.copy();
  {
    await using shell = await openShell(home);
    shell.type('import demo --name wide --samples 1500 --labels 20 --no-media\r');
    await shell.untilText('running 0:0');
    shell.hangUp();
    await shell.exited;
  }
  expect(existsSync(join(home, 'datasets', 'wide.sqlite'))).toBe(true);
  expect(journals(home)[0]).toMatch(/--no-media\n#> hung up\n#> done\n$/u);
  await using shell = await openShell(home, { columns: 120 });
  await shell.untilText(
    'import demo --name wide --samples 1500 --labels 20 --no-media: done after the terminal was gone',
  );
}, 60_000);

test.each(['SIGHUP', 'SIGTERM', 'SIGUSR2'] as const)(
  '%s gives the terminal back',
  async (signal) => {
    const crash = "process.once('SIGUSR2',()=>{throw(new(Error)('boom'))})";
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(crash)}` };
    await using shell = await openShell(demo.copy(), { env });
    shell.kill(signal);
    await shell.exited;
    expect(shell.raw.lastIndexOf('\x1b[?2004l')).toBeGreaterThan(shell.raw.lastIndexOf('\x1b[?2004h'));
    expect(shell.raw.lastIndexOf('\x1b[?25h')).toBeGreaterThan(shell.raw.lastIndexOf('\x1b[?25l'));
    if (signal === 'SIGUSR2') expect(shell.raw).toContain('boom');
  },
  60_000,
);
