import { listKeyOf } from '../../../../src/dataset/model/schema.ts';
import type { Catalog } from '../../../../src/dataset/query/catalog.ts';
import { typeOfField } from '../../../../src/dataset/query/type.ts';

/** What an expression is meant to yield; `any` for what only a run can tell. */
export type Kind = 'number' | 'text' | 'bool' | 'date' | 'list' | 'any';

/** A name and what kind of value it stands for. */
export type Word = { readonly name: string; readonly kind: Kind };

/** A field of labels. */
export type LabelWord = {
  readonly name: string;
  readonly list: boolean;
  /** What the list of labels is called in FiftyOne. */
  readonly key: string;
  readonly parts: readonly Word[];
};

/** The names and values of a dataset that generated statements are made of. */
export type Vocabulary = {
  readonly fields: readonly Word[];
  readonly labels: readonly LabelWord[];
  readonly tags: readonly string[];
  readonly texts: readonly string[];
  readonly ids: readonly string[];
};

const BUILT_IN: readonly Word[] = [
  { name: 'id', kind: 'text' },
  { name: 'filepath', kind: 'text' },
  { name: 'tags', kind: 'list' },
  { name: 'metadata.width', kind: 'number' },
];

const PARTS: readonly Word[] = [
  { name: 'label', kind: 'text' },
  { name: 'confidence', kind: 'number' },
  { name: 'tags', kind: 'list' },
  { name: 'id', kind: 'text' },
  { name: 'closed', kind: 'bool' },
  { name: 'bounding_box', kind: 'list' },
  { name: 'points', kind: 'list' },
];

/** The words of a dataset; `ids` of samples and labels. */
export function vocabularyOf(catalog: Catalog, ids: readonly string[]): Vocabulary {
  const values = catalog.fields.flatMap((field) =>
    field.kind === 'value' ? [{ name: field.name, kind: kindOf(typeOfField(field.type, field.element).kind) }] : [],
  );
  const labels = catalog.fields.flatMap((field) => {
    if (field.kind !== 'labels') return [];
    const own = Object.entries(field.attributes).map(([name, type]) => ({
      name,
      kind: kindOf(typeOfField(type).kind),
    }));
    const key = field.list ? `.${listKeyOf(field.label)}` : '';
    return [{ name: field.name, list: field.list, key, parts: [...PARTS, ...own] }];
  });
  const classes = Object.values(catalog.classes).flatMap((counts) => counts.map(({ value }) => String(value)));
  return {
    fields: [...BUILT_IN, ...values],
    labels,
    tags: catalog.tags.map(({ value }) => String(value)),
    texts: [...new Set([...classes, 'bora', 'Moorea Entre 2 Baies', 'jpg'])],
    ids,
  };
}

function kindOf(kind: string): Kind {
  if (kind === 'int' || kind === 'float') return 'number';
  if (kind === 'string') return 'text';
  return kind === 'bool' || kind === 'date' || kind === 'list' ? kind : 'any';
}
