import { UserError } from '../../diagnostics.ts';
import type { DatasetEdit, LabelUpdate } from '../library.ts';
import type { Job } from '../model/job.ts';
import { type PackedLabel, type PackedSample, unpackLabels } from '../model/packed-sample.ts';
import type { FieldLabels, Sample } from '../model/sample.ts';
import { wholeDataset } from '../query/plan.ts';
import { mergeDetails } from './merge-details.ts';
import { declaration } from './merge-fields.ts';
import { type Compare, findMatches, type Here, meet, type Source } from './merge-matches.ts';
import type { PictureMover } from './merge-pictures.ts';
import { emptyReport, type MergeReport, noteOverwritten } from './merge-report.ts';
import type { MergeRules } from './merge-rules.ts';
import { insertedSample, isAsItWas, mergeSample, type MergedSample } from './merge-sample.ts';
import { attributesOf, sameGeometry } from './same-label.ts';

/** Whose samples are merged into which dataset, and how. */
export type Merge = {
  readonly name: string;
  readonly source: Source;
  readonly rules: MergeRules;
  readonly pictures: PictureMover;
  readonly job: Job;
};

/** Merges samples into a dataset that is there, as part of a change of it. @throws UserError before anything is written */
export async function mergeInto(
  edit: DatasetEdit,
  { name, source, rules, pictures, job }: Merge,
): Promise<MergeReport> {
  const here: Here = { name, plan: wholeDataset(name), rows: edit.rows(), catalog: await edit.catalog() };
  const matches = await findMatches(here, source, rules, job);
  const { fields, theirs, pairs } = matches;
  const known = new Set(here.catalog.fields.map((field) => field.name));
  for (const field of fields) if (!known.has(field.to)) edit.declareField(declaration(field));
  mergeDetails(
    edit,
    { details: await edit.details(), catalog: here.catalog },
    { details: await source.dataset.details(), catalog: theirs },
    { fields, rules },
  );
  const report = emptyReport();
  report.matched = pairs.filter((pair) => pair.here !== undefined).length;
  report.left = rules.insertNew ? 0 : pairs.length - report.matched;
  const current = { ...here, rows: edit.rows() };
  // No label has been written yet: before this change they were what they are.
  const compare: Compare = (file, names) => edit.labelsBeside(file, names);
  for await (const met of meet(matches, current, source, { rules, compare, job })) {
    if (met.here === undefined) {
      const filepath = await pictures.bring(met.there);
      addSample(edit, { ...insertedSample(met.there, fields, rules), filepath }, report);
      continue;
    }
    const merged = mergeSample(met.here, met.there, fields, rules);
    if (merged === null) continue;
    noteOverwritten(report, met.here.filepath, merged);
    changeSample(edit, met.here, merged);
  }
  return report;
}

/** Under its own id, unless another sample here has it. */
function addSample(edit: DatasetEdit, sample: Sample, report: MergeReport): void {
  report.added++;
  try {
    edit.addSample(sample);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'exists') throw error;
    report.renamed++;
    edit.addSample(underAnotherId(sample));
  }
}

/** The sample with an id that is derived from its old one, so that the same merge gives the same ids. */
export function underAnotherId({ id, ...sample }: Sample): Sample {
  return { ...sample, provenance: `merged:${id ?? ''}:${sample.filepath}` };
}

/** Labels that stand where they stood are written alone; where the list is another one, it is written as a whole. */
function changeSample(edit: DatasetEdit, here: PackedSample, { changes, labels }: MergedSample): void {
  const whole: [string, FieldLabels][] = [];
  for (const [field, list] of Object.entries(labels)) {
    const before = here.labels[field] ?? null;
    if (list === null || before === null || !isSameList(before, list)) whole.push([field, unpackLabels(list)]);
    else changeLabels(edit, { sample: here.id, field }, before, list);
  }
  const { fields, ...rest } = changes;
  const isMore = whole.length + Object.keys(fields).length + Object.keys(rest).length > 0;
  if (isMore) edit.updateSample(here.id, { ...changes, labels: Object.fromEntries(whole) });
}

/** Where only classes and the like differ, outlines are not written again. */
function changeLabels(
  edit: DatasetEdit,
  { sample, field }: { readonly sample: string; readonly field: string },
  before: readonly PackedLabel[],
  after: readonly PackedLabel[],
): void {
  const properties = new Map<string, LabelUpdate>();
  for (const [i, label] of after.entries()) {
    const was = before[i];
    if (was === undefined || label === was || isAsItWas(was, label)) continue;
    if (sameGeometry(was, label)) {
      properties.set(label.id, { ...label, attributes: attributesOf(label), row: was.row });
    } else edit.putLabel(sample, field, label.unpack());
  }
  if (properties.size > 0) edit.updateLabels(sample, field, properties);
}

/** Whether both have the same labels in the same order, each id once. */
function isSameList(before: readonly PackedLabel[], after: readonly PackedLabel[]): boolean {
  if (before.length !== after.length || before.some((label, i) => label.id !== after[i]?.id)) return false;
  return new Set(before.map(({ id }) => id)).size === before.length;
}
