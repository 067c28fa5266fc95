import type { Catalog, CatalogField } from './catalog.ts';
import type { Plan, Stage } from './plan.ts';
import { type Type, typeOfField } from './type.ts';

/** What binding may know of the samples that a view shows: the dataset's catalog with the fields that its stages leave. */
export function catalogAfter(plan: Plan, catalog: Catalog): Catalog {
  return plan.stages.reduce((left, stage) => {
    if (stage.kind === 'concat') return widened(left, catalogAfter(stage.plan, catalog));
    return fieldsAfter(left, stage);
  }, catalog);
}

/** The fields of two views one after the other: a number that is whole in one only, an attribute of another type. */
export function widened(first: Catalog, second: Catalog): Catalog {
  return { ...first, fields: first.fields.map((field) => widenedField(field, second.fields)) };
}

function widenedField(field: CatalogField, others: readonly CatalogField[]): CatalogField {
  const other = others.find(({ name }) => name === field.name);
  if (field.kind === 'value') {
    const isFloat = field.type === 'int' && other?.kind === 'value' && other.type === 'float';
    return isFloat ? { ...field, type: 'float' } : field;
  }
  if (other?.kind !== 'labels') return field;
  const types = { ...other.attributes, ...field.attributes };
  const attributes = Object.entries(types).map(([name, type]) => {
    const same = (other.attributes[name] ?? type) === type;
    return [name, same ? type : ('mixed' as const)] as const;
  });
  return { ...field, attributes: Object.fromEntries(attributes) };
}

/** The fields and class lists that a stage leaves, `concat` apart, which joins those of two views. Numbers of samples and values are those of the dataset. */
export function fieldsAfter(catalog: Catalog, stage: Stage): Catalog {
  if (stage.kind === 'keep-fields') return { ...catalog, fields: kept(catalog.fields, stage) };
  if (stage.kind === 'patches') return { ...catalog, fields: patchFields(catalog.fields, stage) };
  if (stage.kind === 'set-field') {
    return { ...catalog, fields: catalog.fields.map((field) => retyped(field, stage.name, stage.value.type)) };
  }
  if (stage.kind === 'class-list' && !stage.isOpen) {
    return { ...catalog, classLists: { ...catalog.classLists, [stage.field]: stage.names } };
  }
  if (stage.kind !== 'set-label' || stage.part.kind !== 'attribute') return catalog;
  return withAttribute(catalog, stage.field, stage.part.name, stage.value.type);
}

/** Paths of what the stages of a view give other values than the dataset has. */
export function rewrittenIn({ stages }: Plan): ReadonlySet<string> {
  return new Set(stages.flatMap(rewrittenBy));
}

function rewrittenBy(stage: Stage): readonly string[] {
  if (stage.kind === 'set-field') return [stage.name];
  if (stage.kind === 'concat') return [...rewrittenIn(stage.plan)];
  if (stage.kind !== 'set-label') return [];
  return [`${stage.field}.${stage.part.kind === 'tags' ? 'tags' : stage.part.name}`];
}

type KeepFields = Extract<Stage, { readonly kind: 'keep-fields' }>;

function kept(fields: readonly CatalogField[], { names, parts }: KeepFields): readonly CatalogField[] {
  return fields
    .filter(({ name }) => names.includes(name))
    .map((field) => {
      const attributes = Object.hasOwn(parts, field.name) ? parts[field.name] : undefined;
      if (attributes === undefined || field.kind !== 'labels') return field;
      const left = Object.entries(field.attributes).filter(([name]) => attributes.includes(name));
      return { ...field, attributes: Object.fromEntries(left) };
    });
}

type ToPatches = Extract<Stage, { readonly kind: 'patches' }>;

/** FiftyOne's: the sample's id, the label as the only one of its field, and other fields where asked for. */
function patchFields(fields: readonly CatalogField[], { field, others }: ToPatches): readonly CatalogField[] {
  const own = fields.flatMap((each) =>
    each.name === field && each.kind === 'labels' ? [{ ...each, list: false }] : [],
  );
  return [
    { kind: 'value', name: 'sample_id', type: 'string', id: 0, column: 'sample_oid' },
    ...own,
    ...fields.filter(({ name }) => name !== field && others.includes(name)),
  ];
}

/** Whole numbers may become others. */
function retyped(field: CatalogField, name: string, { kind }: Type): CatalogField {
  const widened = field.name === name && field.kind === 'value' && field.type === 'int' && kind === 'float';
  return widened ? { ...field, type: 'float' } : field;
}

function withAttribute(catalog: Catalog, label: string, name: string, type: Type): Catalog {
  const fields = catalog.fields.map((field) => {
    if (field.name !== label || field.kind !== 'labels') return field;
    const before = field.attributes[name];
    const known = before === undefined || before === 'mixed' ? undefined : typeOfField(before);
    if (known === undefined || known.kind === type.kind) return field;
    return { ...field, attributes: { ...field.attributes, [name]: 'mixed' as const } };
  });
  return { ...catalog, fields };
}
