import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../src/render/cells.ts';
import { renderBug, renderDiagnostic, renderWarning } from '../../src/render/diagnostic.ts';
import type { RenderOptions } from '../../src/render/render-options.ts';

const PLAIN: RenderOptions = { columns: 60, colour: 0, unicode: true, theme: 'dark', maxRows: 10 };

/** The diagnostic for the first occurrence of `marked` in a statement. */
function point(statement: string, marked: string, options: RenderOptions = PLAIN): string {
  const start = statement.indexOf(marked);
  const error = { code: 'unknown-field', message: 'no such field', span: { start, end: start + marked.length } };
  return renderDiagnostic(error, statement, options);
}

describe('renderDiagnostic', () => {
  it('points at the place, names the code and hints', () => {
    const statement = 'ds.where(yaer >= 2021)';
    const error = {
      code: 'unknown-field',
      message: 'no field `yaer` in demo',
      hint: 'did you mean `year`?',
      span: { start: 9, end: 13 },
    };
    expect(renderDiagnostic(error, statement, PLAIN)).toBe(
      [
        'ds.where(yaer >= 2021)',
        '         ^^^^',
        'unknown-field  no field `yaer` in demo',
        'hint: did you mean `year`?',
        '',
      ].join('\n'),
    );
  });

  it('counts cells, not characters', () => {
    expect(point("ds.where(area == '珊瑚' && yaer)", 'yaer')).toContain(
      "ds.where(area == '珊瑚' && yaer)\n                           ^^^^\n",
    );
    expect(point("ds.where(é == '珊瑚')", "'珊瑚'")).toContain('\n              ^^^^^^\n');
  });

  it('shows the line of a longer statement that it points at', () => {
    const statement = 'ds\n  .where(yaer > 1)\n  .count()';
    expect(point(statement, 'yaer')).toContain('2 |   .where(yaer > 1)\n             ^^^^\n');
    expect(point(statement, 'yaer > 1)\n  .count')).toContain('2 |   .where(yaer > 1)\n             ^^^^^^^^^\n');
  });

  it('points behind the end where something is missing there', () => {
    const error = { code: 'syntax', message: 'expression expected', span: { start: 14, end: 14 } };
    expect(renderDiagnostic(error, 'ds.where(year>', PLAIN, '[3] ')).toBe(
      '[3] ds.where(year>\n                  ^\nsyntax  expression expected\n',
    );
  });

  it('cuts a long line round the place', () => {
    const statement = `ds.where(area in [${"'Moorea', ".repeat(20)}yaer, ${"'Moorea', ".repeat(20)}])`;
    const [line = '', carets = ''] = point(statement, 'yaer').split('\n');
    expect(cellWidth(line)).toBeLessThanOrEqual(60);
    expect(line).toMatch(/^….*yaer.*…$/u);
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('yaer');
  });

  it('needs neither a statement nor a span, and lets no control byte through', () => {
    const error = { code: 'unreadable', message: 'no file a\u001b[2Jb', hint: 'look\nthere' };
    expect(renderDiagnostic(error, null, PLAIN)).toBe('unreadable  no file a\\x1b[2Jb\nhint: look\n      there\n');
  });

  it('never points outside the terminal, whatever the statement and the span', () => {
    const statements = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(statements, fc.nat(220), fc.nat(220), (statement, start, length) => {
        const error = { code: 'syntax', message: 'x', span: { start, end: start + length } };
        const lines = renderDiagnostic(error, statement, PLAIN).split('\n');
        for (const line of lines) expect(cellWidth(line)).toBeLessThanOrEqual(61);
        expect(lines[1]).toMatch(/^ *\^+$/u);
      }),
    );
  });
});

describe('renderWarning and renderBug', () => {
  it('say what it is without colour', () => {
    expect(renderWarning("no sample has area 'Morea'", "nearest: 'Moorea'", PLAIN)).toBe(
      "warning: no sample has area 'Morea'\nhint: nearest: 'Moorea'\n",
    );
    expect(renderBug({ message: 'x is undefined', log: '/tmp/q.log' }, PLAIN)).toBe(
      'bug  x is undefined\nThis is a mistake of the program, not yours; details are in /tmp/q.log\n',
    );
  });

  it('colour the code only', () => {
    expect(renderDiagnostic({ code: 'busy', message: 'x' }, null, { ...PLAIN, colour: 1 })).toBe(
      '\x1b[31mbusy\x1b[0m  x\n',
    );
  });
});
