import { expect, test } from 'vitest';
import { UserError } from '../../../src/diagnostics.ts';
import type { RenderOptions } from '../../../src/render/render-options.ts';
import type { Cell } from '../../../src/repl/session-events.ts';
import { failureText, resultLabel } from '../../../src/repl/ui/results.ts';

const LOOK: RenderOptions = { columns: 40, colour: 0, unicode: true, theme: 'dark', maxRows: 40 };

function failed(statement: string, error: unknown): Cell {
  return { number: 3, statement, state: 'failed', output: undefined, error, ms: 1234, comparable: false };
}

function text(statement: string, error: unknown, head: string | null = 'demo> '): string {
  return failureText(failed(statement, error), LOOK, { head, logBug: () => '/home/logs/bugs.log' });
}

const MISTAKE = new UserError('unknown-field', 'no field yaer', { span: { start: 9, end: 13 }, hint: 'year' });

test('carets point into the row above when the statement stands there', () => {
  expect(text('ds.where(yaer)', MISTAKE)).toBe(`${' '.repeat(15)}^^^^\nunknown-field  no field yaer\nhint: year\n`);
});

test('a statement on several rows, or one that is not right above, is shown again', () => {
  const wide = `ds.where(yaer)${'.take(3)'.repeat(3)}`;
  expect(text(wide, MISTAKE).split('\n')[0]).toBe(wide);
  expect(text('ds.where(yaer)', MISTAKE, null).split('\n')[0]).toBe('ds.where(yaer)');
  expect(text('ds.where(yaer\n)', MISTAKE).split('\n')[0]).toBe('1 | ds.where(yaer');
});

test('what was stopped says after how long', () => {
  expect(text('ds.count()', new UserError('cancelled', 'cancelled'))).toBe('cancelled after 1.2 s\n');
});

test('a bug names the file that has the rest', () => {
  expect(text('ds.count()', new Error('boom'))).toContain('/home/logs/bugs.log');
});

test('a result has a number to go on with', () => {
  expect(resultLabel({ ...failed('ds', undefined), ms: 3.4 }, LOOK)).toBe('_3  3 ms\n');
});
