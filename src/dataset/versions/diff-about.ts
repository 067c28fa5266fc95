import { isDeepStrictEqual } from 'node:util';
import type { Dataset } from '../dataset.ts';
import type { AboutEntry } from '../model/diff.ts';
import { isObject } from '../model/json-value.ts';
import type { Json } from '../model/label.ts';
import type { Field } from '../model/schema.ts';
import { catalogAfter } from '../query/fields-after.ts';
import type { Plan } from '../query/plan.ts';
import { viewClasses } from './view-classes.ts';

type View = { readonly dataset: Dataset; readonly plan: Plan };

/** What is said of two views as a whole and is not the same: declared fields and attributes, class lists, notes. */
export async function diffAbout(a: View, b: View, signal: AbortSignal): Promise<readonly AboutEntry[]> {
  const [was, is] = [await aboutOf(a, signal), await aboutOf(b, signal)];
  return [
    ...diffFields(was.fields, is.fields),
    ...differing(was.common, is.common).map(({ from, to }): AboutEntry => ({ of: 'classes', name: null, from, to })),
    ...differing(was.classes, is.classes).map((entry): AboutEntry => ({ of: 'classes', ...entry })),
    ...differing(was.info, is.info).map((entry): AboutEntry => ({ of: 'info', ...entry })),
    ...differing(was.fiftyone, is.fiftyone).map((entry): AboutEntry => ({ of: 'fiftyone', ...entry })),
  ];
}

type Named<T> = Readonly<Record<string, T>>;

type About = {
  readonly fields: Named<Field>;
  /** The class list of all fields that have none of their own, under one name. */
  readonly common: Named<readonly string[]>;
  readonly classes: Named<readonly string[]>;
  readonly info: Named<Json>;
  readonly fiftyone: Named<Json>;
};

async function aboutOf({ dataset, plan }: View, signal: AbortSignal): Promise<About> {
  const { fields } = catalogAfter(plan, await dataset.catalog());
  const { info, fiftyone, default_classes: common } = await dataset.details();
  return {
    fields: Object.fromEntries(fields.map((field) => [field.name, field])),
    common: Array.isArray(common) ? { common: common.map(String) } : {},
    classes: await viewClasses(dataset, plan, signal),
    info: isObject(info) ? info : {},
    fiftyone: isObject(fiftyone) ? fiftyone : {},
  };
}

/** What one side has and the other has not, or has otherwise, in the order of the first side. */
function differing<T>(was: Named<T>, is: Named<T>): readonly { name: string; from: T | null; to: T | null }[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names
    .map((name) => ({ name, from: ownOf(was, name), to: ownOf(is, name) }))
    .filter(({ from, to }) => !isDeepStrictEqual(from, to));
}

function ownOf<T>(values: Named<T>, name: string): T | null {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}

/** Fields by their declarations, and the attributes of label fields that both sides have. */
function diffFields(was: Named<Field>, is: Named<Field>): readonly AboutEntry[] {
  return differing(was, is).flatMap(({ name, from, to }) => {
    const [before, after] = [declarationOf(from), declarationOf(to)];
    const attributes = from === null || to === null ? [] : differing(attributesOf(from), attributesOf(to));
    return [
      ...(before === after ? [] : [{ of: 'field' as const, name, from: before, to: after }]),
      ...attributes.map((entry) => ({ of: 'field' as const, ...entry, name: `${name}.${entry.name}` })),
    ];
  });
}

function declarationOf(field: Field | null): string | null {
  if (field === null) return null;
  if (field.kind === 'value') return field.element === undefined ? field.type : `${field.type} of ${field.element}`;
  return `${field.list ? 'list of ' : ''}${field.label} labels`;
}

function attributesOf(field: Field): Named<string> {
  return field.kind === 'labels' ? field.attributes : {};
}
