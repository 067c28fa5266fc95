import { isDeepStrictEqual } from 'node:util';
import type { DiffEntry } from '../model/diff.ts';
import type { PackedLabels, PackedSample } from '../model/packed-sample.ts';
import type { FieldValue } from '../model/sample.ts';
import { diffLabels } from './diff-labels.ts';
import { sameTags } from './same-label.ts';

/** How samples are compared. */
export type DiffRules = {
  /** Whether the file path is compared, too: not where samples are matched by something that lets it differ. */
  readonly paths: boolean;
  /** Overlap from which two labels are the same thing, 0 to 1. */
  readonly least: number;
};

/** What differs on a sample that is on both sides, the sample first, then its labels field by field. */
export function diffSample(
  a: PackedSample,
  b: PackedSample,
  rules: DiffRules,
  isWanted: () => boolean,
): readonly DiffEntry[] {
  const size = { width: b.width ?? a.width, height: b.height ?? a.height };
  const names = [...new Set([...Object.keys(a.labels), ...Object.keys(b.labels)])];
  return [
    ...diffValues(a, b, rules),
    ...names.flatMap((name) => diffField(name, a.labels[name] ?? null, b.labels[name] ?? null, b)),
    ...names.flatMap((field) => {
      const [was, is] = [a.labels[field] ?? [], b.labels[field] ?? []];
      return diffLabels(was, is, { sample: b, field, size, least: rules.least, isWanted });
    }),
  ];
}

/** A difference of a sample itself. */
export function sampleEntry(
  { id, filepath }: Pick<PackedSample, 'id' | 'filepath'>,
  entry: Pick<DiffEntry, 'what' | 'field' | 'from' | 'to'>,
): DiffEntry {
  return { of: 'sample', sample: id, filepath, label: null, class: null, iou: null, ...entry };
}

function diffValues(a: PackedSample, b: PackedSample, { paths }: DiffRules): readonly DiffEntry[] {
  const fixed: [string, FieldValue, FieldValue][] = [
    ...(paths ? [['filepath', a.filepath, b.filepath] as [string, FieldValue, FieldValue]] : []),
    ['metadata.width', a.width, b.width],
    ['metadata.height', a.height, b.height],
  ];
  const names = new Set([...Object.keys(a.fields), ...Object.keys(b.fields)]);
  const values = Array.from(names, (name): [string, FieldValue, FieldValue] => [
    name,
    a.fields[name] ?? null,
    b.fields[name] ?? null,
  ]);
  const changed = [...fixed, ...values]
    .filter(([, from, to]) => !isDeepStrictEqual(from, to))
    .map(([field, from, to]) => sampleEntry(b, { what: 'changed', field, from, to }));
  if (sameTags(a.tags, b.tags)) return changed;
  return [...changed, sampleEntry(b, { what: 'retagged', field: 'tags', from: a.tags, to: b.tags })];
}

/** Whether somebody looked: a field that is missing on one side and empty on the other has no label that differs. */
function diffField(field: string, was: PackedLabels, is: PackedLabels, sample: PackedSample): readonly DiffEntry[] {
  if ((was === null) === (is === null)) return [];
  return [sampleEntry(sample, { what: 'changed', field, from: stateOf(was), to: stateOf(is) })];
}

function stateOf(labels: PackedLabels): string {
  if (labels === null) return 'missing';
  return labels.length === 0 ? 'empty' : 'annotated';
}
