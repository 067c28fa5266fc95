import { UserError } from '../../diagnostics.ts';
import type { TableAnswer } from '../../commands/output-rows.ts';
import type { Value } from '../../dataset/query/answer.ts';
import { formatValue } from '../../render/value.ts';
import { compareCells } from './compare-cells.ts';
import { describedTable, frequencyTable } from './table-facts.ts';
import { literal } from './literal.ts';
import type { Derivation, SheetColumn, SheetRow, SheetSource, Taken } from './sheet-source.ts';

type TableOptions = {
  readonly title: string;
  /** What a row stands for in the language; otherwise the value at the cursor is taken. */
  readonly expression?: SheetSource['expression'];
};

/** Rows that are in memory. Counts of a known whole have their share beside them. */
export function tableSource(table: TableAnswer, options: TableOptions): SheetSource {
  const { columns, rows } = withShare(table);
  return sourceOf(
    columns.map((column) => ({ ...column, path: null })),
    rows.map((cells, i) => ({ key: String(i), cells })),
    options,
  );
}

function sourceOf(
  columns: readonly SheetColumn[],
  all: readonly SheetRow[],
  options: TableOptions & { readonly unsorted?: readonly SheetRow[] },
): SheetSource {
  const { title, expression = (taken: Taken) => valuesTaken(taken) } = options;
  return {
    title,
    unit: 'row',
    columns,
    total: all.length,
    first: all.slice(0, FIRST),
    filters: 'text',
    rows: (from, to) => Promise.resolve(all.slice(from, to)),
    derive: (derivation) =>
      new Promise((resolve) => {
        resolve(derived(derivation, columns, all, { ...options, unsorted: options.unsorted ?? all }));
      }),
    expression,
  };
}

/** Rows from which the widths of columns are found. */
const FIRST = 1000;

function derived(
  derivation: Derivation,
  columns: readonly SheetColumn[],
  all: readonly SheetRow[],
  options: TableOptions & { readonly unsorted: readonly SheetRow[] },
): SheetSource {
  const { title, expression } = options;
  const same = expression === undefined ? {} : { expression };
  switch (derivation.kind) {
    case 'sort':
      return sourceOf(columns, sortRows(options.unsorted, derivation), options);
    case 'filter': {
      const found = all.filter(({ cells }) => holds(cells, derivation.text));
      return sourceOf(columns, found, { title: `${title} / ${derivation.text}`, ...same });
    }
    case 'frequency': {
      const name = columns[derivation.column]?.name ?? '';
      const counts = frequencyTable(
        name,
        all.map(({ cells }) => cells[derivation.column] ?? null),
      );
      return tableSource(counts, { title: `${title} F ${name}` });
    }
    case 'describe':
      return tableSource(describedTable(columns, all), { title: `${title} I` });
    case 'keep':
      if (derivation.rows.length === 0)
        throw new UserError('bad-argument', 'nothing is selected', { hint: 'space selects' });
      return sourceOf(columns, derivation.rows, { title: `${title} "`, ...same });
  }
}

function sortRows(
  rows: readonly SheetRow[],
  { column, descending }: Extract<Derivation, { readonly kind: 'sort' }>,
): readonly SheetRow[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compareCells(a.cells[column] ?? null, b.cells[column] ?? null));
}

function holds(cells: readonly Value[], text: string): boolean {
  const wanted = text.toLowerCase();
  return cells.some((cell) => formatValue(cell, { unicode: true }).toLowerCase().includes(wanted));
}

/** The value at the cursor, or those of the selected rows in its column. */
function valuesTaken({ selected, row, column }: Taken): string {
  if (selected.length > 0) return literal(selected.map(({ cells }) => cells[column] ?? null));
  return row === undefined ? '' : literal(row.cells[column] ?? null);
}

function withShare({ columns, rows, of }: TableAnswer): Pick<TableAnswer, 'columns' | 'rows'> {
  const at = columns.findIndex(({ role }) => role === 'count');
  if (at === -1 || of === undefined || of.total <= 0) return { columns, rows };
  const share = (count: Value | undefined): Value =>
    typeof count === 'number' ? Math.round((1000 * count) / of.total) / 10 : null;
  return {
    columns: columns.toSpliced(at + 1, 0, { name: '%', type: 'float' }),
    rows: rows.map((row) => row.toSpliced(at + 1, 0, share(row[at]))),
  };
}
