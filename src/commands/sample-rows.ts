import type { SampleHead } from '../dataset/dataset.ts';
import type { Column, Value } from '../dataset/query/answer.ts';
import type { CatalogField } from '../dataset/query/catalog.ts';

/** A column of samples, and how the language calls what is in it; null: nothing that could be sorted by or counted. */
export type SampleColumn = Column & { readonly path: string | null };

/** The columns of samples as rows, in the order of `sampleCells`: what tells them apart first. */
export function sampleColumns(fields: readonly CatalogField[]): readonly SampleColumn[] {
  const labels = fields.filter(({ kind }) => kind === 'labels');
  const values = fields.flatMap((field) => (field.kind === 'value' ? [field] : []));
  return [
    { name: 'file', type: 'string', path: 'filepath' },
    ...labels.map(({ name }): SampleColumn => ({ name, type: 'int', path: `${pathOf(name)}.length()` })),
    { name: 'tags', type: 'string', path: 'tags' },
    ...values.map(({ name, type }): SampleColumn => ({ name, type, path: pathOf(name) })),
    { name: 'width', type: 'int', path: "F('metadata.width')" },
    { name: 'height', type: 'int', path: "F('metadata.height')" },
    { name: 'id', type: 'string', path: 'id' },
  ];
}

/** A sample as such a row. */
export function sampleCells(
  { filepath, tags, width, height, id = '', fields: values, labelCounts }: SampleHead,
  fields: readonly CatalogField[],
): readonly Value[] {
  const named = (kind: CatalogField['kind']): readonly string[] =>
    fields.filter((field) => field.kind === kind).map(({ name }) => name);
  return [
    filepath.slice(filepath.lastIndexOf('/') + 1),
    ...named('labels').map((name) => labelCounts[name] ?? null),
    tags.join(', '),
    ...named('value').map((name) => values[name] ?? null),
    width,
    height,
    id,
  ];
}

function pathOf(name: string): string {
  return /^[A-Za-z_]\w*$/u.test(name) ? name : `F(${JSON.stringify(name)})`;
}
