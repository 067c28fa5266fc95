import { defineFormat } from '../define-format.ts';
import { valueText } from './value-text.ts';
import { type TableText, writeTable } from './write-table.ts';

/** A table for a report: the last result, unless `--table` or `--rows` says otherwise. */
export const md = defineFormat({
  name: 'md',
  summary: 'A table in Markdown: the last result, or a row a sample or label.',
  examples: ["export md out/areas.md --table ds.countValues('area')"],
  takes: ['rows', 'table'],
  toFile: true,
  isText: true,
  writesLast: true,
  keepsMissing: true,
  write: (options, job) => writeTable(options, job, markdownText),
});

/** A pipe table. */
export const markdownText: TableText = {
  head: (columns) => `${line(columns)}${line(columns.map(() => '---'))}`,
  row: (values) => line(values.map((value) => valueText(value) ?? '')),
};

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |\n`;
}

/** What would end a cell or a row, or be taken for markup. */
function cell(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|]/gu, String.raw`\$&`)
    .replaceAll(/\r\n|[\r\n]/gu, '<br>')
    .replaceAll(/\p{Cc}/gu, ' ');
}
