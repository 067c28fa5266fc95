import { UserError } from '../diagnostics.ts';
import { readDemo } from '../dataset/demo/demo.ts';
import { formatNamed, formats } from '../dataset/formats/index.ts';
import type { DatasetWriter } from '../dataset/library.ts';
import type { Skipped } from '../dataset/model/job.ts';
import type { ReadEvent } from '../dataset/model/read-event.ts';
import { nearest } from '../dataset/model/nearest.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { defineCommand } from './define-command.ts';

type ImportOptions = {
  readonly name: string | undefined;
  readonly media: string | undefined;
  readonly field: string | undefined;
  readonly samples: number | undefined;
  readonly labels: number | undefined;
  readonly seed: number | undefined;
  readonly noMedia: boolean | undefined;
};

export const importCommand = defineCommand({
  name: 'import',
  summary: 'Make a dataset from files of a format, or the demo reef.',
  params: [
    { name: 'format', type: 'format' },
    { name: 'path', type: 'path', optional: true },
  ],
  flags: [
    { name: 'name', type: 'string', summary: 'Name of the new dataset.' },
    { name: 'media', type: 'path', summary: 'Folder of the pictures; default: as the format documents.' },
    { name: 'field', type: 'string', summary: 'Name of the label field; default: ground_truth, or gt_polylines from CVAT.' },
    { name: 'samples', type: 'int', summary: 'demo: how many pictures.' },
    { name: 'labels', type: 'int', summary: 'demo: how many labels a picture, on average.' },
    { name: 'seed', type: 'int', summary: 'demo: another seed, another reef.' },
    { name: 'no-media', type: 'bool', summary: 'demo: labels only, no pictures.' },
  ],
  scope: 'none',
  effect: 'data',
  examples: ['import demo --name reef --samples 12 --no-media'],
  run: ({ format, path, ...options }, context) =>
    format === 'demo' ? importDemo(path, options, context) : importFiles(format, path, options, context),
});

function importDemo(path: string | undefined, options: ImportOptions, context: Context): Promise<Output> {
  if (path !== undefined) throw new UserError('usage', 'the demo is made, not read: it takes no path', { hint: 'import demo --name NAME' });
  for (const [flag, value] of Object.entries({ samples: options.samples, labels: options.labels })) {
    if (value !== undefined && value < 1) throw new UserError('usage', `--${flag} is at least 1, not ${String(value)}`);
  }
  return fill(options.name ?? 'demo', context, (mediaOut) =>
    readDemo(
      {
        ...(options.samples !== undefined && { samples: options.samples }),
        ...(options.labels !== undefined && { labels: options.labels }),
        ...(options.seed !== undefined && { seed: options.seed }),
        media: options.noMedia !== true,
        mediaOut,
      },
      context.job,
    ),
  );
}

function importFiles(name: string, path: string | undefined, options: ImportOptions, context: Context): Promise<Output> {
  const { read } = formatNamed(name);
  if (read === undefined) {
    const readable = formats.filter((format) => format.read !== undefined).map((format) => format.name);
    const near = nearest(name, readable);
    throw new UserError('unsupported', `Quadrat does not read ${name} yet`, {
      hint: near === undefined ? `it reads ${readable.join(', ')} and demo` : `did you mean ${near}?`,
    });
  }
  if (path === undefined) throw new UserError('usage', 'import needs PATH', { hint: `import ${name} PATH --name NAME` });
  if (options.name === undefined) {
    throw new UserError('usage', 'the new dataset needs a name', { hint: `import ${name} ${path} --name NAME` });
  }
  const source = context.paths.read(path);
  const media = options.media === undefined ? null : context.paths.read(options.media);
  return fill(options.name, context, (mediaOut) =>
    read({ path: source, media, field: options.field ?? null, mediaOut }, context.job),
  );
}

/** Makes the dataset; nothing of it exists unless all of it was read. */
async function fill(
  name: string,
  context: Context,
  open: (mediaOut: string) => AsyncIterable<ReadEvent>,
): Promise<Output> {
  const skipped: Skipped[] = [];
  const notes: string[] = [];
  const { library, job, statement } = context;
  const created = await library.create(name, { statement, job }, async (writer) => {
    for await (const event of open(writer.mediaOut)) take(event, writer, skipped, notes);
  });
  return {
    kind: 'change',
    dataset: name,
    samples: created.samples,
    labels: created.labels,
    what: { 'samples added': created.samples, ...labelCounts(created.labelsByField) },
    skipped,
    notes: [...notes, ...created.notes],
    undo: null,
  };
}

function labelCounts(byField: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(byField).map(([field, labels]) => [`labels in ${field}`, labels]));
}

function take(event: ReadEvent, writer: DatasetWriter, skipped: Skipped[], notes: string[]): void {
  switch (event.kind) {
    case 'samples':
      writer.write(event.samples);
      break;
    case 'classes':
      writer.setClasses(event.field, event.classes);
      break;
    case 'skipped':
      skipped.push(event.skipped);
      break;
    case 'note':
      notes.push(event.note);
      break;
  }
}
