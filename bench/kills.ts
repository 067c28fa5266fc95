import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Killed, killedCommand, wholeRun } from '../test/commands/killed-commands.ts';
import { KILLED_KINDS, prepared } from '../test/commands/prepared-commands.ts';

// node bench/kills.ts [200 2000 merge restore]: kill -9 at so many random moments during each of these commands (all of them where
// none is named) on so many samples with ten labels each. `npm run build` first.
const [count = '200', samples = '2000', ...named] = process.argv.slice(2);
const [KILLS, SAMPLES] = [Number(count), Number(samples)];

const root = mkdtempSync(join(tmpdir(), 'quadrat-kills-'));
try {
  console.log('| command | kills | before its end | as before | as after | reported done | lost or not whole |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const kind of KILLED_KINDS.filter((each) => named.length === 0 || named.includes(each))) {
    const folder = join(root, kind);
    mkdirSync(folder);
    await using command = await prepared(kind, join(folder, 'template'), SAMPLES);
    const home = join(folder, 'home');
    let whole = await wholeRun(command, home);
    const killed: Killed[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      // How fast the machine is changes while this runs.
      if (kill % 20 === 19) whole = { ...whole, ...times(await wholeRun(command, home)) };
      const killAfter = whole.start / 2 + Math.random() * (whole.end - whole.start / 2);
      const result = await killedCommand(command, home, { killAfter, whole });
      killed.push(result);
      for (const problem of result.wrong) console.error(`${kind}, ${killAfter.toFixed(0)} ms: ${problem}`);
    }
    const number = (is: (each: Killed) => boolean): string => String(killed.filter(is).length);
    const counts = [
      number(({ ended }) => !ended),
      number(({ left }) => left === 'before'),
      number(({ left }) => left === 'after'),
      number(({ said }) => said),
      number(({ wrong }) => wrong.length > 0),
    ];
    console.log(`| ${kind} (${whole.end.toFixed(0)} ms) | ${String(KILLS)} | ${counts.join(' | ')} |`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}

function times({ start, end }: { readonly start: number; readonly end: number }) {
  return { start, end };
}
