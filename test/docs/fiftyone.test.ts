import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderOutput } from '../../src/render/index.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';
import { readTables } from './markdown-table.ts';

const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'fiftyone.md'), 'utf8');
const tables = readTables(text);
const LOOK = { columns: 120, colour: 0, unicode: true, theme: 'dark', maxRows: 1000 } as const;

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession();
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

/** What a line shows, names of columns left out: they are written as the line has it. */
async function shown(line: string): Promise<string> {
  const { output, error } = await demo.session.submit(line);
  expect(error).toBeUndefined();
  if (output === undefined) return '';
  if (output.kind !== 'table') return renderOutput(output, LOOK);
  return JSON.stringify(output.rows);
}

/** The code in a cell. */
function codeIn(cell = ''): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/gu)].map(([, code = '']) => code);
}

describe('line by line', () => {
  const rows = tables.filter(({ head }) => head[0] === 'question').flatMap((table) => table.rows);
  const lines = rows.map(([, theirs = '', ours = '']) => [theirs, ours] as const);

  test('every line of the guide has a place', () => {
    expect(rows.length).toBeGreaterThan(50);
  });

  test.each(lines)('%s', async (theirs, ours) => {
    const [line = ''] = codeIn(ours);
    const [original] = theirs.startsWith('`') ? codeIn(theirs) : [];
    expect(await shown(line)).toBe(await shown(original ?? line));
  });
});

describe('what differs', () => {
  const [table] = tables.filter(({ head }) => head[0] === '#');
  const rows = table?.rows ?? [];

  test('is numbered, each number once, in ascending order', () => {
    const numbers = rows.map(([number]) => Number(number));
    expect(numbers.every(Number.isInteger)).toBe(true);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });

  test.each(rows.map((row) => [row[0] ?? '', row] as const))('%s says what, what instead and why', (_number, row) => {
    for (const cell of row.slice(1, 4)) expect(cell.length).toBeGreaterThan(5);
  });
});

describe('what is refused', () => {
  const [table] = tables.filter(({ head }) => head.join() === 'FiftyOne,Quadrat');
  const lines = (table?.rows ?? []).flatMap(([theirs, ours]) =>
    codeIn(theirs).map((line) => [line, codeIn(ours)[0]] as const),
  );

  test.each(lines)('%s', async (theirs, ours) => {
    const { error } = await demo.session.submit(theirs);
    expect(error).toMatchObject({ name: 'UserError', hint: expect.stringMatching(/./u) as string });
    if (ours !== undefined) await shown(ours);
  });
});
