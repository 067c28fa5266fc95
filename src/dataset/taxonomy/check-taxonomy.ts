import { formatCount } from '../model/counted.ts';
import { fateOf, type Taxonomy } from '../model/taxonomy.ts';
import { checkSpelling, foldedName, type UsedName } from './check-spelling.ts';
import { type FieldClasses, labelsByClass } from './class-use.ts';
import type { TaxonomyFinding } from './taxonomy-finding.ts';

/**
 * What somebody should look at before a taxonomy is used: numbers of classes that are not those announced, classes of the data
 * in no map, classes that are listed beside their parts, names that look misspelt or are the same but for case and space, and
 * what is never used. `fields` is empty where it is checked alone.
 */
export function checkTaxonomy(taxonomy: Taxonomy, fields: readonly FieldClasses[]): readonly TaxonomyFinding[] {
  const labels = labelsByClass(fields);
  const where = ({ name, labels: count }: UsedName): string =>
    count === 0 ? name : `${name} (${formatCount(count)} ${count === 1 ? 'label' : 'labels'})`;
  const declared = new Set(fields.flatMap((field) => field.declared));
  const names = [...new Set([...labels.keys(), ...declared, ...taxonomy.map.keys()])].filter((name) => name !== null);
  const used = names.map((name) => ({ name, labels: labels.get(name) ?? 0 }));
  return [
    ...checkClassCount(taxonomy),
    ...checkMapped(taxonomy, used, where),
    ...checkWithoutClass(taxonomy, labels.get(null) ?? 0),
    ...listsOf(taxonomy, fields).flatMap(checkMerged),
    ...checkSameNames(taxonomy, used, where),
    ...checkSpelling(used, where),
    ...(fields.length === 0 ? [] : checkUse(taxonomy, labels)),
  ];
}

type Where = (used: UsedName) => string;

function checkClassCount({ name, classes, announced }: Taxonomy): TaxonomyFinding[] {
  if (announced === null || announced === classes.length) return [];
  const message = `announced are ${String(announced)} classes, its map gives ${String(classes.length)}`;
  return [{ check: 'class-count', severity: 'warning', message, where: name }];
}

/** Classes that the taxonomy does not name: those of labels, and those that a source lists. */
function checkMapped(taxonomy: Taxonomy, used: readonly UsedName[], where: Where): TaxonomyFinding[] {
  return used.flatMap((each): TaxonomyFinding[] => {
    const fate = fateOf(taxonomy, each.name);
    const place = where(each);
    if (fate.kind === 'unmapped') {
      return each.labels > 0
        ? [{ check: 'no-map', severity: 'error', message: 'occurs and is in no map', where: place }]
        : [
            {
              check: 'no-map',
              severity: 'warning',
              message: 'is in the class list of the data and in no map',
              where: place,
            },
          ];
    }
    if (taxonomy.map.has(each.name) || each.labels === 0) return [];
    const becomes =
      fate.kind === 'by-default' ? `becomes ${fate.to}` : fate.kind === 'dropped' ? 'is dropped' : 'stays';
    return [{ check: 'by-default', severity: 'info', message: `is in no map and ${becomes}`, where: place }];
  });
}

function checkWithoutClass(taxonomy: Taxonomy, labels: number): TaxonomyFinding[] {
  if (labels === 0 || fateOf(taxonomy, null).kind !== 'unmapped') return [];
  const message = 'no map names labels without a class';
  return [{ check: 'no-map', severity: 'error', message, where: `${String(labels)} labels without a class` }];
}

type ClassList = { readonly what: string; readonly names: readonly string[] };

function listsOf({ name, classes }: Taxonomy, fields: readonly FieldClasses[]): readonly ClassList[] {
  return [
    { what: `classes of ${name}`, names: classes },
    ...fields.flatMap(({ field, counts, declared }) => [
      { what: `class list of ${field}`, names: declared },
      { what: `labels of ${field}`, names: counts.flatMap(({ value }) => (value === null ? [] : [String(value)])) },
    ]),
  ];
}

/** A merged class, `Pavona/Leptoseris`, beside classes that it is made of. */
function checkMerged({ what, names }: ClassList): TaxonomyFinding[] {
  const all = new Set(names);
  return names.flatMap((name): TaxonomyFinding[] => {
    const parts = name.split(/\s*[/+&|]\s*/u).filter((part) => part !== name && part !== '' && all.has(part));
    if (parts.length === 0) return [];
    const message = `${name} stands beside ${parts.join(' and ')}, of which it is made`;
    return [{ check: 'merged', severity: 'error', message, where: what }];
  });
}

/** No mistake where a map takes all spellings to the same class. */
function checkSameNames(taxonomy: Taxonomy, used: readonly UsedName[], where: Where): TaxonomyFinding[] {
  const groups = Map.groupBy(used, ({ name }) => foldedName(name));
  return [...groups.values()].flatMap((group): TaxonomyFinding[] => {
    const [first, ...others] = group;
    if (first === undefined || others.length === 0) return [];
    const targets = new Set(group.map(({ name }) => JSON.stringify(fateOf(taxonomy, name))));
    const isMeant = targets.size === 1 && group.every(({ name }) => taxonomy.map.has(name));
    const message = `differs only in case or space from ${others.map(where).join(', ')}`;
    return [{ check: 'same-name', severity: isMeant ? 'info' : 'warning', message, where: where(first) }];
  });
}

function checkUse(taxonomy: Taxonomy, labels: ReadonlyMap<string | null, number>): TaxonomyFinding[] {
  const reached = new Set(
    [...labels.keys()].map((name) => fateOf(taxonomy, name)).map((fate) => 'to' in fate && fate.to),
  );
  const unused = [...taxonomy.map.keys()].filter((name) => !labels.has(name));
  const empty = taxonomy.classes.filter((name) => !reached.has(name));
  return [
    ...unused.map((where) => finding('unused', 'is in the map, and no label has it', where)),
    ...empty.map((where) => finding('without-labels', 'is a class that no label gets', where)),
  ];
}

function finding(check: TaxonomyFinding['check'], message: string, where: string): TaxonomyFinding {
  return { check, severity: 'info', message, where };
}
