import { defineFormat } from '../define-format.ts';
import { valueText } from './value-text.ts';
import { type TableText, writeTable } from './write-table.ts';

/**
 * A table as text, as RFC 4180 has it but with `\n`: a missing value is an empty cell, an empty text is `""`, lists and objects
 * are JSON.
 */
export const csv = defineFormat({
  name: 'csv',
  summary: 'A table as text: the last result, or a row a sample or label.',
  examples: ['export csv out/samples.csv', 'export csv out/labels.csv --rows labels'],
  takes: ['rows', 'table'],
  toFile: true,
  isText: true,
  writesLast: true,
  keepsMissing: true,
  write: (options, job) => writeTable(options, job, csvText),
});

/** RFC 4180, as above. */
export const csvText: TableText = {
  head: (columns) => `${columns.map(cell).join(',')}\n`,
  row: (values) => `${values.map((value) => cell(valueText(value))).join(',')}\n`,
};

function cell(text: string | null): string {
  if (text === null) return '';
  return text === '' || /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
