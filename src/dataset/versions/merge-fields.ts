import { UserError } from '../../diagnostics.ts';
import { nearest } from '../model/nearest.ts';
import { BUILT_IN_FIELDS, type Field } from '../model/schema.ts';
import type { Catalog, CatalogField } from '../query/catalog.ts';
import { type MergeRules, takes } from './merge-rules.ts';

/** A field that is taken: what it is, and what it is called on both sides. */
export type MergedField = { readonly from: string; readonly to: string; readonly field: CatalogField };

/**
 * The fields of the source that a merge takes.
 * @param from the fields of the source as its view shows them
 * @throws UserError `unknown-field` for names that it does not have, `wrong-type` that lists all fields of other types
 */
export function mergedFields(from: readonly CatalogField[], into: Catalog, rules: MergeRules): readonly MergedField[] {
  checkNames([...(rules.fields?.keys() ?? []), ...rules.omitFields], from);
  const taken = from.flatMap((field): MergedField[] => {
    if (!takes(rules, field.name)) return [];
    return [{ from: field.name, to: rules.fields?.get(field.name) ?? field.name, field }];
  });
  const known = new Map(into.fields.map((field) => [field.name, field]));
  const fresh = taken.filter(({ to }) => !known.has(to));
  if (!rules.expandSchema && fresh.length > 0) throw notExpanded(fresh, into);
  const conflicts = taken.flatMap(({ field, to }) => {
    const here = known.get(to);
    return here === undefined || fits(field, here, into) ? [] : [`${to} is ${typeOf(field)}, here ${typeOf(here)}`];
  });
  if (conflicts.length > 0) throw conflicting(conflicts);
  return taken;
}

/** The field as it is declared under its new name. */
export function declaration({ field, to }: MergedField): Field {
  return { ...field, name: to };
}

function checkNames(names: readonly string[], fields: readonly CatalogField[]): void {
  const known = [...Object.keys(BUILT_IN_FIELDS), 'metadata', ...fields.map(({ name }) => name)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, known);
  throw new UserError('unknown-field', `what is merged has no field ${unknown}`, {
    hint: near === undefined ? 'schema() lists the fields' : `did you mean ${near}?`,
  });
}

/** A number of either kind fits a number; labels fit a field without any. */
function fits(field: CatalogField, here: CatalogField, into: Catalog): boolean {
  if (field.kind === 'value' && here.kind === 'value') {
    return field.type === here.type || [field, here].every(({ type }) => type === 'int' || type === 'float');
  }
  if (field.kind === 'value' || here.kind === 'value') return false;
  if ((into.classes[here.name] ?? []).length === 0) return true;
  return field.list === here.list && (field.label === here.label || here.label === 'mixed');
}

function typeOf(field: CatalogField): string {
  if (field.kind === 'value') return field.type;
  return field.list ? `a list of ${field.label} labels` : `one ${field.label} label`;
}

function conflicting(conflicts: readonly string[]): UserError {
  return new UserError('wrong-type', `fields of other types: ${conflicts.join('; ')}`, {
    hint: 'leave them out with --omit-fields, or give them another name with --fields A=B',
  });
}

function notExpanded(fresh: readonly MergedField[], { dataset }: Catalog): UserError {
  const names = fresh.map(({ to }) => to).join(', ');
  return new UserError('unknown-field', `${dataset} has no field ${names}`, {
    hint: 'leave out --expand-schema=false, or leave the fields out with --omit-fields',
  });
}
