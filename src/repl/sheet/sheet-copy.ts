import { tsvRow } from '../../dataset/formats/tables/tsv-text.ts';
import { valueText } from '../../dataset/formats/tables/value-text.ts';
import { counted } from '../../dataset/model/counted.ts';
import { visibleColumns } from './sheet-layout.ts';
import { type Level, rowAt, type SheetRequest } from './sheet-state.ts';

/** What `y` copies: the selected rows with their heads, else the value at the cursor; or its row. */
export function copied(
  level: Level,
  what: 'selection' | 'row',
): Extract<SheetRequest, { readonly kind: 'copy' }> | undefined {
  const row = rowAt(level, level.row);
  const { selected, source, column } = level;
  const visible = visibleColumns(level);
  if (what === 'selection' && selected.size > 0) {
    const heads = tsvRow(visible.map((i) => source.columns[i]?.name ?? ''));
    const rows = [...selected.values()].map(({ cells }) => tsvRow(visible.map((i) => cells[i] ?? null)));
    return { kind: 'copy', text: [heads, ...rows].join(''), what: counted(selected.size, source.unit) };
  }
  if (row === undefined) return undefined;
  if (what === 'row') return { kind: 'copy', text: tsvRow(visible.map((i) => row.cells[i] ?? null)), what: 'the row' };
  const value = valueText(row.cells[column] ?? null) ?? '';
  return { kind: 'copy', text: value, what: 'the value' };
}
