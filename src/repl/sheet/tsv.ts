import type { Value } from '../../dataset/query/answer.ts';
import { valueText } from '../../dataset/formats/tables/value-text.ts';

/** A row as tab-separated text with its line end. Tabs and line ends within a value are spaces; missing is empty. */
export function tsvRow(values: readonly Value[]): string {
  return `${values.map((value) => (valueText(value) ?? '').replaceAll(/[\t\r\n]+/gu, ' ')).join('\t')}\n`;
}
