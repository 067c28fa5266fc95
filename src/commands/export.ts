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
import type { FindReferred } from '../dataset/formats/kept-files.ts';
import type { ManifestHead } from '../dataset/formats/manifest.ts';
import { planExport } from '../dataset/formats/plan-export.ts';
import type { TreeDigest } from '../dataset/formats/tree-digest.ts';
import { writeDocument } from '../dataset/formats/write-document.ts';
import { updateFolder } from '../dataset/formats/update-folder.ts';
import type { Job } from '../dataset/model/job.ts';
import { referredPictures } from '../dataset/library-pictures.ts';
import { catalogAfter } from '../dataset/query/fields-after.ts';
import type { Answer } from '../dataset/query/answer.ts';
import type { Plan } from '../dataset/query/plan.ts';
import { checkTableFields, checkTableFlags, OF_ROWS } from './check-table-flags.ts';
import type { Context } from './context.ts';
import { type ExportClasses, exportClasses } from './export-classes.ts';
import { type MappedView, mappedView } from './mapped-view.ts';
import { documentOutput, STANDARD } from './standard-output.ts';
import { TAXONOMY_FLAGS } from './taxonomy-flags.ts';
import type { Input } from './define-command.ts';
import { defineCommand } from './define-command.ts';

const FLAGS = [
  { name: 'field', type: 'string', summary: 'The label field, or several: a,b; default: the only one that fits.' },
  { name: 'classes', type: 'string', summary: 'A fixed list of classes and their order: a,b,c.' },
  ...TAXONOMY_FLAGS,
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
  { name: 'overwrite', type: 'bool', summary: 'Replace an export that is there, and as it was written.' },
  { name: 'update', type: 'bool', summary: 'Write only what changed since the last export, and remove what is gone.' },
] as const;

/** Formats but those of rows would write a picture for each of its labels, with all other labels left out. */
function checkPatches({ stages }: Plan, format: string): void {
  if (OF_ROWS.has(format) || !stages.some(({ kind }) => kind === 'patches')) return;
  throw new UserError('unsupported', `patches are parts of pictures, which ${format} does not hold`, {
    hint: 'export the view before toPatches(...), or as csv, jsonl or parquet',
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
  run: async ({ format: name, out, plan, overwrite, update, ...flags }, context) => {
    const { paths, job, session } = context;
    const { format, write } = await writable(name);
    const how: How = { plan: plan === true, overwrite: overwrite === true, update: update === true };
    const send = out === STANDARD ? documentOutput(format, context.standardOutput, how) : null;
    checkUpdate(format, { update, overwrite });
    const { table: asked, ...particular } = particularOptions(format, flags);
    const writesLast = format.writesLast === true && flags.rows === undefined && !context.targeted;
    const table = await tableFor(asked, writesLast, { session, job });
    if (flags.taxonomy !== undefined && table !== undefined) throw tableIsNoView();
    checkTableFlags(name, flags, table !== undefined);
    const view = await viewToWrite(format, flags, context);
    const { classes } = view;
    const options: Omit<WriteOptions, 'out'> = {
      ...particular,
      ...(table !== undefined && { table }),
      ...(await samplesOf(view, job.signal)),
      ...choicesOf(format, flags),
      classes: classes.names,
    };
    const isLast = table !== undefined && asked === undefined;
    const told = (report: WriteReport): Told => toldOf(report, view, isLast);
    if (send !== null) {
      const sent = await writeDocument(send, job, (place) => write({ ...options, out: place }, job));
      return { kind: 'document', format: name, bytes: sent.bytes, digest: sent.digest, ...told(sent.report) };
    }
    const finalOut = paths.write(out);
    const fill = (place: string): Promise<WriteReport> => write({ ...options, out: place, finalOut }, job);
    const manifest = { format: name, ...(classes.taxonomy !== null && { taxonomy: classes.taxonomy }) };
    const referred = (place: string) => referredPictures(place, context.library.home, job);
    const { report, tree, notes } = await put({ out: finalOut, format, manifest, how, job, referred }, fill);
    const { skipped, notes: others } = told(report);
    return { kind: 'files', root: out, ...tree, skipped, notes: [...notes, ...others] };
  },
});

type Writable = { readonly format: Format; readonly write: NonNullable<Format['write']> };

async function writable(name: string): Promise<Writable> {
  const { formatNamed } = await import('../dataset/formats/index.ts');
  const format = formatNamed(name);
  if (format.write === undefined) throw new UserError('unsupported', `Quadrat does not write ${name} yet`);
  return { format, write: format.write };
}

type Told = { readonly skipped: WriteReport['skipped']; readonly notes: readonly string[] };

/** What there is to say of what was written. */
function toldOf({ skipped, notes }: WriteReport, { dropped, classes }: ViewToWrite, isLast: boolean): Told {
  return {
    skipped: [...dropped, ...skipped],
    notes: [...classes.notes, ...notes, ...(isLast ? [LAST_WRITTEN] : [])],
  };
}

type Flags = Omit<Input<[], typeof FLAGS>, 'plan' | 'overwrite' | 'update'>;

type How = { readonly plan: boolean; readonly overwrite: boolean; readonly update: boolean };
type Place = {
  readonly out: string;
  readonly format: Format;
  readonly manifest: ManifestHead;
  readonly how: How;
  readonly job: Job;
  readonly referred: FindReferred;
};
type Put = { readonly report: WriteReport; readonly tree: TreeDigest; readonly notes: readonly string[] };

/** Writes it, or only says what would be. */
async function put(
  { out, format, manifest, how, job, referred }: Place,
  fill: (place: string) => Promise<WriteReport>,
): Promise<Put> {
  const isFile = format.toFile === true;
  if (how.plan) {
    const existing = how.update ? 'update' : how.overwrite ? 'overwrite' : undefined;
    const { report, tree, changes } = await planExport(
      out,
      { isFile, job, referred, ...(existing !== undefined && { existing: { how: existing, format: format.name } }) },
      fill,
    );
    return { report, tree, notes: ['this is what would be written; nothing was', ...changes] };
  }
  if (how.update) {
    const { report, tree, changes } = await updateFolder(out, { manifest, job, referred }, fill);
    return { report, tree, notes: changes };
  }
  const write = isFile ? writeOneFile : writeFolder;
  return { ...(await write(out, { overwrite: how.overwrite, job, manifest, referred }, fill)), notes: [] };
}

/** @throws UserError `usage` where there is nothing to update */
function checkUpdate(
  { name, toFile }: Format,
  { update, overwrite }: { readonly update?: boolean | undefined; readonly overwrite?: boolean | undefined },
): void {
  if (update !== true) return;
  if (toFile === true) {
    throw new UserError('usage', `${name} is one file, which is written whole`, { hint: 'say --overwrite' });
  }
  if (overwrite === true) throw new UserError('usage', '--update and --overwrite exclude each other');
}

/** Said where it may not be what was meant. */
const LAST_WRITTEN = 'that is the last result; --rows samples writes samples';

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

/** What is written of a view. */
async function samplesOf(
  { dataset, plan }: MappedView,
  signal: AbortSignal,
): Promise<Pick<WriteOptions, 'dataset' | 'total' | 'samples' | 'packed' | 'mediaPath'>> {
  return {
    dataset: await writtenDataset(dataset, plan),
    total: await dataset.count(plan, signal),
    samples: () => dataset.samples(plan, signal),
    packed: () => dataset.packedSamples(plan, signal),
    mediaPath: (sample) => dataset.mediaPath(sample),
  };
}

/** What every format is told; defaults where nothing is asked for. */
function choicesOf(
  { keepsMissing }: Format,
  { field, media, missing, splitBy }: Flags,
): Pick<WriteOptions, 'fields' | 'media' | 'missing' | 'splitBy'> {
  return {
    fields: listOf(field),
    media: media ?? 'link',
    missing: missing ?? (keepsMissing === true ? 'empty' : 'skip'),
    splitBy: splitBy ?? null,
  };
}

type ViewToWrite = MappedView & { readonly classes: ExportClasses & { readonly notes: readonly string[] } };

/** The view, with its classes mapped where that is asked for, and the class list for a format that has one. */
async function viewToWrite(format: Format, flags: Flags, context: Context): Promise<ViewToWrite> {
  const target = await context.target();
  checkPatches(target.plan, format.name);
  const { fields } = catalogAfter(target.plan, await target.dataset.catalog());
  const chosen = [...(listOf(flags.field) ?? []), ...(flags.predictions === undefined ? [] : [flags.predictions])];
  const known = fields.flatMap(({ kind, name }) => (kind === 'labels' ? [name] : []));
  checkTableFields(format.name, listOf(flags.field), known);
  // Of other formats a field that is not there is theirs to complain of.
  const named = flags.field === undefined ? known : known.filter((name) => chosen.includes(name));
  const { taxonomy, unmapped } = flags;
  const view = await mappedView(target, { taxonomy, unmapped, fields: named }, context);
  const asked = listOf(flags.classes);
  const found = await exportClasses(view, named, { asked, signal: context.job.signal });
  const names = format.hasClassList === true ? found.names : asked;
  const notes = found.taxonomy === null ? [] : [`classes of the taxonomy ${found.taxonomy}`];
  return { ...view, classes: { ...found, names, notes } };
}

function tableIsNoView(): UserError {
  return new UserError('usage', 'a result is written as it is: --taxonomy maps the classes of samples', {
    hint: 'leave out --table, or map before it is asked: ds.taxonomy(...)',
  });
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
  const { fields, classLists } = catalogAfter(plan, await dataset.catalog());
  const details = await dataset.details();
  return { name: dataset.name, fields, classLists, details, isWhole: plan.stages.length === 0 };
}
