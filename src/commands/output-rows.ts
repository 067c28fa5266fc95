import { UserError } from '../diagnostics.ts';
import type { Sample } from '../dataset/model/sample.ts';
import type { Answer, Column, Value } from '../dataset/query/answer.ts';
import { catalogAfter } from '../dataset/query/fields-after.ts';
import { firstSamples } from '../dataset/query/plan.ts';
import type { Finding, Output } from '../output.ts';
import type { Target } from './context.ts';
import { sampleCells, sampleColumns } from './sample-rows.ts';

/** The answer that is a table. */
export type TableAnswer = Extract<Answer, { readonly kind: 'table' }>;

/** Rows of a view that are read for what is printed and recorded. */
const PRINTED = 1000;

/** The first samples of a view as a table that says how many there are. */
export async function viewTable({ dataset, plan }: Omit<Target, 'text'>, signal: AbortSignal): Promise<TableAnswer> {
  const first = firstSamples(plan, PRINTED);
  const order = await dataset.sampleOrder(first, signal);
  const range = { from: 0, to: PRINTED };
  const samples = await dataset.sampleHeads(first, order, range, signal);
  const { fields } = catalogAfter(plan, await dataset.catalog());
  const total = samples.length < PRINTED ? samples.length : await dataset.count(plan, signal);
  const rows = samples.flatMap((sample) => (sample === null ? [] : [sampleCells(sample, fields)]));
  const columns = sampleColumns(fields).map(({ name, type }) => ({ name, type }));
  return { kind: 'table', columns, rows, total };
}

/** What is in an output as rows. @throws UserError `bad-argument` where that is nothing of the kind */
export function outputTable(output: Output): TableAnswer {
  // The table pairs each kind with a function of its own kind; the compiler cannot follow that through the union.
  return (TABLES[output.kind] as (output: Output) => TableAnswer)(output);
}

function noRows(): never {
  throw new UserError('bad-argument', 'that has no rows', {
    hint: 'name a view or a question, such as ds; page reads text',
  });
}

const VALUE: Column = { name: 'value', type: 'mixed' };

const TABLES: { readonly [K in Output['kind']]: (output: Extract<Output, { kind: K }>) => TableAnswer } = {
  table: (table) => table,
  list: ({ values }) =>
    tableOf(
      [VALUE],
      values.map((value) => [value]),
    ),
  scalar: ({ value }) => tableOf([VALUE], [[value]]),
  sample: ({ sample }) => samplesTable([sample]),
  samples: ({ samples }) => samplesTable(samples),
  findings: ({ findings }) => findingsTable(findings),
  plot: ({ plot }) => plot.table,
  watch: ({ watched }) => outputTable(watched.answer),
  'full-screen': ({ printed }) => outputTable(printed),
  view: noRows,
  files: noRows,
  document: noRows,
  change: noRows,
  verdict: noRows,
  diff: noRows,
  jobs: noRows,
  picture: noRows,
  text: noRows,
  copied: noRows,
  help: noRows,
};

function tableOf(columns: readonly Column[], rows: TableAnswer['rows']): TableAnswer {
  return { kind: 'table', columns, rows, total: rows.length };
}

function samplesTable(samples: readonly Sample[]): TableAnswer {
  const labels = namesOf(samples.map((sample) => sample.labels));
  const fields = namesOf(samples.map((sample) => sample.fields));
  const columns: Column[] = [
    { name: 'file', type: 'string' },
    ...labels.map((name): Column => ({ name, type: 'int' })),
    { name: 'tags', type: 'string' },
    ...fields.map((name): Column => ({ name, type: 'mixed' })),
    { name: 'width', type: 'int' },
    { name: 'height', type: 'int' },
    { name: 'id', type: 'string' },
  ];
  const cellsOf = (sample: Sample): readonly Value[] => [
    sample.filepath.slice(sample.filepath.lastIndexOf('/') + 1),
    ...labels.map((name) => sample.labels[name]?.length ?? null),
    sample.tags.join(', '),
    ...fields.map((name) => sample.fields[name] ?? null),
    sample.width,
    sample.height,
    sample.id ?? null,
  ];
  return tableOf(columns, samples.map(cellsOf));
}

function namesOf(records: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

const FINDING_COLUMNS = ['severity', 'check', 'message', 'where', 'sample', 'label'] as const;

function findingsTable(findings: readonly Finding[]): TableAnswer {
  const columns = [
    ...FINDING_COLUMNS.map((name): Column => ({ name, type: 'string' })),
    { name: 'count', type: 'int' } satisfies Column,
  ];
  return tableOf(
    columns,
    findings.map((finding) => [...FINDING_COLUMNS.map((name) => finding[name] ?? null), finding.count ?? 1]),
  );
}
