import type { Column, Value } from '../dataset/query/answer.ts';
import { bar, widestBar } from './bar.ts';
import { cellWidth } from './cells.ts';
import { crosstabOf, isCrosstab } from './crosstab.ts';
import { droppedNote, type GridColumn, layoutGrid, naturalWidth } from './grid.ts';
import { isHistogram, renderHistogram } from './histogram.ts';
import { counted, formatCount } from '../dataset/model/counted.ts';
import { formatColumn, formatShare } from './numbers.ts';
import { paint } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { formatMoment, formatValue } from './value.ts';

type Table = OutputOf<'table'>;

/**
 * A table without boxes. Numbers are right-aligned; thousands separators are for counts and amounts only, so that a
 * year or an id stays what it is. Counts of a known whole have their share in per cent and a bar, the longest bar
 * standing for the largest count.
 */
export function renderTable(table: Table, options: RenderOptions): string {
  if (isHistogram(table)) return renderHistogram(table, options);
  if (isCrosstab(table)) return renderTable(crosstabOf(table, options), options);
  const rows = table.rows.slice(0, options.maxRows);
  const columns = withShares(gridColumns(table.columns, rows, options), { ...table, rows }, options);
  const { lines, dropped } = layoutGrid(columns, options);
  const notes = [rowsNote(rows.length, table), ...droppedNote(dropped)].map((note) => paint(note, 'dim', options));
  return [...(rows.length === 0 ? [] : lines), ...notes, ''].join('\n');
}

/** Says how many rows there are, how many of them are shown, and what was counted. */
export function rowsNote(shown: number, { total, of }: Pick<Table, 'total' | 'of'>): string {
  const rows = shown < total ? `${formatCount(shown)} of ${counted(total, 'row')}` : counted(total, 'row');
  return of === undefined
    ? rows
    : `${rows}${shown < total ? ',' : ''} of ${formatCount(of.total)} ${sanitize(of.what)}`;
}

function gridColumns(columns: readonly Column[], rows: Table['rows'], options: RenderOptions): GridColumn[] {
  return columns.map((column, index) => {
    const values = rows.map((row) => row[index] ?? null);
    const missing = values.map((value) => value === null);
    return {
      head: sanitize(column.name),
      cells: cellsOf(column, values, options),
      align: isNumeric(column, values) ? 'right' : 'left',
      priority: column.role === 'count' ? columns.length + 2 : columns.length - index,
      cut: isNumeric(column, values) || column.type === 'date' ? 'never' : 'end',
      paint: (text, row) => (missing[row] === true ? paint(text, 'dim', options) : text),
    };
  });
}

function isNumeric({ type }: Column, values: readonly Value[]): boolean {
  if (type === 'int' || type === 'float') return true;
  return type === 'mixed' && values.every((value) => value === null || typeof value === 'number');
}

function cellsOf(column: Column, values: readonly Value[], options: RenderOptions): string[] {
  if (column.role === 'moment') return values.map((value) => formatMoment(value, options));
  if (column.role !== undefined) return values.map((value) => countCell(value, options));
  if (column.type !== 'float') return values.map((value) => formatValue(value, options));
  const numbers = formatColumn(values.filter((value) => typeof value === 'number'));
  let next = 0;
  return values.map((value) => (typeof value === 'number' ? (numbers[next++] ?? '') : formatValue(value, options)));
}

function countCell(value: Value, options: RenderOptions): string {
  return typeof value === 'number' ? formatCount(value) : formatValue(value, options);
}

/** Puts the share right of the counts, and a bar where there is room for one. */
function withShares(columns: readonly GridColumn[], table: Table, options: RenderOptions): readonly GridColumn[] {
  const at = table.columns.findIndex(({ role }) => role === 'count');
  if (at < 0 || table.of === undefined) return columns;
  const whole = table.of.total;
  const counts = table.rows.map((row) => numberOr0(row[at]));
  const share: GridColumn = {
    head: '%',
    cells: counts.map((n) => formatShare(n, whole)),
    align: 'right',
    priority: table.columns.length + 1,
    cut: 'never',
  };
  const shared = [...columns.slice(0, at + 1), share, ...columns.slice(at + 1)];
  const bars = barColumn(counts, options.columns - naturalWidth(shared) - 2, options);
  return bars === undefined ? shared : [...shared, bars];
}

function barColumn(counts: readonly number[], room: number, options: RenderOptions): GridColumn | undefined {
  if (room < LEAST_BAR || options.screenReader === true) return undefined;
  const width = Math.min(room, widestBar(WIDEST_BAR, options));
  const largest = counts.reduce((most, n) => Math.max(most, n), 0);
  const cells = counts.map((n) => bar(n, largest, width, options));
  if (cells.every((cell) => cellWidth(cell) === 0)) return undefined;
  return { head: '', cells, align: 'left', priority: 0, cut: 'never', paint: (text) => paint(text, 'bar', options) };
}

const LEAST_BAR = 6;
/** In a terminal of 80 columns. */
const WIDEST_BAR = 24;

function numberOr0(value: Value | undefined): number {
  return typeof value === 'number' ? value : 0;
}
