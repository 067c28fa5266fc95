import { existsSync } from 'node:fs';
import { UserError } from '../diagnostics.ts';
import type { Sample } from '../dataset/model/sample.ts';
import type { Output } from '../output.ts';
import type { Context, Target } from './context.ts';
import { defineCommand } from './define-command.ts';

export const previewCommand = defineCommand({
  name: 'preview',
  summary: 'Show a picture with its outlines: the one named, or the first of the view.',
  params: [{ name: 'sample', type: 'sample', optional: true }],
  flags: [],
  scope: 'view',
  effect: 'nothing',
  examples: ['preview', 'ds.first().preview()'],
  run: async ({ sample }, context) => picture(await context.target(), sample, context),
});

async function picture({ dataset, plan }: Target, name: string | undefined, { job }: Context): Promise<Output> {
  const sample =
    name === undefined
      ? await firstOf({ dataset, plan }, job.signal)
      : await dataset.sampleNamed(name, plan, job.signal);
  const among = name === undefined ? await dataset.count(plan, job.signal) : undefined;
  const file = dataset.mediaPath(sample);
  const classes = Object.values((await dataset.catalog()).classes).flatMap((counts) =>
    counts.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
  );
  const found = existsSync(file) ? file : null;
  const picture = { file: found, sample, classes: [...new Set(classes)].toSorted() };
  return { kind: 'picture', picture: { ...picture, ...(among !== undefined && { among }) } };
}

async function firstOf({ dataset, plan }: Omit<Target, 'text'>, signal: AbortSignal): Promise<Sample> {
  for await (const sample of dataset.samples(plan, signal)) return sample;
  throw new UserError('not-found', 'the view is empty: there is no picture to show');
}
