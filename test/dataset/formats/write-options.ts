import { join } from 'node:path';
import type { WriteOptions } from '../../../src/dataset/formats/define-format.ts';
import type { Job } from '../../../src/dataset/model/job.ts';
import type { Sample } from '../../../src/dataset/model/sample.ts';

/** A job that reports to nobody. */
export function job(signal = new AbortController().signal): Job {
  return { signal, report: () => undefined };
}

/** No dataset is made of pictures that are there. */
export function nothingReferred(): Promise<ReadonlyMap<string, string>> {
  return Promise.resolve(new Map());
}

/** Options for writing samples, whose pictures lie in `media`, to `out`. */
export function writeOptions(
  { out, media }: { readonly out: string; readonly media: string },
  samples: readonly Sample[],
  more: Partial<WriteOptions> = {},
): WriteOptions {
  return {
    out,
    samples: () => ReadableStream.from(samples),
    total: samples.length,
    dataset: { name: 'reef', fields: [], classLists: {}, details: {}, isWhole: true },
    mediaPath: ({ filepath }) => join(media, filepath),
    fields: null,
    splitBy: null,
    classes: null,
    media: 'link',
    missing: 'skip',
    ...more,
  };
}
