import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import { defineFormat, type WriteOptions, type WriteReport } from '../define-format.ts';
import { counted } from '../../model/counted.ts';
import { inSmallHeap } from '../writing/small-heap.ts';
import { answerParquet } from './answer-columns.ts';
import { type Cell, cellOf } from './cell-of.ts';
import type { ColumnType } from './column-type.ts';
import { parquetFile } from './parquet-file.ts';
import type { ParquetRow, ParquetTable } from './parquet-table.ts';
import { labelsParquet, samplesParquet } from './sample-columns.ts';

/**
 * A table with types, for DuckDB, Spark and pandas. Integers have 64 bits, dates are timestamps in milliseconds (UTC), lists are
 * lists, objects and lists of several types JSON as text. Missing is null, NaN is NaN.
 */
export const parquet = defineFormat({
  name: 'parquet',
  summary: 'A table with types: a row a sample with its labels, a row a label, or a result.',
  examples: ['export parquet out/samples.parquet', 'export parquet out/labels.parquet --rows labels'],
  takes: ['rows', 'table'],
  toFile: true,
  keepsMissing: true,
  write: (options, job) => inSmallHeap(() => writeParquet(options, job)),
});

async function writeParquet(options: WriteOptions, job: Job): Promise<WriteReport> {
  const table = tableOf(options);
  const file = await parquetFile(options.out, table.columns);
  try {
    const report = await addAll(table, { add: file.add, total: totalOf(options) }, job);
    await file.finish();
    return report;
  } finally {
    await file.close();
  }
}

function tableOf(options: WriteOptions): ParquetTable {
  if (options.table !== undefined) return answerParquet(options.table);
  return options.rows === 'labels' ? labelsParquet(options) : samplesParquet(options);
}

/** Rows that are expected; null where nobody knows. */
function totalOf({ table, rows, total }: WriteOptions): number | null {
  return table === undefined && rows !== 'labels' ? total : null;
}

type Sink = {
  readonly add: (row: readonly Cell[], weight: number) => Promise<void>;
  readonly total: number | null;
};

async function addAll({ columns, rows }: ParquetTable, { add, total }: Sink, job: Job): Promise<WriteReport> {
  const types = Object.entries(columns);
  let [done, labels] = [0, 0];
  for await (const row of rows()) {
    await add(cellsOf(row, types), row.weight);
    labels += row.labels;
    done += 1;
    if (done % AT_ONCE !== 0) continue;
    throwIfCancelled(job.signal);
    job.report({ what: 'writing parquet', done, total, unit: 'rows' });
  }
  const notes = [`${counted(done, 'row')}, ${counted(types.length, 'column')}`];
  return {
    samples: done,
    labels,
    skipped: [],
    notes: labels === 0 ? notes : [`${notes.join('')}, ${counted(labels, 'label')}`],
  };
}

const AT_ONCE = 200;

function cellsOf({ of, values }: ParquetRow, types: readonly (readonly [string, ColumnType])[]): Cell[] {
  return types.map(([name, type], i) => {
    const cell = cellOf(values[i] ?? null, type);
    if (cell !== undefined) return cell;
    throw new UserError('invalid', `${of}: ${name} has a value that is no ${type.kind}`, {
      hint: 'export it as jsonl, which takes values of any type',
    });
  });
}
