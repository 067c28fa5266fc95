import type { Value } from '../../query/answer.ts';
import { valueText } from './value-text.ts';
import type { TableText } from './write-table.ts';

/** What spreadsheets take from a clipboard: tabs between cells; those within a value, and line ends, are spaces. */
export const tsvText: TableText = { head: tsvRow, row: tsvRow };

/** A row with its line end; missing is empty. */
export function tsvRow(values: readonly Value[]): string {
  return `${values.map((value) => (valueText(value) ?? '').replaceAll(/[\t\r\n]+/gu, ' ')).join('\t')}\n`;
}
