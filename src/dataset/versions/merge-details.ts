import type { Details } from '../dataset.ts';
import type { DetailName } from '../model/detail.ts';
import type { Json } from '../model/label.ts';
import type { Catalog } from '../query/catalog.ts';
import type { MergedField } from './merge-fields.ts';
import type { MergeRules } from './merge-rules.ts';
import { isObject } from '../model/json-value.ts';

/** Whoever keeps what is said of a dataset as a whole: a change of one that is there, or the making of a new one. */
export type DetailKeeper = {
  readonly setDetail: (name: DetailName, value: Json) => void;
  readonly setClasses: (field: string, classes: readonly string[]) => void;
};

/**
 * Merges notes key by key, and class lists: those of the source come behind those here, or with `overwriteInfo` in their
 * place. (FiftyOne keeps one list and drops the other.)
 */
export function mergeDetails(
  keeper: DetailKeeper,
  here: { readonly details: Details; readonly catalog: Catalog },
  there: { readonly details: Details; readonly catalog: Catalog },
  { fields, rules }: { readonly fields: readonly MergedField[]; readonly rules: MergeRules },
): void {
  if (!rules.includeInfo) return;
  const info = mergeInfo(here.details.info, there.details.info, rules);
  if (info !== undefined) keeper.setDetail('info', info);
  const classes = mergeLists(texts(here.details.default_classes), texts(there.details.default_classes), rules);
  if (classes !== undefined) keeper.setDetail('default_classes', classes);
  if (here.details.fiftyone === undefined && there.details.fiftyone !== undefined) {
    keeper.setDetail('fiftyone', there.details.fiftyone);
  }
  for (const { from, to } of fields) {
    const list = mergeLists(here.catalog.classLists[to], there.catalog.classLists[from], rules);
    if (list !== undefined) keeper.setClasses(to, list);
  }
}

/** Undefined where it stays as it is. */
function mergeInfo(here: Json | undefined, there: Json | undefined, { overwriteInfo }: MergeRules): Json | undefined {
  if (!isObject(there) || Object.keys(there).length === 0) return undefined;
  if (!isObject(here)) return there;
  return overwriteInfo ? { ...here, ...there } : { ...there, ...here };
}

function mergeLists(
  here: readonly string[] | undefined,
  there: readonly string[] | undefined,
  { overwriteInfo }: MergeRules,
): readonly string[] | undefined {
  if (there === undefined || there.length === 0) return undefined;
  if (here === undefined || here.length === 0 || overwriteInfo) return there;
  const more = there.filter((name) => !here.includes(name));
  return more.length === 0 ? undefined : [...here, ...more];
}

function texts(list: Json | undefined): readonly string[] | undefined {
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : undefined;
}
