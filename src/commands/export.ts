import { UserError } from '../diagnostics.ts';
import { writeOneFile } from '../dataset/formats/atomic-file.ts';
import { writeFolder } from '../dataset/formats/atomic-folder.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type {
  Format,
  ParticularOptions,
  WriteOptions,
  WriteReport,
  WrittenDataset,
} from '../dataset/formats/define-format.ts';
import { planExport } from '../dataset/formats/plan-export.ts';
import { catalogAfter } from '../dataset/query/fields-after.ts';
import type { Answer } from '../dataset/query/answer.ts';
import type { Plan } from '../dataset/query/plan.ts';
import type { Context } from './context.ts';
import type { Input } from './define-command.ts';
import { defineCommand } from './define-command.ts';

const FLAGS = [
  { name: 'field', type: 'string', summary: 'The label field, or several: a,b; default: the only one that fits.' },
  { name: 'classes', type: 'string', summary: 'A fixed list of classes and their order: a,b,c.' },
  {
    name: 'media',
    type: 'string',
    choices: ['link', 'copy', 'none'],
    summary: 'What happens to pictures; default: link.',
  },
  {
    name: 'missing',
    type: 'string',
    choices: ['skip', 'empty', 'error'],
    summary: 'Samples that were never annotated; default: skip for training, as they would be background; else empty.',
  },
  { name: 'split-by', type: 'string', summary: 'A field that says train, val or test; default: the tags do.' },
  {
    name: 'background',
    type: 'string',
    choices: ['255', '0'],
    summary: 'masks: value of pixels of no class; default: 255. With 0, classes count from 1.',
  },
  {
    name: 'on-top',
    type: 'string',
    choices: ['smaller', 'later', 'z-order'],
    summary: 'masks: which of two labels is seen where both lie; default: smaller.',
  },
  { name: 'grey', type: 'bool', summary: 'masks: without a palette, for readers that use OpenCV.' },
  {
    name: 'holes',
    type: 'string',
    choices: ['bridge', 'rle', 'outer', 'split'],
    summary:
      'Holes: joined by a line, run lengths, left out, or outlines of their own; default: rle for coco, else bridge.',
  },
  { name: 'splits', type: 'bool', summary: 'coco: a set for each split instead of one whole.' },
  { name: 'predictions', type: 'string', summary: 'coco: a label field that is written as results beside the labels.' },
  { name: 'rows', type: 'string', choices: ['samples', 'labels'], summary: 'Tables: what a row is; default: samples.' },
  { name: 'table', type: 'string', summary: 'Tables: a result instead of samples, such as _ or an expression.' },
  { name: 'plan', type: 'bool', summary: 'Say what would be written, and write nothing.' },
  { name: 'overwrite', type: 'bool', summary: 'Replace what is there.' },
] as const;

/** Formats of rows: the others would write a picture for each of its labels, with all other labels left out. */
const OF_ROWS: ReadonlySet<string> = new Set(['csv', 'json', 'jsonl', 'md']);

function checkPatches({ stages }: Plan, format: string): void {
  if (OF_ROWS.has(format) || !stages.some(({ kind }) => kind === 'patches')) return;
  throw new UserError('unsupported', `patches are parts of pictures, which ${format} does not hold`, {
    hint: 'export the view before toPatches(...), or as csv or jsonl',
  });
}

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'Write a dataset or a view in a format.',
  params: [
    { name: 'format', type: 'write-format' },
    { name: 'out', type: 'path' },
  ],
  flags: FLAGS,
  scope: 'view',
  effect: 'files',
  examples: ['export yolo out/yolo', "ds.matchTags('val').export('yolo', 'out/val')"],
  run: async ({ format: name, out, plan: isPlan, overwrite, ...flags }, { target, paths, job, session, targeted }) => {
    const { formatNamed } = await import('../dataset/formats/index.ts');
    const format = formatNamed(name);
    const { write } = format;
    if (write === undefined) throw new UserError('unsupported', `Quadrat does not write ${name} yet`);
    const { table: asked, ...particular } = particularOptions(format, flags);
    const writesLast = format.writesLast === true && flags.rows === undefined && !targeted;
    const table = await tableFor(asked, writesLast, { session, job });
    const { dataset, plan } = await target();
    checkPatches(plan, name);
    const options: Omit<WriteOptions, 'out'> = {
      ...particular,
      ...(table !== undefined && { table }),
      dataset: await writtenDataset(dataset, plan),
      total: await dataset.count(plan, job.signal),
      samples: () => dataset.samples(plan, job.signal),
      mediaPath: (sample) => dataset.mediaPath(sample),
      fields: listOf(flags.field),
      classes: listOf(flags.classes),
      media: flags.media ?? 'link',
      missing: missingIn(format, flags),
      splitBy: flags.splitBy ?? null,
    };
    const finalOut = paths.write(out);
    const fill = async (place: string): Promise<WriteReport> => {
      const report = await write({ ...options, out: place, finalOut }, job);
      const isLast = table !== undefined && asked === undefined;
      return isLast ? { ...report, notes: [...report.notes, LAST_WRITTEN] } : report;
    };
    if (isPlan === true) {
      const { report, tree } = await planExport(finalOut, { isFile: format.toFile === true, job }, fill);
      const notes = ['this is what would be written; nothing was', ...report.notes];
      return { kind: 'files', root: out, ...tree, skipped: report.skipped, notes };
    }
    const put = format.toFile === true ? writeOneFile : writeFolder;
    const { report, tree } = await put(finalOut, { overwrite: overwrite === true, job, manifest: name }, fill);
    return { kind: 'files', root: out, ...tree, skipped: report.skipped, notes: report.notes };
  },
});

function missingIn({ keepsMissing }: Format, { missing }: Flags): WriteOptions['missing'] {
  return missing ?? (keepsMissing === true ? 'empty' : 'skip');
}

/** Said where it may not be what was meant. */
const LAST_WRITTEN = 'that is the last result; --rows samples writes samples';

type Flags = Omit<Input<[], typeof FLAGS>, 'plan' | 'overwrite'>;

/** The result that is asked for; else the last one, if that is what the format writes and it is a table or a list. */
async function tableFor(
  asked: string | undefined,
  writesLast: boolean,
  { session, job }: Pick<Context, 'session' | 'job'>,
): Promise<Answer | undefined> {
  if (asked !== undefined) return session.evaluate(asked, job.signal);
  if (!writesLast) return undefined;
  const last = await session.last('any');
  const output = last?.kind === 'output' ? last.output : undefined;
  return output?.kind === 'table' || output?.kind === 'list' ? output : undefined;
}

/** A table is asked for as text, to be evaluated. */
type Particular = Omit<ParticularOptions, 'table'> & { readonly table?: string };

/** The flags that only some formats know. @throws UserError `usage` where this one does not */
function particularOptions({ name, takes = [] }: Format, flags: Flags): Particular {
  const background = flags.background === undefined ? undefined : flags.background === '0' ? 0 : 255;
  const { onTop, grey, holes, splits, predictions, rows, table } = flags;
  const all = { background, onTop, grey, holes, splits, predictions, rows, table };
  const given: Particular = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const known: readonly string[] = takes;
  const stranger = Object.keys(given).find((key) => !known.includes(key));
  if (stranger === undefined) return given;
  const flag = FLAGS.find((one) => one.name.replace('-', '') === stranger.toLowerCase());
  throw new UserError('usage', `${name} has no use for --${flag?.name ?? stranger}`, flag && { hint: flag.summary });
}

function listOf(text: string | undefined): readonly string[] | null {
  return text === undefined ? null : text.split(',').map((name) => name.trim());
}

async function writtenDataset(dataset: Dataset, plan: Plan): Promise<WrittenDataset> {
  const { fields } = catalogAfter(plan, await dataset.catalog());
  const [classLists, details] = [await dataset.classLists(), await dataset.details()];
  return { name: dataset.name, fields, classLists, details, isWhole: plan.stages.length === 0 };
}
