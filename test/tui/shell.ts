import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { Terminal, type TerminalOptions } from './terminal.ts';

/** The built program. */
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/**
 * A folder of state with a small demo reef, made before the tests of the file that calls this and removed after them. Each
 * shell works on a copy of its own.
 */
export function demoHome(): { readonly copy: () => string } {
  const root = mkdtempSync(join(tmpdir(), 'quadrat-tui-'));
  const made = join(root, 'made');
  let copies = 0;
  beforeAll(() => {
    const env = { ...process.env, QUADRAT_HOME: made };
    execFileSync(process.execPath, [CLI, 'import', 'demo', '--no-media', '--samples', '12'], { env, stdio: 'ignore' });
  }, 60_000);
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });
  return {
    copy: () => {
      copies += 1;
      const home = join(root, String(copies));
      cpSync(made, home, { recursive: true });
      return home;
    },
  };
}

/** A shell that shows its prompt and knows its dataset. */
export async function openShell(
  home: string,
  options: TerminalOptions & { readonly args?: readonly string[] } = {},
): Promise<Terminal> {
  const terminal = new Terminal([process.execPath, CLI, ...(options.args ?? [])], {
    patience: 10_000,
    ...options,
    env: { QUADRAT_HOME: home, ...options.env },
  });
  await terminal.until('the dataset below the prompt', () =>
    terminal.screen().some((line) => /^(?:\[insert\] {2})?demo {2}12 samples/u.test(line)),
  );
  return terminal;
}

/** Types a statement and waits for its result: the prompt is back, and empty, below it. */
export async function run(terminal: Terminal, statement: string): Promise<void> {
  const before = count(terminal, statement);
  terminal.type(`${statement}\r`);
  await terminal.until(`the result of ${statement}`, () => {
    const lines = terminal.lines();
    const echo = lines.findLastIndex((line) => line.endsWith(`> ${statement}`));
    return count(terminal, statement) > before && lines.slice(echo + 1).some((line) => /^\w+> ?$/u.test(line));
  });
}

function count(terminal: Terminal, statement: string): number {
  return terminal.lines().filter((line) => line.endsWith(`> ${statement}`)).length;
}
