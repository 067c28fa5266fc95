import { fateOf, type Taxonomy } from '../model/taxonomy.ts';
import type { Answer } from '../query/answer.ts';

/** The classes that become something else in another taxonomy, a row each, then the rest where that differs. */
export function compareTaxonomies(one: Taxonomy, other: Taxonomy): Extract<Answer, { readonly kind: 'table' }> {
  const names = [...new Set([...one.map.keys(), ...other.map.keys()])];
  const rows = names
    .map((name) => [name, becomes(one, name), becomes(other, name)])
    .filter(([, first, second]) => first !== second);
  const rest = ['(any other)', becomes(one, null), becomes(other, null)];
  const all = rest[1] === rest[2] ? rows : [...rows, rest];
  const isSameName = one.name === other.name;
  return {
    kind: 'table',
    columns: [
      { name: 'class', type: 'string' },
      { name: isSameName ? `${one.name} (1)` : one.name, type: 'string' },
      { name: isSameName ? `${other.name} (2)` : other.name, type: 'string' },
    ],
    rows: all,
    total: all.length,
  };
}

/** Words in brackets are no names of classes. */
function becomes(taxonomy: Taxonomy, name: string | null): string {
  const fate = fateOf(taxonomy, name);
  if (fate.kind === 'unmapped') return '(in no map)';
  if (fate.kind === 'kept') return '(stays)';
  return fate.kind === 'dropped' ? '(dropped)' : fate.to;
}
