import type { Dataset } from '../../dataset/dataset.ts';
import { counted } from '../../dataset/model/counted.ts';
import type { Catalog } from '../../dataset/query/catalog.ts';
import { type Asked, numberOf } from './examples-here.ts';
import { type DataHelp, keeping, type ValuePlace } from './field-help.ts';

/** Where a text occurs in the data as a value, and how often; nothing where it does not. @throws UserError `cancelled` */
export async function valueHelp(value: string, dataset: Dataset, context: Asked): Promise<readonly DataHelp[]> {
  const found: DataHelp[] = [];
  for (const place of placesOf(await dataset.catalog()).slice(0, MOST_PLACES)) {
    const { path, field } = place;
    const condition = keeping(value, place);
    const question = field === undefined ? '.count()' : `.count(${JSON.stringify(`${field}.id`)})`;
    const count = await numberOf(condition + question, context);
    if (count === 'late') {
      found.push({ text: `${value}: whether it is in ${path} and behind was not found out in a second`, examples: [] });
      return found;
    }
    if (count === undefined || count === 0) continue;
    const having = counted(count, field === undefined ? 'sample' : 'label');
    found.push({ text: `${value}: ${whatIn(path, field)}\n  ${having} of ${dataset.name}.`, examples: [condition] });
  }
  return found;
}

/** Each is asked by itself. */
const MOST_PLACES = 30;

/** The places that hold texts: classes first, as they are asked about most. */
function placesOf({ fields }: Catalog): readonly ValuePlace[] {
  const labels = fields.filter((field) => field.kind === 'labels');
  const values = fields.filter((field) => field.kind === 'value').filter(({ type }) => type === 'string');
  const part = (field: string, leaf: string): ValuePlace => ({
    path: `${field}.${leaf}`,
    field,
    isList: leaf === 'tags',
  });
  return [
    ...labels.map(({ name }) => part(name, 'label')),
    { path: 'tags', field: undefined, isList: true },
    ...values.map(({ name }) => ({ path: name, field: undefined, isList: false })),
    ...labels.flatMap(({ name, attributes }) =>
      Object.entries(attributes).flatMap(([leaf, type]) => (type === 'string' ? [part(name, leaf)] : [])),
    ),
    ...labels.map(({ name }) => part(name, 'tags')),
  ];
}

function whatIn(path: string, field: string | undefined): string {
  if (path === 'tags') return 'a tag of samples';
  if (field === undefined) return `a value of ${path}`;
  if (path === `${field}.label`) return `a class in ${field}`;
  return path === `${field}.tags` ? `a tag of labels in ${field}` : `a value of ${path}`;
}
