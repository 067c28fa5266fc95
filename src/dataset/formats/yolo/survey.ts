import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Label } from '../../model/label.ts';
import type { FieldLabels } from '../../model/sample.ts';
import { nearest } from '../../model/nearest.ts';
import type { WriteOptions } from '../define-format.ts';
import { fileNameOf, foldStem } from './file-names.ts';
import { splitOf } from './split.ts';

/** What rows are written: outlines, or boxes where a field has nothing else. Ultralytics refuses a picture with both. */
export type RowKind = 'polyline' | 'detection';

/** What a first look at all samples found out. */
export type Survey = {
  readonly field: string;
  readonly kind: RowKind;
  /** Classes of the labels of that kind, with their numbers, in samples that have a split. */
  readonly classes: ReadonlyMap<string, number>;
  /** How often each folded stem occurs among samples that have a split. */
  readonly stems: ReadonlyMap<string, number>;
};

/**
 * Looks at all samples once, before anything is written.
 *
 * @throws UserError `invalid` where a sample is in two splits, none is in any, or one was never annotated and `missing` is
 *   `error`; `bad-argument` where several label fields fit and none is named; `unknown-field` with the nearest name
 */
export async function surveySamples(options: WriteOptions, job: Job): Promise<Survey> {
  const { fields, stems } = await look(options, job);
  const field = chosenField(fields, options.field);
  const { kinds, firstMissing, ...classes } = fields.get(field) ?? newFacts();
  if (options.missing === 'error' && firstMissing !== undefined) throw missing(firstMissing, field);
  const kind = kinds.has('detection') && !kinds.has('polyline') ? 'detection' : 'polyline';
  return { field, kind, classes: classes[kind], stems };
}

type Facts = { readonly fields: ReadonlyMap<string, FieldFacts>; readonly stems: ReadonlyMap<string, number> };

async function look(options: WriteOptions, job: Job): Promise<Facts> {
  const fields = new Map<string, FieldFacts>();
  const stems = new Map<string, number>();
  let done = 0;
  for await (const sample of options.samples()) {
    throwIfCancelled(job.signal);
    if (done++ % 500 === 0) job.report({ what: 'looking at labels', done, total: options.total, unit: 'samples' });
    const isOut = splitOf(sample) === undefined;
    for (const [name, labels] of Object.entries(sample.labels)) {
      const facts = fields.get(name) ?? newFacts();
      fields.set(name, facts);
      if (!isOut) take(facts, labels, sample.filepath);
    }
    if (!isOut) add(stems, foldStem(fileNameOf(sample).stem));
  }
  if (stems.size === 0) throw noSplit(done);
  return { fields, stems };
}

type FieldFacts = {
  readonly kinds: Set<string>;
  readonly polyline: Map<string, number>;
  readonly detection: Map<string, number>;
  firstMissing: string | undefined;
};

function newFacts(): FieldFacts {
  return { kinds: new Set(), polyline: new Map(), detection: new Map(), firstMissing: undefined };
}

function take(facts: FieldFacts, labels: FieldLabels, filepath: string): void {
  if (labels === null) facts.firstMissing ??= filepath;
  for (const label of labels ?? []) {
    facts.kinds.add(label.kind);
    const kind = rowKindOf(label);
    if (kind !== undefined && label.label !== null) add(facts[kind], label.label);
  }
}

/** Of which rows a label becomes one. */
function rowKindOf(label: Label): RowKind | undefined {
  if (label.kind === 'detection') return 'detection';
  return label.kind === 'polyline' && (label.closed || label.filled) ? 'polyline' : undefined;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function chosenField(fields: ReadonlyMap<string, FieldFacts>, asked: string | null): string {
  const names = [...fields.keys()];
  if (asked !== null) {
    if (fields.has(asked)) return asked;
    const near = nearest(asked, names);
    throw new UserError('unknown-field', `no label field ${asked}`, {
      hint: near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`,
    });
  }
  const having = (kind: string): string[] => names.filter((name) => fields.get(name)?.kinds.has(kind) === true);
  const fitting = [having('polyline'), having('detection'), names].find((some) => some.length > 0) ?? [];
  const [only] = fitting;
  if (only === undefined) throw new UserError('invalid', 'there is no label field to write');
  if (fitting.length === 1) return only;
  throw new UserError('bad-argument', `several label fields could be written: ${fitting.join(', ')}`, {
    hint: `say which: --field ${only}`,
  });
}

function noSplit(samples: number): UserError {
  const message =
    samples === 0 ? 'there are no samples to write' : `none of the ${String(samples)} samples is in a split`;
  return new UserError('invalid', message, { hint: 'tag samples with train, val or test; only those are written' });
}

function missing(filepath: string, field: string): UserError {
  return new UserError('invalid', `${filepath} was never annotated: it has no ${field}`, {
    hint: '--missing skip leaves such samples out, --missing empty writes them as background',
  });
}
