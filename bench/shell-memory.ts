import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT, openLongSession, ordinaryStatement } from '../test/tui/long-session.ts';

// node bench/shell-memory.ts 10000: memory of the shell on its terminal, screen included, over so many statements.
const [STATEMENTS = 10_000] = process.argv.slice(2).map(Number);
/** Statements that are typed ahead of each other. */
const BURST = 25;

const home = mkdtempSync(join(tmpdir(), 'quadrat-bench-'));
try {
  const env = { ...process.env, QUADRAT_HOME: home };
  execFileSync(process.execPath, [BUILT, 'import', 'demo', '--no-media'], { env, stdio: 'ignore' });
  using shell = await openLongSession(home);
  const start = performance.now();
  console.log('| statements | heap | resident | its processes |\n| --- | --- | --- | --- |');
  for (let i = 0; i <= STATEMENTS; i += BURST) {
    if (i % Math.max(BURST, Math.floor(STATEMENTS / 10 / BURST) * BURST) === 0) {
      const { heap, resident, processes } = await shell.memory();
      console.log(`| ${String(i)} | ${heap.toFixed(1)} MB | ${resident.toFixed(0)} MB | ${processes.toFixed(0)} MB |`);
    }
    await shell.type(Array.from({ length: BURST - 1 }, (_, k) => ordinaryStatement(i + k)));
  }
  console.log(`${((performance.now() - start) / STATEMENTS).toFixed(1)} ms a statement`);
} finally {
  rmSync(home, { recursive: true, force: true });
}
