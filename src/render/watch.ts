import type { Column, Value } from '../dataset/query/answer.ts';
import type { ChangedRow } from '../dataset/query/answer-changes.ts';
import type { Watched } from '../output.ts';
import { cellWidth, truncate, truncateMiddle } from './cells.ts';
import { type GridColumn, layoutGrid } from './grid.ts';
import { counted, formatCount } from '../dataset/model/counted.ts';
import { formatNumber } from './numbers.ts';
import { paint, type Role } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { cutMark, formatValue } from './value.ts';

/** What is followed as it stands: its head, and all rows up to the soft cap. */
export function renderWatch({ watched }: OutputOf<'watch'>, options: RenderOptions): string {
  return `${watchLines(watched, options.maxRows + 3, options).join('\n')}\n`;
}

/**
 * What is followed in at most `height` lines, none wider than the terminal: a head, and below it the rows, each with what
 * became of it: `+3`, `-2`, `new`, `gone`. Where there is no room for all rows, those that changed are shown first.
 */
export function watchLines(watched: Watched, height: number, options: RenderOptions): readonly string[] {
  const { rows, keyed, problem } = watched;
  const single = keyed.keys.length === 0 ? rows[0] : undefined;
  const head = headLine(watched, single, options);
  if (height < 1) return [];
  const told = problem === undefined ? [] : [paint(fit(`  ${sanitize(problem)}`, options), 'warning', options)];
  if (single !== undefined || height < LEAST) return [head, ...told].slice(0, height);
  const room = height - 2 - told.length;
  const isWhole = rows.length <= room;
  const shown = isWhole ? rows : mostChanged(rows, room - 1);
  const { lines } = layoutGrid(columnsOf(watched, shown, options), options);
  const rest = isWhole ? [] : [restLine(rows, shown, options)];
  return [head, ...told, ...(rows.length === 0 ? [] : lines), ...rest].slice(0, height);
}

/** What changed in a sentence, for a screen reader. */
export function watchSentence({ number, expression, rows, keyed, problem }: Watched, options: RenderOptions): string {
  const changed = rows.filter(({ change }) => change !== 'same');
  const said = (row: ChangedRow): string =>
    [keyText(row, options), ...row.values.map((value) => formatValue(value, options)), ...spokenChanges(row)]
      .filter((word) => word !== '')
      .join(' ');
  const what = changed.length === 0 && keyed.keys.length === 0 ? rows : changed;
  const news = problem === undefined ? what.slice(0, MOST_SPOKEN).map(said).join('; ') : sanitize(problem);
  const more = what.length > MOST_SPOKEN ? `; and ${counted(what.length - MOST_SPOKEN, 'other')}` : '';
  return `Watch ${String(number)}, ${sanitize(expression)}: ${news === '' ? counted(rows.length, 'row') : news}${more}.`;
}

/** A head, the names of columns, a row, and how many others there are. */
const LEAST = 4;
const MOST_SPOKEN = 5;

function headLine(watched: Watched, single: ChangedRow | undefined, options: RenderOptions): string {
  const { number, expression, changes, rows } = watched;
  const mark = `[${String(number)}] `;
  const facts =
    single === undefined ? [counted(rows.length, 'row')] : [valueText(single, 0, options), ...marks(single)];
  if (changes > 0) facts.push(counted(changes, 'change'));
  const behind = `  ${facts.join('  ')}`;
  const room = Math.max(8, options.columns - 1 - cellWidth(mark + behind));
  const name = truncateMiddle(sanitize(expression.replaceAll(/\s+/gu, ' ')), room, cutMark(options));
  const rest = truncate(behind, Math.max(0, options.columns - 1 - cellWidth(mark + name)), cutMark(options));
  return paint(mark, 'dim', options) + paint(name, 'heading', options) + rest;
}

function marks(row: ChangedRow): readonly string[] {
  return row.change === 'same' ? [] : [changeText(row, 0)];
}

/** Those that changed, and of the others the first; in their order. */
function mostChanged(rows: readonly ChangedRow[], room: number): readonly ChangedRow[] {
  const first = [...rows.filter(({ change }) => change !== 'same'), ...rows.filter(({ change }) => change === 'same')];
  const kept = new Set(first.slice(0, Math.max(room, 0)));
  return rows.filter((row) => kept.has(row));
}

function restLine(rows: readonly ChangedRow[], shown: readonly ChangedRow[], options: RenderOptions): string {
  const hidden = rows.filter((row) => !shown.includes(row));
  const changed = hidden.filter(({ change }) => change !== 'same').length;
  const told = changed === 0 ? '' : `, ${formatCount(changed)} changed`;
  return paint(fit(`+${counted(hidden.length, 'row')}${told}`, options), 'dim', options);
}

function columnsOf({ keyed }: Watched, rows: readonly ChangedRow[], options: RenderOptions): readonly GridColumn[] {
  const key: GridColumn = {
    head: keyed.keys.map(({ name }) => sanitize(name)).join(', '),
    cells: rows.map((row) => keyText(row, options)),
    ...{ align: 'left', priority: 9, cut: 'end' },
  };
  const values = keyed.values.flatMap((column, at) => [
    valueColumn(column, at, rows, options),
    changeColumn(at, rows, options),
  ]);
  return [key, ...(values.length === 0 ? [changeColumn(0, rows, options)] : values)];
}

function valueColumn({ name }: Column, at: number, rows: readonly ChangedRow[], options: RenderOptions): GridColumn {
  const cells = rows.map((row) => valueText(row, at, options));
  const isNumber = rows.every(({ values }) => typeof (values[at] ?? null) !== 'string');
  return {
    head: sanitize(name),
    cells,
    align: isNumber ? 'right' : 'left',
    priority: 8 - at,
    cut: isNumber ? 'never' : 'end',
  };
}

/** Always there and as wide as most changes, so that nothing moves when something changes. */
function changeColumn(at: number, rows: readonly ChangedRow[], options: RenderOptions): GridColumn {
  return {
    head: 'change',
    cells: rows.map((row) => changeText(row, at)),
    ...{ align: 'right', priority: 8 - at, cut: 'never' },
    paint: (text, row) => (text.trim() === '' ? text : paint(text, roleOf(rows[row], at), options)),
  };
}

function roleOf(row: ChangedRow | undefined, at: number): Role {
  if (row === undefined || row.change === 'gone') return 'dim';
  if (row.change === 'new') return 'info';
  return (row.by[at] ?? 0) < 0 ? 'warning' : 'good';
}

function keyText({ key }: ChangedRow, options: RenderOptions): string {
  return key.map((value) => formatValue(value, options)).join(', ');
}

function valueText({ values }: ChangedRow, at: number, options: RenderOptions): string {
  const value: Value = values[at] ?? null;
  return typeof value === 'number' && Number.isInteger(value) ? formatCount(value) : formatValue(value, options);
}

function changeText({ change, by, values }: ChangedRow, at: number): string {
  if (change === 'same') return '';
  if (change !== 'changed') return at === 0 ? change : '';
  const grown = by[at];
  if (grown === 0) return '';
  if (grown === null || grown === undefined) return at < values.length ? 'changed' : '';
  return grown > 0 ? `+${shortened(grown)}` : `-${shortened(-grown)}`;
}

function shortened(n: number): string {
  return Number.isInteger(n) ? formatCount(n) : formatNumber(n, 4);
}

function spokenChanges(row: ChangedRow): readonly string[] {
  const texts = row.change === 'changed' ? row.by.map((_, at) => changeText(row, at)) : [changeText(row, 0)];
  return texts.map((text) => text.replace(/^\+/u, 'plus ').replace(/^-/u, 'minus ')).filter((text) => text !== '');
}

function fit(text: string, options: RenderOptions): string {
  return truncate(text, options.columns - 1, cutMark(options));
}
