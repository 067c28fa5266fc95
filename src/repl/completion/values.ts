import type { Catalog, ValueCount } from '../../dataset/query/catalog.ts';
import { type CompletionItem, type KnownValues, MOST_VALUES } from './completion.ts';
import { item, type ValueItem, valueItems } from './items.ts';
import { labelFieldsOf, pathNamed, type Place } from './place.ts';

/** Values that a field, written as the words of a path, can be compared with; counted in the view around the cursor. */
export function valuesOf(path: readonly string[], place: Place): readonly ValueItem[] {
  const paths = path[0] === 'F' && place.looked === 'own' ? pathsOwn(place) : pathsOf(path, place);
  const isOfLabels = paths.some((each) => each.includes('.') && !each.startsWith('metadata.'));
  return itemsOf(paths, isOfLabels ? 'labels' : 'samples', place);
}

/** `F()` is the value of the field that the call names. */
function pathsOwn({ frames, catalog }: Place): readonly string[] {
  return pathsOfSample(pathNamed(frames) ?? [], catalog);
}

/** Samples by their file path, which is theirs alone. */
export function sampleItems({ word, knowledge }: Place): readonly CompletionItem[] {
  return (knowledge.samples(word) ?? []).map((path) => item(path, 'sample', 'value'));
}

/** Sample tags. */
export function tagItems(place: Place): readonly CompletionItem[] {
  return itemsOf(['tags'], 'samples', place);
}

/** Classes of the label fields named, or of all. */
export function classItems(place: Place, fields: readonly string[] = []): readonly CompletionItem[] {
  return itemsOf(pathsOfLabels('label', fields, place), 'labels', place);
}

/** Tags of labels. */
export function labelTagItems(place: Place, fields: readonly string[] = []): readonly CompletionItem[] {
  return itemsOf(pathsOfLabels('tags', fields, place), 'labels', place);
}

function pathsOfLabels(leaf: string, named: readonly string[], { catalog }: Place): readonly string[] {
  const all = labelFieldsOf(catalog).map(({ name }) => name);
  const fields = all.filter((name) => named.includes(name));
  return (fields.length === 0 ? all : fields).map((name) => `${name}.${leaf}`);
}

/** The paths that a name can mean: of a label of several fields it can mean several. */
function pathsOf(path: readonly string[], { focus, catalog }: Place): readonly string[] {
  const [first = ''] = path;
  if (focus.kind === 'sample') return pathsOfSample(path, catalog);
  if (first === 'sample') return pathsOfSample(path.slice(1), catalog);
  const having = focus.fields.filter(({ attributes }) => BUILT_IN.has(first) || Object.hasOwn(attributes, first));
  return having.map(({ name }) => `${name}.${first}`);
}

const BUILT_IN: ReadonlySet<string> = new Set(['label', 'tags', 'confidence', 'id', 'closed', 'filled']);

function pathsOfSample([first = '', ...rest]: readonly string[], catalog: Catalog | undefined): readonly string[] {
  if (first === 'tags') return [first];
  if (first === 'metadata') return rest.slice(0, 1).map((part) => `metadata.${part}`);
  const field = catalog?.fields.find(({ name }) => name === first);
  if (field === undefined) return [];
  if (field.kind === 'value') return [field.name];
  const leaf = rest.findLast((each) => BUILT_IN.has(each) || Object.hasOwn(field.attributes, each));
  return leaf === undefined ? [] : [`${field.name}.${leaf}`];
}

function itemsOf(paths: readonly string[], what: string, place: Place): readonly ValueItem[] {
  const found = paths.map((path) => narrowed(path, countsOf(path, place), place));
  const items = valueItems(merged(found.map(({ values }) => values)), what);
  return found.some(({ isPart }) => isPart)
    ? items.map(({ text, name, label, kind, isText }) => ({ text, name, label, kind, isText, detail: '' }))
    : items;
}

function merged(lists: readonly (readonly ValueCount[])[]): readonly ValueCount[] {
  const [only = [], another] = lists;
  if (another === undefined) return only;
  const counts = new Map<ValueCount['value'], number>();
  for (const { value, count } of lists.flat()) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts].map(([value, count]) => ({ value, count })).sort((left, right) => right.count - left.count);
}

/** In the view where that is known by now, else in the whole dataset. */
function countsOf(path: string, { catalog, view, knowledge }: Place): KnownValues {
  if (catalog === undefined) return NONE;
  const { dataset } = catalog;
  const inView = view === undefined ? undefined : knowledge.values({ dataset, path, view });
  return inView ?? inCatalog(path, catalog) ?? knowledge.values({ dataset, path, view: undefined }) ?? NONE;
}

/** Of a field of samples with more values than are offered, those that contain what is typed. */
function narrowed(path: string, known: KnownValues, { catalog, view, word, knowledge }: Place): KnownValues {
  const isCut = known.values.length >= MOST_VALUES && known.values.some(({ value }) => typeof value === 'string');
  const isField = catalog?.fields.some(({ name, kind }) => kind === 'value' && name === path) === true;
  if (!isCut || !isField || word.length < 2) return known;
  return knowledge.values({ dataset: catalog.dataset, path, view, part: word }) ?? known;
}

const NONE: KnownValues = { values: [], isPart: false };

function inCatalog(path: string, { tags, classes }: Catalog): KnownValues | undefined {
  const values =
    path === 'tags' ? tags : path.endsWith('.label') ? classes[path.slice(0, -'.label'.length)] : undefined;
  return values && { values, isPart: false };
}
