import { open } from 'node:fs/promises';
import { throwIfCancelled } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Value } from '../../query/answer.ts';
import type { WriteOptions, WriteReport } from '../define-format.ts';
import { counted } from '../import-notes.ts';
import { answerTable } from './answer-table.ts';
import { labelTable, sampleTable } from './sample-rows.ts';
import type { Table } from './table.ts';

/** How a table becomes text: what stands before the rows, and a row, each with its line end. */
export type TableText = {
  readonly head: (columns: readonly string[]) => string;
  readonly row: (values: readonly Value[], columns: readonly string[]) => string;
};

/** The table that is asked for: a result, else a row a label or a sample. */
export function tableOf(options: WriteOptions): Table {
  if (options.table !== undefined) return answerTable(options.table);
  return options.rows === 'labels' ? labelTable(options) : sampleTable(options);
}

/** Writes a table to the file `out`, a few rows at a time. */
export async function writeTable(options: WriteOptions, job: Job, text: TableText): Promise<WriteReport> {
  const { columns, rows } = tableOf(options);
  const file = await open(options.out, 'wx');
  let done = 0;
  try {
    let pending = [text.head(columns)];
    for await (const row of rows()) {
      pending.push(text.row(row, columns));
      done += 1;
      if (pending.length < AT_ONCE) continue;
      await file.writeFile(pending.join(''));
      pending = [];
      throwIfCancelled(job.signal);
      job.report({ what: 'writing', done, total: null, unit: 'rows' });
    }
    await file.writeFile(pending.join(''));
  } finally {
    await file.close();
  }
  return {
    samples: done,
    labels: 0,
    skipped: [],
    notes: [`${counted(done, 'row')}, ${counted(columns.length, 'column')}`],
  };
}

const AT_ONCE = 500;
