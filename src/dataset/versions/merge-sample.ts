import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../model/label.ts';
import { type PackedLabel, type PackedLabels, type PackedSample, unpackLabels } from '../model/packed-sample.ts';
import type { FieldValue, Sample } from '../model/sample.ts';
import type { MergedField } from './merge-fields.ts';
import { type MergeRules, takes } from './merge-rules.ts';
import { sameLabel } from './same-label.ts';

/** What is different on a sample after a merge; only that. */
export type MergedSample = {
  readonly changes: {
    readonly tags?: readonly string[];
    readonly width?: number | null;
    readonly height?: number | null;
    readonly fields: Readonly<Record<string, FieldValue>>;
  };
  readonly labels: Readonly<Record<string, PackedLabels>>;
  /** What stood here and does not any more. */
  readonly overwritten: readonly Overwritten[];
};

/** A field whose value went, or some of whose labels did: changed for those of the source, or removed. */
export type Overwritten = { readonly field: string; readonly labels: number | null; readonly what: string };

/** What a sample becomes with what the source says of it; null where nothing is different. */
export function mergeSample(
  here: PackedSample,
  there: PackedSample,
  fields: readonly MergedField[],
  rules: MergeRules,
): MergedSample | null {
  const overwritten: Overwritten[] = [];
  const values: [string, FieldValue][] = [];
  const labels: [string, PackedLabels][] = [];
  for (const merged of fields) {
    if (merged.field.kind === 'value') values.push(...mergeField(here, there, { merged, rules, overwritten }));
    else labels.push(...mergeLabelField(here, there, { merged, rules, overwritten }));
  }
  const rest = { ...mergeTags(here, there, rules), ...mergeSize(here, there, rules) };
  if (values.length + labels.length + Object.keys(rest).length === 0) return null;
  const changes = { ...rest, fields: Object.fromEntries(values) };
  return { changes, labels: Object.fromEntries(labels), overwritten };
}

/** A sample of the source as it is added: only with fields that are taken, under their names here. */
export function insertedSample(there: PackedSample, fields: readonly MergedField[], rules: MergeRules): Sample {
  const names = new Map(fields.map(({ from, to }) => [from, to]));
  const renamed = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => {
        const to = names.get(name);
        return to === undefined ? [] : [[to, value] as const];
      }),
    );
  const { nulls, extras, ...sample } = there;
  const explicit = nulls?.flatMap((name) => names.get(name) ?? []) ?? [];
  return {
    ...sample,
    // As in FiftyOne, `omit_fields` leaves the tags of new samples alone.
    tags: rules.fields === null || rules.fields.has('tags') ? there.tags : [],
    fields: renamed(there.fields),
    labels: renamed(Object.fromEntries(Object.entries(there.labels).map(([name, list]) => [name, unpackLabels(list)]))),
    ...(explicit.length > 0 && { nulls: explicit }),
    ...(extras !== undefined && rules.fields === null && { extras }),
  };
}

type Merging = {
  readonly merged: MergedField;
  readonly rules: MergeRules;
  readonly overwritten: Overwritten[];
};

function mergeField(
  here: PackedSample,
  there: PackedSample,
  { merged: { from, to }, rules, overwritten }: Merging,
): [string, FieldValue][] {
  const [before, source] = [here.fields[to] ?? null, there.fields[from] ?? null];
  const after = mergeValue(before, source, rules);
  if (Object.is(before, after) || isDeepStrictEqual(before, after)) return [];
  const isExtended = Array.isArray(before) && rules.mergeLists;
  if (before !== null && !isExtended) {
    overwritten.push({ field: to, labels: null, what: `${shown(before)} by ${shown(after)}` });
  }
  return [[to, after]];
}

function mergeValue(before: FieldValue, source: FieldValue, rules: MergeRules): FieldValue {
  if (source === null) return before;
  if (before === null) return source;
  if (rules.mergeLists && isList(before) && isList(source)) return union(before, source);
  const [under, over] = rules.overwrite ? [before, source] : [source, before];
  return rules.mergeEmbeddedDocs && isObject(under) && isObject(over) ? { ...under, ...over } : over;
}

function isList(value: FieldValue): value is readonly Json[] {
  return Array.isArray(value);
}

/** Elements of the second that are not in the first come after it; those that the second has twice stay twice. */
function union<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  return [...first, ...second.filter((element) => !first.some((other) => isDeepStrictEqual(other, element)))];
}

function mergeTags(here: PackedSample, there: PackedSample, rules: MergeRules): Pick<MergedSample['changes'], 'tags'> {
  if (!takes(rules, 'tags')) return {};
  if (!rules.mergeLists && !rules.overwrite) return {};
  const tags = rules.mergeLists ? union(here.tags, there.tags) : there.tags;
  return isDeepStrictEqual(tags, here.tags) ? {} : { tags };
}

function mergeSize(
  here: PackedSample,
  there: PackedSample,
  rules: MergeRules,
): Pick<MergedSample['changes'], 'width' | 'height'> {
  if (!takes(rules, 'metadata') || there.width === null || there.height === null) return {};
  if (here.width !== null && here.height !== null && !rules.overwrite) return {};
  const { width, height } = there;
  return width === here.width && height === here.height ? {} : { width, height };
}

function mergeLabelField(
  here: PackedSample,
  there: PackedSample,
  { merged: { from, to, field }, rules, overwritten }: Merging,
): [string, PackedLabels][] {
  const [before, source] = [here.labels[to] ?? null, there.labels[from] ?? null];
  const isList = field.kind === 'labels' && field.list;
  const after = mergeLabels(before, source, { ...rules, mergeLists: rules.mergeLists && isList });
  if (sameLabels(before, after)) return [];
  const gone = before === null ? 0 : countGone(before, after ?? []);
  if (gone > 0) overwritten.push({ field: to, labels: gone, what: '' });
  return [[to, after]];
}

/** Labels are known again by their ids. */
function mergeLabels(
  before: PackedLabels,
  source: PackedLabels,
  { mergeLists, overwrite }: Pick<MergeRules, 'mergeLists' | 'overwrite'>,
): PackedLabels {
  if (source === null) return before;
  if (before === null) return source;
  if (!mergeLists) return overwrite ? source : before;
  const known = new Set((overwrite ? source : before).map(({ id }) => id));
  return overwrite
    ? [...before.filter(({ id }) => !known.has(id)), ...source]
    : [...before, ...source.filter(({ id }) => !known.has(id))];
}

function sameLabels(a: PackedLabels, b: PackedLabels): boolean {
  if (a === null || b === null || a.length !== b.length) return a === b;
  return a.every((label, i) => {
    const other = b[i];
    return other !== undefined && label.id === other.id && isAsItWas(label, other);
  });
}

/** Whether a label is the same in everything; the order of tags counts. */
export function isAsItWas(before: PackedLabel | undefined, after: PackedLabel): boolean {
  if (before === undefined) return false;
  return before === after || (sameLabel(before, after) && before.tags.every((tag, i) => tag === after.tags[i]));
}

/** Labels that are not there any more, or not as they were. */
function countGone(before: readonly PackedLabel[], after: readonly PackedLabel[]): number {
  const byId = new Map(after.map((label) => [label.id, label]));
  return before.filter((label) => {
    const now = byId.get(label.id);
    return now === undefined || !isAsItWas(label, now);
  }).length;
}

function isObject(value: FieldValue): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

const LONGEST = 40;

function shown(value: FieldValue): string {
  const text = value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}
