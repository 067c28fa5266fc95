import { expect, test } from 'vitest';
import { keysInChunks } from './random-keys.ts';
import { demoHome, openShell, run } from './shell.ts';
import type { Terminal } from './terminal.ts';

const demo = demoHome();

/** Keys, text and replies as a terminal sends them; none that leaves, or that starts work, as Alt-S and Ctrl-G do. */
const KEYS: readonly string[] = [
  ...Array.from('abd.()[]\'"_ 0'),
  'ds.',
  'where',
  '珊瑚',
  '👩‍👩‍👧‍👦',
  'e\u0301\u0302',
  'שלום',
  '\u202e',
  '\u200b',
  '\t',
  '\x1b[Z',
  '\x1b[A',
  '\x1b[B',
  '\x1b[C',
  '\x1b[D',
  '\x1b[H',
  '\x1b[F',
  '\x1b[3~',
  '\x7f',
  '\x01',
  '\x02',
  '\x05',
  '\x06',
  '\x08',
  '\x0b',
  '\x0e',
  '\x10',
  '\x12',
  '\x13',
  '\x14',
  '\x15',
  '\x17',
  '\x19',
  '\x1f',
  '\x1b',
  '\x1bb',
  '\x1bf',
  '\x1bd',
  '\x1by',
  '\x1b/',
  '\x1b[1;5C',
  '\x1b\r',
  '\x1b[200~pasted\ntext\x1b[201~',
  '\x1b[?62;4c',
  '\x1b]11;rgb:0000/0000/0000\x1b\\',
  '\x1bP>|term\x1b\\',
];

/** Ends what may be open, empties the prompt, and waits until that is seen. */
async function settle(shell: Terminal): Promise<void> {
  shell.type('\x1b[201~');
  shell.type('\x03\x03\x03');
  // The banner says so as well.
  await shell.until('the line below an empty prompt', () =>
    shell.screen().some((line) => line.startsWith('Ctrl-D leaves')),
  );
  shell.type('\x15');
}

test.each([
  [80, 24, 1],
  [40, 12, 2],
  [200, 60, 3],
])(
  'at %d x %d two thousand random keys in random chunks leave the screen whole',
  async (columns, rows, seed) => {
    await using shell = await openShell(demo.copy(), { columns, rows });
    for (const chunk of keysInChunks(KEYS, seed, 2000)) shell.type(chunk);
    await settle(shell);
    await run(shell, 'ds.count()');
    const lines = shell.lines();
    expect(lines.filter((line) => /^demo> ?$/u.test(line))).toHaveLength(1);
    expect(lines.slice(lines.indexOf('demo> ds.count()'), lines.indexOf('demo> ds.count()') + 2)).toEqual([
      'demo> ds.count()',
      '12',
    ]);
    expect(lines[0]).toMatch(/^quadrat \d/u);
    expect(shell.raw).not.toContain('\x1b[2J');
    expect(shell.raw).not.toContain('\x1b[3J');
  },
  120_000,
);

test('ten thousand lines are pasted, shown in a few rows, and gone again', async () => {
  await using shell = await openShell(demo.copy());
  const text = Array.from({ length: 10_000 }, (_, i) => `# line ${String(i)}`).join('\n');
  shell.type(`\x1b[200~${text}\x1b[201~`);
  await shell.untilText('# line 9999');
  expect(shell.screen().filter((line) => line.includes('# line'))).toHaveLength(6);
  await shell.untilText('line 10,000 of 10,000  demo');
  shell.type('\x03');
  await run(shell, 'ds.count()');
  expect(shell.lines().filter((line) => line.includes('# line'))).toEqual([]);
}, 60_000);

test('names in any script and bytes that move the cursor stay in their place', async () => {
  await using shell = await openShell(demo.copy(), { columns: 60, rows: 16 });
  for (const tag of ['珊瑚礁', '👩‍👩‍👧‍👦', 'e\\u0301', 'שלום', 'a\\u001b[2Jb', '\\u202egnp']) {
    await run(shell, `ds.limit(2).tag("${tag}")`);
  }
  await run(shell, "watch ds.countValues('tags')");
  await run(shell, "ds.countValues('tags')");
  const table = shell.lines().slice(shell.lines().lastIndexOf("demo> ds.countValues('tags')"));
  expect(table.some((line) => line.startsWith('a\\x1b[2Jb '))).toBe(true);
  expect(table.some((line) => line.startsWith('\\u202egnp '))).toBe(true);
  expect(shell.raw).not.toContain('\x1b[2J');
  expect(shell.lines().filter((line) => /^demo> ?$/u.test(line))).toHaveLength(1);
  shell.type('\x15ds.matchTags("');
  await shell.untilText('ds.matchTags("');
  expect(shell.screen().filter((line) => line.startsWith('[7] ds.countValues'))).toHaveLength(1);
}, 60_000);
