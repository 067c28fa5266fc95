import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillDataset } from '../../../../src/commands/fill-dataset.ts';
import type { Dataset } from '../../../../src/dataset/dataset.ts';
import type { WriteOptions, WriteReport } from '../../../../src/dataset/formats/define-format.ts';
import { fiftyone } from '../../../../src/dataset/formats/fiftyone/fiftyone.ts';
import type { Library } from '../../../../src/dataset/library.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import type { Field } from '../../../../src/dataset/model/schema.ts';
import { wholeDataset } from '../../../../src/dataset/query/plan.ts';
import { testJob } from '../../library-fixture.ts';
import { newFolder } from '../read-format.ts';
import type { Document } from './export-folder.ts';

/** What was written, read as plain JSON. */
export type Written = {
  readonly folder: string;
  readonly report: WriteReport;
  readonly metadata: Document;
  readonly samples: readonly Document[];
};

/** Writes samples of these fields to a new folder. */
export async function write(
  fields: readonly Field[],
  samples: readonly Sample[],
  more: Partial<WriteOptions> = {},
  signal?: AbortSignal,
): Promise<Written> {
  const options: WriteOptions = {
    out: newFolder(),
    dataset: { name: 'reef', fields, classLists: {}, details: {}, isWhole: true },
    samples: () => ReadableStream.from(samples),
    total: samples.length,
    mediaPath: ({ filepath }) => join('/pictures', filepath),
    ...OPTIONS,
    ...more,
  };
  return writeWith(options, signal);
}

/** Writes a dataset without its pictures. */
export async function writeDataset(dataset: Dataset): Promise<Written> {
  const plan = wholeDataset(dataset.name);
  const { fields } = await dataset.catalog();
  return writeWith({
    out: newFolder(),
    dataset: {
      name: dataset.name,
      fields,
      classLists: await dataset.classLists(),
      details: await dataset.details(),
      isWhole: true,
    },
    samples: () => dataset.samples(plan, testJob().signal),
    total: await dataset.count(plan, testJob().signal),
    mediaPath: (sample) => dataset.mediaPath(sample),
    ...OPTIONS,
  });
}

/** Makes a dataset of an export and opens it. */
export async function importExport(library: Library, name: string, path: string, media?: string): Promise<Dataset> {
  const context = { library, statement: `import ${name}`, job: testJob() };
  await fillDataset(name, context, (mediaOut) =>
    fiftyone.read({ path, media: media ?? null, field: null, mediaOut }, testJob()),
  );
  return library.open(name, { runner: 'in-place' });
}

/** A sample without the id of its dataset. */
export function withoutDataset(sample: Document): Document {
  return Object.fromEntries(Object.entries(sample).filter(([name]) => name !== '_dataset_id'));
}

const OPTIONS = { fields: null, splitBy: null, classes: null, media: 'none', missing: 'empty' } as const;

async function writeWith(options: WriteOptions, signal?: AbortSignal): Promise<Written> {
  const report = await fiftyone.write(options, testJob(signal));
  const read = (name: string): Document => JSON.parse(readFileSync(join(options.out, name), 'utf8')) as Document;
  const { samples } = read('samples.json') as { readonly samples?: readonly Document[] };
  return { folder: options.out, report, metadata: read('metadata.json'), samples: samples ?? [] };
}
