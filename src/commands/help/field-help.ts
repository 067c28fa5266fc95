import type { Dataset } from '../../dataset/dataset.ts';
import { counted } from '../../dataset/model/counted.ts';
import type { Catalog } from '../../dataset/query/catalog.ts';
import { fieldTerm, literal } from '../../dataset/query/examples.ts';
import { fieldPathsIn, labelPartsIn, type NamedField, sampleFieldsIn } from '../../dataset/query/named-fields.ts';
import { type Asked, numberOf } from './examples-here.ts';

/** What is said of something in the data, and statements that show more of it. */
export type DataHelp = { readonly text: string; readonly examples: readonly string[] };

/** Fields of that name: as it is written in quotes, or a part of labels alone. `sample.` before it says that it is no part. */
export function fieldsNamed(name: string, catalog: Catalog): readonly NamedField[] {
  const path = name.replace(/^sample\./u, '');
  const own = [...fieldPathsIn(catalog), ...sampleFieldsIn(catalog)].find((each) => each.name === path);
  const parts = path === name ? partsNamed(name, catalog) : [];
  return own === undefined ? parts : [own, ...parts];
}

function partsNamed(name: string, catalog: Catalog): readonly NamedField[] {
  return labelFields(catalog).flatMap((field) =>
    labelPartsIn([field])
      .filter((part) => part.name === name)
      .map(({ type }) => ({ name: `${field.name}.${name}`, type })),
  );
}

/** The type of a field, how many samples have it, and what shows its values. @throws UserError `cancelled` */
export async function fieldHelp(field: NamedField, dataset: Dataset, context: Asked): Promise<DataHelp> {
  const catalog = await dataset.catalog();
  const labels = labelFields(catalog).find(({ name }) => name === field.name);
  const parts = labels === undefined ? undefined : labelPartsIn([labels]).map(({ name }) => name);
  const having = await numberOf(`ds.exists(${literal(field.name)}).count()`, context);
  const lines = [
    `${field.name}: ${field.type}`,
    `  ${whose(field, catalog)} of ${dataset.name}.`,
    ...(typeof having !== 'number' ? [] : [`  ${String(having)} of ${counted(catalog.samples, 'sample')} have it.`]),
    ...(parts === undefined ? [] : [`  A label has ${parts.join(', ')}.`]),
  ];
  return { text: lines.join('\n'), examples: await statementsOn(field, dataset, context) };
}

function whose({ name }: NamedField, catalog: Catalog): string {
  const fields = labelFields(catalog);
  if (fields.some((each) => each.name === name)) return 'The labels of a sample';
  const field = fields.find((each) => name.startsWith(`${each.name}.`));
  return field === undefined ? 'A field of the samples' : `A part of each label in ${field.name}`;
}

async function statementsOn({ name, type }: NamedField, dataset: Dataset, context: Asked): Promise<readonly string[]> {
  const field = labelFields(await dataset.catalog()).find((each) => name === each.name || startsWith(name, each.name));
  if (name === 'metadata') return ["ds.countValues('metadata.width')"];
  if (UNLIKE.has(type) || name === 'filepath') return [`ds.limit(3).values(${literal(name)})`];
  const path = name === field?.name ? `${name}.label` : name;
  const [value] = await mostFrequent(path, dataset, context);
  const isList = type.startsWith('list');
  const condition = value === undefined ? [] : [keeping(value, { path, field: field?.name, isList })];
  return [`ds.countValues(${literal(path)})`, ...condition];
}

/** Types of values of which each is likely to occur once. */
const UNLIKE: ReadonlySet<string> = new Set(['float', 'date', 'datetime']);

async function mostFrequent(
  path: string,
  dataset: Dataset,
  { job, session }: Asked,
): Promise<readonly (string | number)[]> {
  const signal = AbortSignal.any([job.signal, session.timeLimit(1000)]);
  const counts = await dataset.valueCounts(path, 2, signal).catch(() => []);
  return counts.flatMap(({ value }) => (typeof value === 'string' || typeof value === 'number' ? [value] : []));
}

function startsWith(path: string, field: string): boolean {
  return path.startsWith(`${field}.`);
}

/** Where a value is: the path in quotes, and the label field that it is in. */
export type ValuePlace = { readonly path: string; readonly field: string | undefined; readonly isList: boolean };

/** What keeps the samples, or the labels of a field, that have a value at a place. */
export function keeping(value: string | number, { path, field, isList }: ValuePlace): string {
  if (path === 'tags') return `ds.matchTags(${literal(value)})`;
  const leaf = fieldTerm(field === undefined ? path : path.slice(field.length + 1));
  const holds = isList ? `${leaf}.contains(${literal(value)})` : `${leaf} == ${literal(value)}`;
  return field === undefined ? `ds.where(${holds})` : `ds.filterLabels(${literal(field)}, ${holds})`;
}

function labelFields({ fields }: Catalog) {
  return fields.filter((field) => field.kind === 'labels');
}
