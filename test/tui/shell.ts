import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Terminal, type TerminalOptions } from './terminal.ts';

/** The built program. */
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** A folder of state with a small demo reef; each shell works on a copy of its own. */
export class DemoHome implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'quadrat-tui-'));
  #copies = 0;

  constructor() {
    const env = { ...process.env, QUADRAT_HOME: join(this.#root, 'made') };
    execFileSync(process.execPath, [CLI, 'import', 'demo', '--no-media', '--samples', '12'], { env, stdio: 'ignore' });
  }

  copy(): string {
    this.#copies += 1;
    const home = join(this.#root, String(this.#copies));
    cpSync(join(this.#root, 'made'), home, { recursive: true });
    return home;
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** A shell that shows its prompt and knows its dataset. */
export async function openShell(home: string, options: TerminalOptions = {}): Promise<Terminal> {
  const terminal = new Terminal([process.execPath, CLI], {
    patience: 10_000,
    ...options,
    env: { QUADRAT_HOME: home, ...options.env },
  });
  await terminal.untilText('12 samples');
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
