import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { CLI, demoHome, openShell, run } from './shell.ts';

const demo = demoHome();

/** What another program does meanwhile. */
function elsewhere(home: string, statement: string): void {
  const env = { ...process.env, QUADRAT_HOME: home };
  execFileSync(process.execPath, [CLI, '-d', 'demo', '-c', statement], { env, stdio: 'ignore' });
}

test('what is followed stands above the prompt, and changes when another process or this one changes it', async () => {
  const home = demo.copy();
  await using shell = await openShell(home);
  await run(shell, "watch ds.countValues('tags')");
  await run(shell, "watch ds.matchTags('seen').count()");
  await shell.untilText("[2] ds.matchTags('seen').count()  0");
  elsewhere(home, "ds.limit(3).tag('seen')");
  await shell.untilText('seen       3     new');
  await shell.untilText("[2] ds.matchTags('seen').count()  3  +3  1 change");
  await run(shell, "ds.limit(1).untag('seen')");
  await shell.untilText('seen       2      -1');
  shell.type('wat');
  await shell.untilText('demo> wat');
  shell.type('\x15');
  await run(shell, 'watch --stop 2');
  await shell.until(
    'one watch',
    () =>
      !shell
        .screen()
        .slice(-6)
        .some((line) => line.startsWith('[2]')),
  );
  shell.type('\x04');
  expect(await shell.exited).toBe(0);
  const lines = shell.lines();
  expect(lines.filter((line) => line.startsWith('[1] ds.countValues'))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith('[2] ds.matchTags'))).toHaveLength(1);
}, 60_000);

test('a dataset that is renamed is no longer followed, and its last state stays', async () => {
  await using shell = await openShell(demo.copy());
  await run(shell, 'watch ds.count()');
  await run(shell, 'rename demo reef');
  await shell.untilText('there is no dataset demo any more');
  expect(shell.screen().filter((line) => line.startsWith('[1] ds.count()  12'))).toHaveLength(1);
  await run(shell, 'watch');
  expect(shell.lines().some((line) => line.startsWith('nothing is followed'))).toBe(true);
}, 60_000);

test('nothing is sent while nothing changes, and a change costs less than 0.5 KB a second', async () => {
  const home = demo.copy();
  await using shell = await openShell(home);
  await run(shell, "watch ds.countValues('gt_polylines.label')");
  await run(shell, "watch ds.countValues('tags')");
  const before = shell.raw.length;
  elsewhere(home, 'ds.count()');
  elsewhere(home, 'ds.count()');
  expect(shell.raw.length).toBe(before);
  const start = performance.now();
  for (let i = 1; i <= 4; i++) {
    elsewhere(home, `ds.limit(${String(i)}).tag('seen')`);
    await shell.until(`change ${String(i)}`, () => shell.screen().some((line) => line.includes(`${String(i)} change`)));
  }
  const seconds = (performance.now() - start) / 1000;
  expect((shell.raw.length - before) / seconds).toBeLessThan(512);
}, 60_000);
