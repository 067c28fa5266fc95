import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  return homeWith((home) => {
    importInto(home, ['demo', '--no-media', '--samples', '12']);
  });
}

function importInto(home: string, args: readonly string[]): void {
  const env = { ...process.env, QUADRAT_HOME: home };
  execFileSync(process.execPath, [CLI, 'import', ...args], { env, stdio: 'ignore' });
}

function homeWith(make: (home: string) => void): { readonly copy: () => string } {
  const root = mkdtempSync(join(tmpdir(), 'quadrat-tui-'));
  const made = join(root, 'made');
  let copies = 0;
  beforeAll(() => {
    make(made);
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

/** Names that terminals disagree about, that move the cursor, or that turn the order of text round. */
export const ODD_NAMES = [
  '珊瑚礁',
  '👩‍👩‍👧‍👦 family',
  '🇵🇫 flag',
  'cafe\u0301 e\u0301\u0302',
  'שלום עולם',
  'a\u001b[2Jb',
  'tab\there',
  '\u202egnp.exe',
  'plain',
  'ｆｕｌｌ',
] as const;

/** A folder of state with the dataset `odd`: files, fields, tags and classes that are called so. */
export function oddHome(): { readonly copy: () => string } {
  return homeWith((home) => {
    const file = join(home, 'annotations.json');
    mkdirSync(home, { recursive: true });
    writeFileSync(file, JSON.stringify(oddCoco()));
    importInto(home, ['coco', file, '--name', 'odd', '--no-media']);
  });
}

function oddCoco(): unknown {
  const each = ODD_NAMES.flatMap((name, i) => Array.from({ length: 1 + (i % 4) }, (_, k) => ({ name, i, k })));
  const images = each.map(({ name, i, k }, at) => ({
    id: at + 1,
    file_name: `${name} ${String(k)}.jpg`,
    width: 640,
    height: 480,
    station: name,
    depth: 0.5 + 7.25 * i + k / 8,
    tags: [name, ...(k === 1 ? ['second'] : [])],
  }));
  const categories = ODD_NAMES.map((name, i) => ({ id: i + 1, name }));
  const annotations = each.map(({ i }, at) => ({
    id: at + 1,
    image_id: at + 1,
    category_id: i + 1,
    bbox: [10, 10, 50, 40],
    segmentation: [[10, 10, 60, 10, 60, 50, 10, 50]],
  }));
  return { images, categories, annotations };
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
    terminal.screen().some((line) => /^(?:\[insert\] {2})?(?:demo {2}12|odd {2}23) samples/u.test(line)),
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
