import type { Value } from '../../dataset/query/answer.ts';
import { UserError } from '../../diagnostics.ts';
import { literal } from './literal.ts';
import type { SheetColumn, SheetRow, Taken } from './sheet-source.ts';

/** How the language calls a column. @throws UserError `unsupported` where it has no words for it */
export function pathOf(column: SheetColumn | undefined): string {
  if (column?.path !== undefined && column.path !== null) return column.path;
  throw new UserError('unsupported', `${column?.name ?? 'this'} cannot be sorted by or counted`);
}

/** A view with only those samples. @throws UserError where there are none */
export function selectText(text: string, rows: readonly SheetRow[]): string {
  if (rows.length === 0) throw new UserError('bad-argument', 'nothing is selected', { hint: 'space selects' });
  const ids = rows.map(({ key }) => literal(key));
  return `${text}.select(${ids.length === 1 ? (ids[0] ?? '') : `[${ids.join(', ')}]`})`;
}

/** The samples that the values counted are those of. */
export function whereOf(
  { selected, row }: Taken,
  { text, by }: { readonly text: string; readonly by: string },
): string {
  const rows = selected.length > 0 ? selected : row === undefined ? [] : [row];
  const values = rows.map(({ cells }) => cells[0] ?? null);
  if (values.length === 0) return text;
  if (by === 'tags') return `${text}.matchTags(${literal(values.length === 1 ? (values[0] ?? null) : values)})`;
  return `${text}.where(${values.map((value) => conditionOf(by, value)).join(' || ')})`;
}

function conditionOf(by: string, value: Value): string {
  return value === null ? `missing(${by})` : `${by} == ${literal(value)}`;
}

/** An expression on `ds` as one on the dataset as it is called in the prompt. */
export function fromSource(text: string, source: string): string {
  return source === 'ds' ? text : text.replace(/^ds\b/u, source);
}
