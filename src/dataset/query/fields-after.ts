import type { Catalog, CatalogField } from './catalog.ts';
import type { Plan, Stage } from './plan.ts';
import { type Type, typeOfField } from './type.ts';

/** What binding may know of the samples that a view shows: the dataset's catalog with the fields that its stages leave. */
export function catalogAfter(plan: Plan, catalog: Catalog): Catalog {
  return plan.stages.reduce(fieldsAfter, catalog);
}

/** The fields that a stage leaves. Numbers of samples and values are those of the dataset. */
export function fieldsAfter(catalog: Catalog, stage: Stage): Catalog {
  if (stage.kind === 'keep-fields') return { ...catalog, fields: kept(catalog.fields, stage) };
  if (stage.kind === 'patches') return { ...catalog, fields: patchFields(catalog.fields, stage) };
  if (stage.kind === 'set-field') {
    return { ...catalog, fields: catalog.fields.map((field) => retyped(field, stage.name, stage.value.type)) };
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
