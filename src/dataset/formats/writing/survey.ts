import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Label } from '../../model/label.ts';
import { formatCount } from '../../model/counted.ts';
import { nearest } from '../../model/nearest.ts';
import type { PackedLabel, PackedLabels, PackedSample } from '../../model/packed-sample.ts';
import type { FieldLabels, Sample } from '../../model/sample.ts';
import type { WriteOptions } from '../define-format.ts';
import { fileNameOf, foldStem } from './file-names.ts';
import { splitOf } from './split.ts';
import { splitValues } from './split-values.ts';

/** What a label can be used as: an outline encloses an area, a line does not. */
export type Use = 'outline' | 'line' | 'box' | 'points' | 'mask' | 'class';

/** What a writer wants to know of all samples before it writes. */
export type Wanted = {
  /** Uses in order of preference: where no field is named, the first that a single field has is written. */
  readonly uses: readonly (readonly Use[])[];
  /** Whether all of them are written together, not only the first that occurs. */
  readonly mixed?: boolean;
  /** Fields that are written together where no field is named and any of them is there. */
  readonly together?: readonly string[];
  /** Whether only samples that are in a split are written. */
  readonly bySplit: boolean;
};

/** What a first look at all samples found out. */
export type Survey = {
  /** The label fields to write. */
  readonly fields: readonly string[];
  /** Which of the wanted uses are written: the first that occurs in these fields, or all. */
  readonly uses: readonly Use[];
  /** Classes of the labels of these uses, with their numbers, in samples that are written. */
  readonly classes: ReadonlyMap<string, number>;
  /** How often each folded stem occurs among samples that are written. */
  readonly stems: ReadonlyMap<string, number>;
};

/**
 * Looks at all samples once, before anything is written.
 *
 * @throws UserError `invalid` where a sample is in two splits, none is in any, or one was never annotated and `missing` is
 *   `error`; `bad-argument` where several label fields fit and none is named; `unknown-field` with the nearest name
 */
export async function surveySamples(options: WriteOptions, job: Job, wanted: Wanted): Promise<Survey> {
  const looked = await look(options, job, wanted);
  const fields = chosenFields(looked.fields, options.fields, wanted);
  if (options.missing === 'error') await refuseMissing(options, wanted, fields);
  const chosen = fields.map((name) => looked.fields.get(name) ?? new Map<Use, Classes>());
  const uses = wanted.mixed === true ? wanted.uses.flat() : firstUses(chosen, wanted.uses);
  return { fields, uses, classes: classesOf(chosen, uses), stems: looked.stems };
}

function firstUses(chosen: readonly Facts[], wanted: Wanted['uses']): readonly Use[] {
  const occurs = (use: Use): boolean => chosen.some((facts) => facts.has(use));
  return wanted.find((some) => some.some(occurs)) ?? wanted[0] ?? [];
}

function classesOf(chosen: readonly Facts[], uses: readonly Use[]): Classes {
  const classes: Classes = new Map();
  for (const facts of chosen) {
    for (const use of uses) {
      for (const [name, count] of facts.get(use) ?? []) classes.set(name, (classes.get(name) ?? 0) + count);
    }
  }
  return classes;
}

/** What a label can be used as. */
export function useOf(label: Label | PackedLabel): Use {
  if (label.kind !== 'polyline') return USES[label.kind];
  if (label.closed === null || label.filled === null) return useOf(label.unpack());
  return label.closed || label.filled ? 'outline' : 'line';
}

const USES = { detection: 'box', keypoint: 'points', mask: 'mask', classification: 'class' } as const;

/** Labels of the fields, one after the other; null where all of them are missing. */
export function labelsIn<L>(
  { labels }: { readonly labels: Readonly<Record<string, readonly L[] | null>> },
  fields: readonly string[],
): readonly L[] | null {
  const of = (field: string): readonly L[] | null => (Object.hasOwn(labels, field) ? (labels[field] ?? null) : null);
  const [only] = fields;
  if (fields.length === 1 && only !== undefined) return of(only);
  const present = fields.map(of).filter((some) => some !== null);
  return present.length === 0 ? null : present.flat();
}

type Classes = Map<string, number>;
type Facts = Map<Use, Classes>;
type Looked = { readonly fields: ReadonlyMap<string, Facts>; readonly stems: ReadonlyMap<string, number> };

async function look(options: WriteOptions, job: Job, { bySplit }: Wanted): Promise<Looked> {
  const { splitBy, total } = options;
  const looked = { fields: new Map<string, Facts>(), stems: new Map<string, number>() };
  let done = 0;
  const values = splitValues(splitBy);
  for await (const sample of cheapest(options)) {
    throwIfCancelled(job.signal);
    if (done++ % 500 === 0) job.report({ what: 'looking at labels', done, total, unit: 'samples' });
    values.see(sample.fields);
    lookAt(sample, looked, bySplit && splitOf(sample, splitBy) === undefined);
  }
  if (splitBy !== null && !values.isThere()) throw noSplitField(splitBy);
  if (looked.stems.size === 0) throw nothingToWrite(done, bySplit && done > 0 ? values.hint() : undefined);
  return looked;
}

function cheapest({ samples, packed }: WriteOptions): AsyncIterable<Sample | PackedSample> {
  return packed === undefined ? samples() : packed();
}

function lookAt(
  sample: Sample | PackedSample,
  { fields, stems }: { fields: Map<string, Facts>; stems: Classes },
  isOut: boolean,
): void {
  for (const [name, labels] of Object.entries<FieldLabels | PackedLabels>(sample.labels)) {
    const facts = fields.get(name) ?? new Map<Use, Classes>();
    fields.set(name, facts);
    if (!isOut) take(facts, labels);
  }
  if (!isOut) add(stems, foldStem(fileNameOf(sample).stem));
}

function take(facts: Facts, labels: FieldLabels | PackedLabels): void {
  for (const label of labels ?? []) {
    const use = useOf(label);
    const classes = facts.get(use) ?? new Map<string, number>();
    facts.set(use, classes);
    if (label.label !== null) add(classes, label.label);
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function chosenFields(
  fields: ReadonlyMap<string, Facts>,
  asked: readonly string[] | null,
  { uses, together = [] }: Wanted,
): readonly string[] {
  const names = [...fields.keys()];
  if (asked !== null) {
    const stranger = asked.find((name) => !fields.has(name));
    if (stranger === undefined) return [...new Set(asked)];
    const near = nearest(stranger, names);
    throw new UserError('unknown-field', `no label field ${stranger}`, {
      hint: near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`,
    });
  }
  const belonging = names.filter((name) => together.includes(name));
  if (belonging.length > 0) return belonging;
  const having = (some: readonly Use[]): string[] =>
    names.filter((name) => some.some((use) => fields.get(name)?.has(use) === true));
  const fitting = [...uses.map(having), names].find((some) => some.length > 0) ?? [];
  const [only, second] = fitting;
  if (only === undefined) throw new UserError('invalid', 'there is no label field to write');
  if (second === undefined) return [only];
  throw new UserError('bad-argument', `several label fields could be written: ${fitting.join(', ')}`, {
    hint: `say which: --field ${only}, or several: --field ${only},${second}`,
  });
}

async function refuseMissing(
  { samples, splitBy }: WriteOptions,
  { bySplit }: Wanted,
  fields: readonly string[],
): Promise<void> {
  for await (const sample of samples()) {
    if (labelsIn(sample, fields) !== null || (bySplit && splitOf(sample, splitBy) === undefined)) continue;
    throw new UserError('invalid', `${sample.filepath} was never annotated: it has no ${fields.join(', ')}`, {
      hint: '--missing skip leaves such samples out, --missing empty writes them as background',
    });
  }
}

function noSplitField(name: string): UserError {
  return new UserError('unknown-field', `no sample has a field ${name} to split by`, {
    hint: 'its values must be train, val (or validation) and test',
  });
}

function nothingToWrite(samples: number, hint: string | undefined): UserError {
  const message =
    samples === 0 ? 'there are no samples to write' : `none of the ${formatCount(samples)} samples is in a split`;
  return new UserError('invalid', message, hint === undefined ? {} : { hint });
}
