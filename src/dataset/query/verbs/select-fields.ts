import { UserError } from '../../../diagnostics.ts';
import { BUILT_IN_FIELDS } from '../../model/schema.ts';
import type { Catalog } from '../catalog.ts';
import { type Plan, withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const selectFields = defineVerb({
  name: 'selectFields',
  yields: 'view',
  summary:
    'Show no other fields than these, id, filepath, tags and metadata; a field that is left out cannot be asked for.',
  missing: null,
  params: [{ name: 'fieldNames', type: 'fieldName', list: true, optional: true }],
  examples: ["ds.selectFields(['{text}', '{labels}'])", 'ds.selectFields()'],
  apply: (plan, { fieldNames = [] }, catalog) => {
    const names = fieldNames.map(rootOf);
    return keepFields(plan, names, partsOf(fieldNames, catalog));
  },
});

export const excludeFields = defineVerb({
  name: 'excludeFields',
  yields: 'view',
  summary: 'Leave fields out, or attributes of labels; id, filepath, tags and metadata stay.',
  missing: null,
  params: [{ name: 'fieldNames', type: 'fieldName', list: true }],
  examples: ["ds.excludeFields('{labels}')"],
  apply: (plan, { fieldNames }, catalog) => {
    for (const path of fieldNames) checkExcludable(path, catalog);
    const whole = fieldNames.filter((path) => !path.includes('.'));
    const names = catalog.fields.map(({ name }) => name).filter((name) => !whole.includes(name));
    return keepFields(plan, names, partsLeft(fieldNames, catalog));
  },
});

function keepFields(plan: Plan, names: readonly string[], parts: Readonly<Record<string, readonly string[]>>): Plan {
  return withStage(plan, { kind: 'keep-fields', names, parts });
}

function rootOf(path: string): string {
  return path.split('.')[0] ?? path;
}

function leafOf(path: string): string {
  return path.split('.').at(-1) ?? path;
}

/** The attributes of label fields that are asked for; a field that is named whole keeps all of its own. */
function partsOf(paths: readonly string[], catalog: Catalog): Readonly<Record<string, readonly string[]>> {
  const inside = paths.filter((path) => attributeOf(path, catalog) || isBuiltInPart(path, catalog));
  const partial = inside.filter((path) => !paths.includes(rootOf(path)));
  const groups = Map.groupBy(partial, rootOf);
  return Object.fromEntries([...groups].map(([name, own]) => [name, own.map(leafOf)]));
}

function partsLeft(paths: readonly string[], catalog: Catalog): Readonly<Record<string, readonly string[]>> {
  const groups = Map.groupBy(
    paths.filter((path) => attributeOf(path, catalog)),
    rootOf,
  );
  return Object.fromEntries(
    [...groups].map(([name, own]) => {
      const dropped = own.map(leafOf);
      return [name, Object.keys(attributesOf(name, catalog)).filter((attribute) => !dropped.includes(attribute))];
    }),
  );
}

function attributesOf(name: string, { fields }: Catalog): Readonly<Record<string, unknown>> {
  const field = fields.find((each) => each.name === name);
  return field?.kind === 'labels' ? field.attributes : {};
}

function attributeOf(path: string, catalog: Catalog): boolean {
  return path.includes('.') && Object.hasOwn(attributesOf(rootOf(path), catalog), leafOf(path));
}

function isBuiltInPart(path: string, { fields }: Catalog): boolean {
  return path.includes('.') && fields.some((field) => field.kind === 'labels' && field.name === rootOf(path));
}

function checkExcludable(path: string, catalog: Catalog): void {
  const builtIn = Object.hasOwn(BUILT_IN_FIELDS, path) || rootOf(path) === 'metadata';
  if (!builtIn && (!path.includes('.') || attributeOf(path, catalog))) return;
  throw new UserError('bad-argument', `${path} cannot be left out: it is built in`, {
    hint: 'name a field of your own, or an attribute of labels',
  });
}
