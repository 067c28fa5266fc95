import { join } from 'node:path';
import type { Job } from '../../model/job.ts';
import type { WriteOptions } from '../define-format.ts';
import { type FileOf, labelFileOf, withThreads } from '../writing/label-file.ts';
import type { Survey, Wanted } from '../writing/survey.ts';
import { type WrittenSamples, writeSamples } from '../writing/write-samples.ts';
import { type FileMade, labelFileWriter, type RowPlan } from './write-label-file.ts';

/** What is written, and what was done to the labels; `cut` and `bridged` as in `Rows`. */
export type WrittenLabels = WrittenSamples & { readonly cut: number; readonly bridged: number };

/** Writes `labels/SPLIT/NAME.txt` of each sample, and puts its picture into `images/SPLIT`. */
export async function writeLabelFiles(
  options: WriteOptions,
  job: Job,
  {
    plan,
    ...about
  }: { readonly plan: RowPlan; readonly survey: Survey; readonly wanted: Wanted; readonly what: string },
): Promise<WrittenLabels> {
  const fileOf: FileOf = ({ split, name }) => join(options.out, 'labels', split ?? '', `${name}.txt`);
  const write = labelFileWriter(plan);
  const done = { cut: 0, bridged: 0 };
  const written = await withThreads<FileMade, WrittenSamples>(
    options,
    { worker: WORKER, data: plan, from: MANY, fileOf, write },
    (elsewhere) =>
      writeSamples<FileMade>(options, job, {
        ...about,
        needs: { forUltralytics: true },
        pictureFolder: (split) => `images/${split ?? ''}`,
        write: (placed) => write(labelFileOf(placed, fileOf)),
        elsewhere,
        take: ({ cut, bridged }) => {
          done.cut += cut;
          done.bridged += bridged;
        },
      }),
  );
  return { ...written, ...done };
}

const WORKER = new URL(`./label-files-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** Samples for which it pays to start threads. */
const MANY = 400;
