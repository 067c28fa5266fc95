import { breathe, type SampleRow } from '../dataset.ts';
import type { Created, DatasetWriter, Library } from '../library.ts';
import type { Job } from '../model/job.ts';
import { type PackedSample, unpackLabels, unpackSample } from '../model/packed-sample.ts';
import type { Sample } from '../model/sample.ts';
import { fieldsOf } from '../query/compile.ts';
import { mergeDetails } from './merge-details.ts';
import { declaration } from './merge-fields.ts';
import { underAnotherId } from './merge-into.ts';
import { findMatches, type Here, type Matches, type Source } from './merge-matches.ts';
import { type PictureMover, pictureMover } from './merge-pictures.ts';
import { emptyReport, type MergeReport, noteOverwritten, reportNotes } from './merge-report.ts';
import type { MergeRules } from './merge-rules.ts';
import { insertedSample, mergeSample } from './merge-sample.ts';
import { viewClasses } from './view-classes.ts';

/** Makes a dataset of the samples of one view with those of another merged into them; neither changes. @throws UserError */
export async function mergeIntoNew(
  library: Library,
  name: string,
  [first, second]: readonly [Source, Source],
  { rules, statement, job }: { readonly rules: MergeRules; readonly statement: string; readonly job: Job },
): Promise<Created> {
  let notes: readonly string[] = [];
  const created = await library.create(name, { statement, job }, async (writer) => {
    notes = await fill(writer, [first, second], { rules, job });
  });
  return { ...created, notes: [...notes, ...created.notes] };
}

async function fill(
  writer: DatasetWriter,
  [first, second]: readonly [Source, Source],
  { rules, job }: { readonly rules: MergeRules; readonly job: Job },
): Promise<readonly string[]> {
  const whole = await first.dataset.catalog();
  const classLists = await viewClasses(first.dataset, first.plan, job.signal);
  const catalog = { ...whole, fields: fieldsOf(first.plan, whole), classLists };
  const here: Here = { name: first.dataset.name, plan: first.plan, rows: first.dataset.rows(job.signal), catalog };
  const matches = await findMatches(here, second, rules, job);
  for (const field of catalog.fields) writer.declareField(field);
  for (const field of matches.fields) writer.declareField(declaration(field));
  const details = await first.dataset.details();
  for (const [key, value] of Object.entries(details)) writer.setDetail(key as keyof typeof details, value);
  for (const [field, classes] of Object.entries(classLists)) writer.setClasses(field, classes);
  mergeDetails(
    writer,
    { details, catalog },
    { details: await second.dataset.details(), catalog: matches.theirs },
    { fields: matches.fields, rules },
  );
  return write(writer, { first, second, here, matches, rules, job });
}

type Writing = {
  readonly first: Source;
  readonly second: Source;
  readonly here: Here;
  readonly matches: Matches;
  readonly rules: MergeRules;
  readonly job: Job;
};

/** Samples between two commits at most. */
const PAGE = 250;

async function write(writer: DatasetWriter, writing: Writing): Promise<readonly string[]> {
  const { first, second, matches, rules } = writing;
  const report = emptyReport();
  const movers = [pictureMover(first.dataset, writer.mediaOut), pictureMover(second.dataset, writer.mediaOut)] as const;
  const partners = new Map(matches.pairs.flatMap((pair) => (pair.here ? [[pair.here.row, pair.there] as const] : [])));
  const added = matches.pairs.filter((pair) => pair.here === undefined).map((pair) => pair.there);
  report.matched = partners.size;
  report.left = rules.insertNew ? 0 : added.length;
  const ids = await writeFirst(writer, { ...writing, report, partners, pictures: movers[0] });
  if (rules.insertNew) await writeAdded(writer, { ...writing, report, added, ids, pictures: movers[1] });
  return reportNotes(report, { absent: movers[0].absent() + movers[1].absent() });
}

type Part = Writing & { readonly report: MergeReport; readonly pictures: PictureMover };

/** The samples of the first view, with what the second says of them. @returns their ids */
async function writeFirst(
  writer: DatasetWriter,
  {
    here,
    second,
    matches,
    rules,
    job,
    report,
    partners,
    pictures,
  }: Part & { readonly partners: ReadonlyMap<number, SampleRow> },
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const all = await here.rows.list(here.plan, []);
  const rows = second.dataset.rows(job.signal);
  for (let at = 0; at < all.length; at += PAGE) {
    job.report({ what: 'merging', done: at, total: all.length, unit: 'samples' });
    await breathe(job);
    const page = all.slice(at, at + PAGE);
    const samples = await here.rows.samples(here.plan, page);
    const wanted = rules.skipExisting ? [] : page.flatMap(({ row }) => partners.get(row) ?? []);
    const others = await rows.samples(second.plan, wanted);
    for (const { row } of page) {
      const sample = samples.get(row);
      if (sample === undefined) continue;
      const other = others.get(partners.get(row)?.row ?? -1);
      const filepath = await pictures.bring(sample);
      writer.write([{ ...mergedSample(sample, other, { matches, rules, report }), filepath }]);
      ids.add(sample.id);
    }
  }
  return ids;
}

/** The samples that only the second view has. */
async function writeAdded(
  writer: DatasetWriter,
  {
    second,
    matches,
    rules,
    job,
    report,
    added,
    ids,
    pictures,
  }: Part & { readonly added: readonly SampleRow[]; readonly ids: ReadonlySet<string> },
): Promise<void> {
  const rows = second.dataset.rows(job.signal);
  for (let at = 0; at < added.length; at += PAGE) {
    await breathe(job);
    const page = added.slice(at, at + PAGE);
    const samples = await rows.samples(second.plan, page);
    for (const { row } of page) {
      const sample = samples.get(row);
      if (sample === undefined) continue;
      const inserted = { ...insertedSample(sample, matches.fields, rules), filepath: await pictures.bring(sample) };
      const isTaken = ids.has(sample.id);
      if (isTaken) report.renamed++;
      writer.write([isTaken ? underAnotherId(inserted) : inserted]);
    }
  }
}

function mergedSample(
  sample: PackedSample,
  other: PackedSample | undefined,
  { matches, rules, report }: { readonly matches: Matches; readonly rules: MergeRules; readonly report: MergeReport },
): Sample {
  const merged = other === undefined ? null : mergeSample(sample, other, matches.fields, rules);
  const whole = unpackSample(sample);
  if (merged === null) return whole;
  noteOverwritten(report, sample.filepath, merged);
  const { changes, labels } = merged;
  const unpacked = Object.entries(labels).map(([name, list]) => [name, unpackLabels(list)] as const);
  return {
    ...whole,
    ...changes,
    fields: { ...whole.fields, ...changes.fields },
    labels: { ...whole.labels, ...Object.fromEntries(unpacked) },
  };
}
