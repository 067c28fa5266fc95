import { open } from 'node:fs/promises';
import { throwIfCancelled } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Value } from '../../query/answer.ts';
import { defineFormat, type WriteOptions, type WriteReport } from '../define-format.ts';
import { counted } from '../../model/counted.ts';
import { jsonSample } from './json-sample.ts';
import { jsonOf, rowObject } from './json-text.ts';
import { type TableText, writeTable } from './write-table.ts';

/**
 * A JSON document a line: whole samples with their labels, or the rows of a table as objects. Missing is null, NaN and
 * infinities are `{"$float": "NaN"}`, dates ISO 8601: a sample is the document that `--json` prints.
 */
export const jsonl = defineFormat({
  name: 'jsonl',
  summary: 'A JSON document a line: whole samples with their labels, labels, or rows of a result.',
  examples: ['export jsonl out/samples.jsonl', 'export jsonl out/labels.jsonl --rows labels'],
  takes: ['rows', 'table'],
  toFile: true,
  isText: true,
  keepsMissing: true,
  write: (options, job) =>
    options.table === undefined && options.rows !== 'labels'
      ? writeWhole(options, job)
      : writeTable(options, job, LINES),
});

const LINES: TableText = {
  head: () => '',
  row: (values, columns) => lineOf(rowObject(values, columns)),
};

async function writeWhole({ out, samples, total, dataset }: WriteOptions, job: Job): Promise<WriteReport> {
  const missing = Object.fromEntries(dataset.fields.map(({ name }): [string, Value] => [name, null]));
  const file = await open(out, 'wx');
  let [done, labels] = [0, 0];
  try {
    let pending: string[] = [];
    for await (const sample of samples()) {
      const { id = null, filepath = null, tags = null, metadata = null, ...own } = jsonSample(sample);
      pending.push(lineOf({ id, filepath, tags, metadata, ...missing, ...own }));
      done += 1;
      for (const some of Object.values(sample.labels)) labels += some?.length ?? 0;
      if (pending.length < AT_ONCE) continue;
      await file.writeFile(pending.join(''));
      pending = [];
      throwIfCancelled(job.signal);
      job.report({ what: 'writing jsonl', done, total, unit: 'samples' });
    }
    await file.writeFile(pending.join(''));
  } finally {
    await file.close();
  }
  return { samples: done, labels, skipped: [], notes: [`${counted(done, 'sample')}, ${counted(labels, 'label')}`] };
}

const AT_ONCE = 100;

function lineOf(document: Value): string {
  return `${JSON.stringify(jsonOf(document))}\n`;
}
