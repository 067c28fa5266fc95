import { open } from 'node:fs/promises';
import { throwIfCancelled } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Value } from '../../query/answer.ts';
import type { WriteOptions, WriteReport } from '../define-format.ts';
import { counted } from '../../model/counted.ts';
import { answerTable } from './answer-table.ts';
import { labelTable, sampleTable } from './sample-rows.ts';
import type { Table } from './table.ts';

/** How a table becomes text: what stands before the rows, and a row, each with its line end; what between rows, and at the end. */
export type TableText = {
  readonly head: (columns: readonly string[]) => string;
  readonly row: (values: readonly Value[], columns: readonly string[]) => string;
  readonly between?: string;
  readonly tail?: string;
};

/** The text of a table in pieces: what stands before its rows, each row, and what stands behind them. */
export async function* tableText({ columns, rows }: Table, text: TableText): AsyncGenerator<string> {
  yield text.head(columns);
  let between = '';
  for await (const row of rows()) {
    yield between + text.row(row, columns);
    between = text.between ?? '';
  }
  yield text.tail ?? '';
}

/** The table that is asked for: a result, else a row a label or a sample. */
export function tableOf(options: WriteOptions): Table {
  if (options.table !== undefined) return answerTable(options.table);
  return options.rows === 'labels' ? labelTable(options) : sampleTable(options);
}

/** Writes a table to the file `out`, a few rows at a time. */
export async function writeTable(options: WriteOptions, job: Job, text: TableText): Promise<WriteReport> {
  const table = tableOf(options);
  const file = await open(options.out, 'wx');
  let pieces = 0;
  try {
    let pending: string[] = [];
    for await (const piece of tableText(table, text)) {
      pending.push(piece);
      pieces += 1;
      if (pending.length < AT_ONCE) continue;
      await file.writeFile(pending.join(''));
      pending = [];
      throwIfCancelled(job.signal);
      job.report({ what: 'writing', done: pieces, total: null, unit: 'rows' });
    }
    await file.writeFile(pending.join(''));
  } finally {
    await file.close();
  }
  // Head and tail are pieces, too.
  const rows = pieces - 2;
  const notes = [`${counted(rows, 'row')}, ${counted(table.columns.length, 'column')}`];
  return { samples: rows, labels: 0, skipped: [], notes };
}

const AT_ONCE = 500;
