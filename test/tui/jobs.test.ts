import { expect, test } from 'vitest';
import { demoHome, openShell, run } from './shell.ts';

const demo = demoHome();

/** Takes its time, and says how far it is. */
const SLOW = 'import demo --name big --samples 2000 --no-media';
const ENDLESS = 'import demo --name endless --samples 2000000 --no-media';

test('Ctrl-B sends what runs behind the prompt, and its result comes with its number when it is there', async () => {
  await using shell = await openShell(demo.copy());
  shell.type(`${SLOW}\r`);
  await shell.untilText('Ctrl-C stops');
  shell.type('\x02');
  await shell.untilText('[1] goes on behind the prompt');
  await shell.untilText('1 job  import');
  await run(shell, 'ds.count()');
  expect(shell.lines()).toContain('12');
  await shell.until('the end of the job', () => shell.lines().some((line) => line.startsWith('[1] done')));
  await shell.until('its result', () => shell.lines().some((line) => line.includes('big: 2,000 samples')));
  await shell.until('no job', () => !shell.screen().some((line) => line.includes('1 job')));
  await run(shell, 'jobs');
  expect(shell.lines()).toContain('nothing runs behind the prompt');
}, 60_000);

test('a command that ends in & starts there; jobs, fg, Ctrl-C and kill', async () => {
  await using shell = await openShell(demo.copy());
  await run(shell, `${ENDLESS} &`);
  expect(shell.lines().some((line) => line.startsWith('[1] goes on behind the prompt'))).toBe(true);
  await run(shell, 'jobs');
  expect(shell.lines().some((line) => /^\[1\] import demo --name endless/u.test(line))).toBe(true);
  shell.type('fg\r');
  await shell.untilText('Ctrl-C stops');
  shell.type('\x02');
  await shell.until('the prompt', () => shell.screen().some((line) => /^demo> ?$/u.test(line)));
  shell.type('fg 1\r');
  await shell.untilText('Ctrl-C stops');
  shell.type('\x03');
  await shell.until('the end', () => shell.lines().some((line) => line.startsWith('[1] stopped')));
  expect(shell.lines().some((line) => line.startsWith('cancelled after'))).toBe(true);
  await run(shell, `${ENDLESS} &`);
  await run(shell, 'kill');
  await shell.until('the end', () => shell.lines().some((line) => line.startsWith('[5] stopped')));
  await run(shell, 'datasets');
  expect(shell.lines().some((line) => line.startsWith('endless'))).toBe(false);
}, 60_000);

test('leaving asks where work goes on behind the prompt, and the second time stops it', async () => {
  await using shell = await openShell(demo.copy());
  await run(shell, `${ENDLESS} &`);
  shell.type('\x04');
  await shell.untilText('1 job runs; Ctrl-D again stops it and leaves: 1 import demo');
  await run(shell, 'ds.count()');
  await run(shell, 'exit');
  expect(shell.lines()).toContain('hint: exit again stops it and leaves');
  shell.type('exit\r');
  expect(await shell.exited).toBe(0);
}, 60_000);

test('work that goes on, in front and behind the prompt, sends less than 0.5 KB a second', async () => {
  await using shell = await openShell(demo.copy());
  const bytesASecond = async (): Promise<number> => {
    const [bytes, start] = [shell.raw.length, performance.now()];
    await shell.until('three seconds of it', () => performance.now() - start > 3000);
    return (shell.raw.length - bytes) / ((performance.now() - start) / 1000);
  };
  shell.type(`${ENDLESS}\r`);
  await shell.untilText(' samples  0 %');
  expect(await bytesASecond()).toBeLessThan(512);
  shell.type('\x02');
  await shell.until('the job below the prompt', () =>
    shell.screen().some((line) => /^1 job {2}import \d+ %/u.test(line)),
  );
  expect(await bytesASecond()).toBeLessThan(512);
}, 60_000);

test('resizing while a job prints leaves no copy of the prompt behind', async () => {
  await using shell = await openShell(demo.copy());
  await run(shell, 'watch ds.countValues("tags")');
  await run(shell, `${SLOW} &`);
  shell.resize(40, 12);
  await shell.untilText('1 job');
  shell.resize(200, 60);
  shell.resize(80, 24);
  await shell.until('the end of the job', () => shell.lines().some((line) => line.startsWith('[2] done')));
  shell.resize(60, 20);
  await run(shell, 'ds.count()');
  const bare = shell.lines().filter((line) => /^demo> ?$/u.test(line));
  expect(bare.length).toBeLessThanOrEqual(1);
  expect(shell.screen().filter((line) => line.startsWith('[1] ds.countValues'))).toHaveLength(1);
  expect(shell.raw).not.toContain('\x1b[2J');
  expect(shell.raw).not.toContain('\x1b[3J');
}, 60_000);
