import { join } from 'node:path';
import { throwIfCancelled } from '../diagnostics.ts';
import { csvText } from '../dataset/formats/tables/csv.ts';
import { jsonText } from '../dataset/formats/tables/json-text.ts';
import { markdownText } from '../dataset/formats/tables/markdown.ts';
import type { Table } from '../dataset/formats/tables/table.ts';
import { tsvText } from '../dataset/formats/tables/tsv-text.ts';
import { tableText, type TableText } from '../dataset/formats/tables/write-table.ts';
import { catalogAfter } from '../dataset/query/fields-after.ts';
import type { Output } from '../output.ts';
import type { Context, Result, Target } from './context.ts';
import { defineCommand } from './define-command.ts';
import { outputTable } from './output-rows.ts';
import { sampleCells, sampleColumns } from './sample-rows.ts';
import { subjectOf } from './sheet.ts';

export const copyCommand = defineCommand({
  name: 'copy',
  summary: 'Copy the last result, or an expression, to the clipboard of the terminal and to a file.',
  params: [{ name: 'expression', type: 'view', optional: true, list: true }],
  flags: [
    {
      name: 'format',
      type: 'string',
      choices: ['tsv', 'csv', 'json', 'md'],
      summary: 'How rows are written; default: tsv, as spreadsheets take it.',
    },
  ],
  scope: 'view',
  effect: 'session',
  examples: ["copy ds.countValues('area')", "copy ds.countValues('area') --format md"],
  run: async ({ expression, format = 'tsv' }, context) => {
    const result = await subjectOf(expression, 'rows', context);
    return copied(await tableFor(result, context), format, context);
  },
});

const TEXTS: Readonly<Record<'tsv' | 'csv' | 'json' | 'md', TableText>> = {
  tsv: tsvText,
  csv: csvText,
  json: jsonText,
  md: markdownText,
};

/** Characters that may be for a clipboard; what is longer is in the file only. */
const MOST = 1_000_000;

async function copied(table: Table, format: keyof typeof TEXTS, { library, files, job }: Context): Promise<Output> {
  const file = join(library.home, `copied.${format}`);
  let [pieces, bytes] = [0, 0];
  let text: string | null = '';
  await files.writePieces(file, async function* () {
    for await (const piece of tableText(table, TEXTS[format])) {
      throwIfCancelled(job.signal);
      pieces += 1;
      bytes += Buffer.byteLength(piece);
      text = text === null || text.length + piece.length > MOST ? null : text + piece;
      yield piece;
    }
  });
  // What stands before and behind the rows are pieces, too.
  return { kind: 'copied', text, format, rows: pieces - 2, bytes, file };
}

async function tableFor(result: Result, { job }: Context): Promise<Table> {
  if (result.kind === 'view') return samplesOf(result.target, job.signal);
  const { columns, rows } = outputTable(result.output);
  return { columns: columns.map(({ name }) => name), rows: () => rows };
}

/** Samples read at once. */
const PAGE = 500;

async function samplesOf({ dataset, plan }: Target, signal: AbortSignal): Promise<Table> {
  const { fields } = catalogAfter(plan, await dataset.catalog());
  const order = await dataset.sampleOrder(plan, signal);
  return {
    columns: sampleColumns(fields).map(({ name }) => name),
    rows: async function* () {
      for (let from = 0; from < order.ids.length; from += PAGE) {
        const samples = await dataset.sampleHeads(plan, order, { from, to: from + PAGE }, signal);
        for (const sample of samples) if (sample !== null) yield sampleCells(sample, fields);
      }
    },
  };
}
