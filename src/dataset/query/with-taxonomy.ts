import { fateOf, type Taxonomy } from '../model/taxonomy.ts';
import { type Plan, type Stage, withStage } from './plan.ts';
import { call, constant, not, type Term } from './term.ts';
import { BOOL, STRING } from './type.ts';

/** The view with the classes of these label fields mapped: some labels have other classes, some are gone. */
export function withTaxonomy(plan: Plan, taxonomy: Taxonomy, fields: readonly string[]): Plan {
  return fields.reduce((left, field) => stagesFor(taxonomy, field).reduce(withStage, left), plan);
}

/** What the stages of a taxonomy expect of each field; nothing where it has an answer for every class. */
export function expectationsOf(
  { name, map, rest }: Taxonomy,
  field: string,
): readonly Extract<Stage, { kind: 'expect-classes' }>[] {
  return rest === 'error' ? [{ kind: 'expect-classes', field, taxonomy: name, classes: [...map.keys()] }] : [];
}

function stagesFor(taxonomy: Taxonomy, field: string): readonly Stage[] {
  const kept = keptLabels(taxonomy);
  const value = newClass(taxonomy);
  const part = { kind: 'property', name: 'label' } as const;
  const { name, classes: names, rest } = taxonomy;
  return [
    ...expectationsOf(taxonomy, field),
    ...(kept === undefined ? [] : [{ kind: 'keep-labels', field, where: kept, dropEmpty: false } as const]),
    ...(value === undefined ? [] : [{ kind: 'set-label', field, part, value } as const]),
    { kind: 'class-list', field, taxonomy: name, names, isOpen: rest === 'keep' },
  ];
}

const LABEL: Term = { kind: 'property', name: 'label', type: STRING };

/** The condition that a label stays; undefined where all do. */
function keptLabels({ map, rest }: Taxonomy): Term | undefined {
  const named = (isKept: boolean): Term[] =>
    [...map].flatMap(([from, to]) => ((to !== null) === isKept ? [constant(from, STRING)] : []));
  if (rest === 'drop') return call('among', [LABEL, ...named(true)], BOOL);
  const dropped = named(false);
  return dropped.length === 0 ? undefined : not(call('among', [LABEL, ...dropped], BOOL));
}

/** The class that a label gets; undefined where each keeps its own. */
function newClass(taxonomy: Taxonomy): Term | undefined {
  const { map, rest } = taxonomy;
  const otherwise = typeof rest === 'object' ? constant(rest.to, STRING) : LABEL;
  const pairs = [...map.keys()].flatMap((from) => {
    const fate = fateOf(taxonomy, from);
    if (fate.kind !== 'mapped' || (otherwise === LABEL && fate.to === from)) return [];
    return [constant(from, STRING), constant(fate.to, STRING)];
  });
  return otherwise === LABEL && pairs.length === 0 ? undefined : call('lookup', [LABEL, otherwise, ...pairs], STRING);
}
