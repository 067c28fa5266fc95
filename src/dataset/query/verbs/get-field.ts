import { UserError } from '../../../diagnostics.ts';
import { BUILT_IN_FIELDS, listKeyOf } from '../../model/schema.ts';
import type { Catalog, CatalogField } from '../catalog.ts';
import { describe, type Type } from '../type.ts';
import { ask, defineVerb } from './define-verb.ts';

export const getFieldSchema = defineVerb({
  name: 'getFieldSchema',
  yields: 'answer',
  summary: 'The names and types of the fields that a view has.',
  missing: null,
  params: [],
  examples: ['ds.getFieldSchema()'],
  apply: (plan, _, { fields }) => {
    const rows = [
      ...Object.entries(BUILT_IN_FIELDS).map(([name, type]) => [name, type]),
      ...fields.map((field) => [field.name, typeName(field)]),
    ];
    const columns = [
      { name: 'field', type: 'string' as const },
      { name: 'type', type: 'string' as const },
    ];
    return ask(plan, { kind: 'known', answer: { kind: 'table', columns, rows, total: rows.length } });
  },
});

export const getField = defineVerb({
  name: 'getField',
  yields: 'answer',
  summary: 'The type of a field.',
  missing: null,
  params: [{ name: 'path', type: 'value' }],
  examples: ["ds.getField('{number}')", "ds.getField('{labels}.label')"],
  apply: (plan, { path }, catalog) => {
    const value =
      path.kind === 'labels'
        ? labelType(path.field, catalog)
        : typeText(path.kind === 'leaves' ? path.value.type : path.type);
    return ask(plan, { kind: 'known', answer: { kind: 'scalar', value } });
  },
});

export const hasSampleField = defineVerb({
  name: 'hasSampleField',
  yields: 'answer',
  summary: 'Whether the samples have a field of that name.',
  missing: null,
  params: [{ name: 'field', type: 'text' }],
  examples: ["ds.hasSampleField('{number}')"],
  apply: (plan, { field }, { fields }) => {
    const value = Object.hasOwn(BUILT_IN_FIELDS, field) || fields.some(({ name }) => name === field);
    return ask(plan, { kind: 'known', answer: { kind: 'scalar', value } });
  },
});

export const getClasses = defineVerb({
  name: 'getClasses',
  yields: 'answer',
  summary: 'The class list of a label field, in the order of its source; without one the classes that occur.',
  missing: null,
  params: [{ name: 'field', type: 'labelField' }],
  examples: ["ds.getClasses('{labels}')"],
  apply: (plan, { field }, { classes, classLists }) => {
    const occurring = (classes[field.name] ?? []).flatMap(({ value }) => (value === null ? [] : [value]));
    const values = classLists[field.name] ?? occurring;
    return ask(plan, { kind: 'known', answer: { kind: 'list', values } });
  },
});

function typeName(field: CatalogField): string {
  if (field.kind === 'labels') return field.list ? listKeyOf(field.label) : field.label;
  return field.element === undefined ? field.type : `list of ${field.element}`;
}

function labelType(name: string, { fields }: Catalog): string {
  const field = fields.find((each) => each.name === name);
  if (field === undefined) throw new UserError('unknown-field', `there is no field ${name}`);
  return typeName(field);
}

function typeText(type: Type): string {
  if (type.kind === 'list') return `list of ${typeText(type.element)}`;
  return type.kind === 'any' ? 'mixed' : type.kind === 'missing' ? describe(type) : type.kind;
}
