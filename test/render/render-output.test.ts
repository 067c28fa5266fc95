import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Output } from '../../src/output.ts';
import { cellWidth } from '../../src/render/cells.ts';
import { renderers, renderOutput } from '../../src/render/index.ts';
import type { RenderOptions } from '../../src/render/render-options.ts';
import { EXAMPLES } from './examples.ts';

const PLAIN: RenderOptions = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 10 };

const LOOKS: Readonly<Record<string, RenderOptions>> = {
  '40 columns': { ...PLAIN, columns: 40 },
  '80 columns': PLAIN,
  '160 columns': { ...PLAIN, columns: 160 },
  '40 columns, 16 colours': { ...PLAIN, columns: 40, colour: 1 },
  '80 columns, 256 colours': { ...PLAIN, colour: 2 },
  '160 columns, light': { ...PLAIN, columns: 160, colour: 3, theme: 'light' },
  '80 columns, ASCII': { ...PLAIN, unicode: false },
  '80 columns, screen reader': { ...PLAIN, screenReader: true },
};

/** All looks of one output, with escapes made visible. */
function sheet(output: Output): string {
  return Object.entries(LOOKS)
    .map(([name, look]) => `=== ${name}\n${renderOutput(output, look).replaceAll('\x1b', '␛')}`)
    .join('\n');
}

/** Lines that may be wider than the terminal: values that must stay whole. */
const WHOLE = new Set(['sample', 'list', 'text', 'help', 'scalar-count', 'scalar-missing']);

describe('renderOutput', () => {
  it.each(Object.entries(EXAMPLES))('%s looks like its golden file', async (name, output) => {
    await expect(sheet(output)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it('has an example of every kind', () => {
    expect(new Set(Object.values(EXAMPLES).map(({ kind }) => kind))).toEqual(new Set(Object.keys(renderers)));
  });

  it.each(Object.entries(EXAMPLES))('%s ends in a line end and keeps to the width', (name, output) => {
    for (const look of Object.values(LOOKS)) {
      const text = renderOutput(output, look);
      expect(text.endsWith('\n')).toBe(true);
      if (WHOLE.has(name) || look.screenReader === true) continue;
      const widest = Math.max(...text.split('\n').map(cellWidth));
      expect(widest, look.columns.toString()).toBeLessThanOrEqual(look.columns);
    }
  });

  it.each(Object.entries(EXAMPLES))('%s lets no control byte of the data through', (_name, output) => {
    const text = renderOutput(output, { ...PLAIN, maxRows: Infinity });
    // eslint-disable-next-line no-control-regex -- control bytes are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
  });

  it.each(Object.entries(EXAMPLES))('%s is pure ASCII where the data is', (_name, output) => {
    const ascii = JSON.stringify(output, (_key, value: unknown) => value).match(/[^\x20-\x7e]/u) === null;
    const text = renderOutput(output, { ...PLAIN, unicode: false });
    expect(!ascii || /^[\x20-\x7e\n]*$/u.test(text)).toBe(true);
  });
});

describe('a table of amounts and moments', () => {
  const at = new Date('2026-11-26T03:12:00.777Z');
  const output: Output = {
    kind: 'table',
    columns: [
      { name: 'name', type: 'string' },
      { name: 'year', type: 'int' },
      { name: 'labels', type: 'int', role: 'amount' },
      { name: 'at', type: 'date', role: 'moment' },
      { name: 'taken', type: 'date' },
    ],
    rows: [['reef', 2019, 240000, at, at]],
    total: 1,
  };

  it('is read by people: thousands are separated, and of when something was done they read the minute', () => {
    expect(
      renderOutput(output, { ...PLAIN, columns: 100 })
        .split('\n')
        .slice(0, 2),
    ).toEqual([
      'name  year   labels  at                 taken',
      'reef  2019  240,000  2026-11-26 03:12Z  2026-11-26 03:12:00.777Z',
    ]);
  });
});

describe('a table of anything', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
  );

  it('keeps to the width and to one line a row', () => {
    const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 60, max: 120 }), (body, columns) => {
        const names = ['a', 'b', 'c'].map((name) => ({ name, type: 'string' }) as const);
        const table: Output = { kind: 'table', columns: names, rows: body, total: body.length };
        const lines = renderOutput(table, { ...PLAIN, columns }).split('\n');
        const notes = body.length === 0 ? 1 : 2;
        expect(lines.filter((line) => line.startsWith('+')).length + notes + body.length).toBeGreaterThanOrEqual(
          lines.length - 1,
        );
        for (const line of lines) expect(cellWidth(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
