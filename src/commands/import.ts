import { quoteWord } from '../dataset/model/words.ts';
import { UserError } from '../diagnostics.ts';
import type { Format, ReadOptions } from '../dataset/formats/define-format.ts';
import type { Recognised } from '../dataset/formats/recognise.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { defineCommand } from './define-command.ts';
import { fillDataset } from './fill-dataset.ts';
import { recognisedAt } from './recognised-at.ts';
import { refuseStandardInput } from './standard-output.ts';
import { importDemo } from './import-demo.ts';

type ImportOptions = {
  readonly name: string | undefined;
  readonly media: string | undefined;
  readonly field: string | undefined;
  readonly classes: string | undefined;
  readonly background: '255' | '0' | undefined;
  readonly predictions: string | undefined;
  readonly predictionsField: string | undefined;
};

export const importCommand = defineCommand({
  name: 'import',
  summary: 'Make a dataset from files, of the format that is named or recognised, or the demo reef.',
  params: [
    { name: 'format', type: 'read-format' },
    { name: 'path', type: 'path', optional: true },
  ],
  flags: [
    { name: 'name', type: 'string', summary: 'Name of the new dataset.' },
    { name: 'media', type: 'path', summary: 'Folder of the pictures; default: as the format documents.' },
    {
      name: 'field',
      type: 'string',
      summary: 'Name of the label field; default: ground_truth, or gt_polylines from CVAT.',
    },
    { name: 'classes', type: 'string', summary: 'Names of the classes by number, where the files lack them: a,b,c.' },
    {
      name: 'background',
      type: 'string',
      choices: ['255', '0'],
      summary: 'masks: value of pixels of no class, where the files do not say it; default: 255.',
    },
    {
      name: 'predictions',
      type: 'path',
      summary: 'coco: a file with results of a model for the same pictures, which become a label field of their own.',
    },
    { name: 'predictions-field', type: 'string', summary: 'coco: name of that field; default: predictions.' },
    { name: 'samples', type: 'int', summary: 'demo: how many pictures.' },
    { name: 'labels', type: 'int', summary: 'demo: how many labels a picture, on average.' },
    { name: 'seed', type: 'int', summary: 'demo: another seed, another reef.' },
    { name: 'no-media', type: 'bool', summary: 'demo: labels only, no pictures.' },
  ],
  scope: 'none',
  effect: 'data',
  examples: ['import demo --name reef --samples 12 --no-media'],
  run: ({ format, path, samples, labels, seed, noMedia, ...options }, context) => {
    refuseStandardInput(path ?? format);
    if (format !== 'demo') return importFiles(format, path, options, context);
    if (path !== undefined) {
      throw new UserError('usage', 'the demo is made, not read: it takes no path', { hint: 'import demo --name NAME' });
    }
    return importDemo(options.name ?? 'demo', { samples, labels, seed, media: noMedia !== true }, context);
  },
});

/** Says first which format it was taken for, and why. */
async function importRecognised(
  { format, why }: Recognised,
  path: string,
  options: ImportOptions,
  context: Context,
): Promise<Output> {
  const output = await importFiles(format, path, options, context);
  return output.kind === 'change' ? { ...output, notes: [`read as ${format}: ${why}`, ...output.notes] } : output;
}

async function importFiles(
  name: string,
  path: string | undefined,
  options: ImportOptions,
  context: Context,
): Promise<Output> {
  const [{ formatNamed, formats }, { taxonomyOf }, { isLarge }, { readApart }, { refuseZip }] = await Promise.all([
    import('../dataset/formats/index.ts'),
    import('../dataset/formats/manifest.ts'),
    import('../dataset/formats/reading/is-large.ts'),
    import('../dataset/formats/reading/read-apart.ts'),
    import('../dataset/formats/refuse-zip.ts'),
  ]);
  const recognised =
    path === undefined ? await recognisedAt(name, formats, { paths: context.paths, called: 'import' }) : undefined;
  if (recognised !== undefined) return importRecognised(recognised, name, options, context);
  const { read } = formatNamed(name);
  if (read === undefined) {
    const readable = formats.filter((format) => format.read !== undefined).map((format) => format.name);
    throw new UserError('unsupported', `Quadrat does not read ${name} yet`, {
      hint: `it reads ${readable.join(', ')} and makes demo`,
    });
  }
  if (path === undefined)
    throw new UserError('usage', 'import needs PATH', { hint: `import ${name} PATH --name NAME` });
  if (options.name === undefined) {
    throw new UserError('usage', 'the new dataset needs a name', {
      hint: `import ${name} ${quoteWord(path)} --name NAME`,
    });
  }
  const told = toldOptions(formatNamed(name), path, options, context);
  await refuseZip(name, told.path);
  const taxonomy = await taxonomyOf(told.path);
  const isApart = [told.path, told.predictions ?? null].some((file) => file !== null && isLarge(file));
  const output = await fillDataset(options.name, context, (mediaOut) => {
    return isApart ? readApart(name, { ...told, mediaOut }, context.job) : read({ ...told, mediaOut }, context.job);
  });
  if (taxonomy === null || output.kind !== 'change') return output;
  return { ...output, notes: [`exported with the taxonomy ${taxonomy}`, ...output.notes] };
}

/** What the reader is told, but where pictures go. */
function toldOptions(
  format: Format,
  path: string,
  { media, field, classes, background, ...options }: ImportOptions,
  { paths }: Context,
): Omit<ReadOptions, 'mediaOut'> {
  checkPredictions(format, options);
  return {
    ...{ path: paths.read(path), field: field ?? null },
    media: media === undefined ? null : paths.read(media),
    classes: classes === undefined ? null : classes.split(',').map((one) => one.trim()),
    background: background === undefined ? null : background === '0' ? 0 : 255,
    predictions: options.predictions === undefined ? null : paths.read(options.predictions),
    predictionsField: options.predictionsField ?? null,
  };
}

function checkPredictions(
  { name, readsPredictions }: Format,
  { predictions, predictionsField }: Pick<ImportOptions, 'predictions' | 'predictionsField'>,
): void {
  if (readsPredictions === true || (predictions ?? predictionsField) === undefined) return;
  throw new UserError('usage', `${name} has no results in a file of their own: --predictions is for coco`);
}
