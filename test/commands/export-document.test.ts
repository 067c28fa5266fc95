import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { AS_JSON, type StandardOutput } from '../../src/commands/standard-output.ts';
import type { Output } from '../../src/output.ts';
import type { Cell } from '../../src/repl/session-events.ts';
import { Session } from '../../src/repl/session.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;
let written = '';
const collecting: StandardOutput = {
  kind: 'open',
  write: (text) => {
    written += text;
    return Promise.resolve();
  },
};

beforeAll(async () => {
  demo = await openDemoSession({ samples: 6 });
  mkdirSync(join(demo.home, 'temporary'));
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

beforeEach(() => {
  vi.stubEnv('TMPDIR', join(demo.home, 'temporary'));
  written = '';
});

/** A session whose documents go there. */
function sessionOn(standardOutput: StandardOutput): Session {
  return new Session({ ...demo.session.ports, standardOutput }, { dataset: 'demo', params: {} });
}

async function submit(statements: readonly string[], output = collecting): Promise<Cell> {
  const session = sessionOn(output);
  let cell: Cell | undefined;
  for (const statement of statements) cell = await session.submit(statement);
  await session.close();
  if (cell === undefined) throw new Error('nothing was run');
  return cell;
}

function documentOf({ output, error }: Cell): Extract<Output, { kind: 'document' }> {
  expect(error).toBeUndefined();
  if (output?.kind !== 'document') throw new Error(`${String(output?.kind)} is no document`);
  return output;
}

const leftovers = (): string[] => readdirSync(join(demo.home, 'temporary'));

test.each(['csv', 'json', 'jsonl', 'md'])('%s: the bytes of the file, and no file', async (format) => {
  const file = join(demo.home, `whole.${format}`);
  await submit([`export ${format} ${file} --rows samples`]);
  const { bytes, ...output } = documentOf(await submit([`export ${format} - --rows samples`]));
  expect(written).toBe(readFileSync(file, 'utf8'));
  expect(bytes).toBe(Buffer.byteLength(written));
  expect(output).toMatchObject({ kind: 'document', format, skipped: [] });
  expect(existsSync(join(demo.home, '-'))).toBe(false);
  expect(leftovers()).toEqual([]);
});

test('a result, the last one, and the end of a chain', async () => {
  const areas = "ds.countValues('year')";
  await submit([`export csv - --table ${areas}`]);
  const table = written;
  expect(table).toMatch(/^year,count\n\d+,\d+\n/u);
  written = '';
  expect(documentOf(await submit([areas, 'export csv -'])).notes).toEqual([
    expect.stringMatching(/rows?, 2 columns$/u),
    'that is the last result; --rows samples writes samples',
  ]);
  expect(written).toBe(table);
  written = '';
  await submit(["ds.limit(2).export('jsonl', '-')"]);
  expect(written.trimEnd().split('\n')).toHaveLength(2);
});

test('what was written is no result of its own: the last one stays', async () => {
  const cell = await submit(["ds.countValues('year')", 'export csv -', '_']);
  expect(cell.output).toMatchObject({ kind: 'table' });
});

test.each([
  ['export coco -', 'unsupported', 'coco is a folder of files: it cannot be written to standard output'],
  ['export parquet -', 'unsupported', 'parquet is no text: it cannot be written to standard output'],
  ['export csv - --plan', 'usage', '--plan is about files: there are none on standard output'],
  ['export csv - --update', 'usage', '--update is about files: there are none on standard output'],
  ['export csv - --overwrite', 'usage', '--overwrite is about files: there are none on standard output'],
  ['import csv -', 'unsupported', 'standard input cannot be imported: files are read in places, and more than once'],
  ['import coco - --name x', 'unsupported', 'standard input cannot be imported'],
  ['import -', 'unsupported', 'standard input cannot be imported'],
  ['export csv - --table ds.nothing()', 'unknown-verb', 'nothing'],
])('refused: %s', async (statement, code, message) => {
  writeFileSync(join(demo.home, '-'), '');
  expect((await submit([statement])).error).toMatchObject({
    code,
    message: expect.stringContaining(message) as string,
  });
  expect(written).toBe('');
  expect(leftovers()).toEqual([]);
});

test('nothing is written where the shell has the screen, or documents are JSON', async () => {
  const inShell = await demo.session.submit('export csv -');
  expect(inShell.error).toMatchObject({
    code: 'usage',
    message: 'the shell draws on standard output: a document cannot be written there',
  });
  expect((await submit(['export csv -'], AS_JSON)).error).toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/^with --json/u) as string,
  });
});

test('a replay writes nothing, and compares', async () => {
  const session = sessionOn(collecting);
  await session.submit('export csv - --rows samples');
  const file = join(demo.home, 'document.quadrat');
  await session.submit(`save ${file}`);
  written = '';
  const { output } = await session.submit(`replay ${file}`);
  await session.close();
  expect(output).toMatchObject({ kind: 'verdict', verdicts: [{ verdict: 'same' }] });
  expect(written).toBe('');
});
