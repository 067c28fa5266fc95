import { type Fate, fateOf, type Taxonomy } from '../model/taxonomy.ts';
import type { Answer, Column } from '../query/answer.ts';
import { type FieldClasses, labelsByClass } from './class-use.ts';

type Table = Extract<Answer, { readonly kind: 'table' }>;

/** A class that goes in: what becomes of it, and in how many labels. */
type ClassRow = { readonly from: string | null; readonly labels: number; readonly fate: Fate };

const COLUMNS: readonly Column[] = [
  { name: 'class', type: 'string' },
  { name: 'labels', type: 'int', role: 'count' },
  { name: 'becomes', type: 'string' },
  { name: 'what', type: 'string' },
  { name: 'id', type: 'int' },
  { name: 'altogether', type: 'int' },
];

/**
 * A row for each class that goes in, in the order of the classes that come out, with their numbers and how many labels each has
 * altogether; then classes that are dropped, then those in no map.
 */
export function taxonomyOnData(taxonomy: Taxonomy, fields: readonly FieldClasses[]): Table {
  const labels = labelsByClass(fields);
  const unused = [...taxonomy.map.keys()].filter((name) => !labels.has(name));
  const rows = [...labels, ...unused.map((name) => [name, 0] as const)].map(([from, count]) => {
    return { from, labels: count, fate: fateOf(taxonomy, from) };
  });
  const totals = Map.groupBy(rows, ({ fate }) => targetOf(fate));
  const ordered = rows.toSorted((a, b) => placeOf(a.fate, taxonomy) - placeOf(b.fate, taxonomy));
  return {
    kind: 'table',
    columns: COLUMNS,
    rows: ordered.map((row) => {
      const to = targetOf(row.fate);
      const altogether = to === null ? null : sum(totals.get(to) ?? []);
      return [row.from, row.labels, to, whatOf(row), numberOf(to, taxonomy), altogether];
    }),
    total: ordered.length,
    of: { what: 'labels', total: sum(rows) },
  };
}

/** The same of a taxonomy alone: only the classes that it names, and what becomes of the rest. */
export function taxonomyAlone(taxonomy: Taxonomy): Table {
  const rows = [...taxonomy.map.keys()].map((from) => ({ from, labels: 1, fate: fateOf(taxonomy, from) }));
  const rest = { from: '(any other)', labels: 1, fate: fateOf(taxonomy, null) };
  const ordered = [...rows.toSorted((a, b) => placeOf(a.fate, taxonomy) - placeOf(b.fate, taxonomy)), rest];
  return {
    kind: 'table',
    columns: COLUMNS.filter(({ name }) => name !== 'labels' && name !== 'altogether'),
    rows: ordered.map((row) => {
      const to = targetOf(row.fate);
      return [row.from, to, row === rest ? REST[row.fate.kind] : whatOf(row), numberOf(to, taxonomy)];
    }),
    total: ordered.length,
  };
}

const REST: Readonly<Record<Fate['kind'], string>> = {
  unmapped: 'an error',
  dropped: 'dropped',
  kept: 'stays',
  'by-default': 'by default',
  mapped: 'relabelled',
};

function whatOf({ from, labels, fate }: ClassRow): string {
  if (labels === 0 && fate.kind !== 'dropped') return 'not there';
  if (fate.kind === 'mapped') return fate.to === from ? 'stays' : 'relabelled';
  return fate.kind === 'unmapped' ? 'in no map' : REST[fate.kind];
}

function targetOf(fate: Fate): string | null {
  return 'to' in fate ? fate.to : null;
}

function numberOf(to: string | null, { classes }: Taxonomy): number | null {
  const number = to === null ? -1 : classes.indexOf(to);
  return number < 0 ? null : number;
}

/** Classes that are kept have no number and come behind those that have one. */
function placeOf(fate: Fate, taxonomy: Taxonomy): number {
  const { length } = taxonomy.classes;
  if (fate.kind === 'dropped') return length + 1;
  if (fate.kind === 'unmapped') return length + 2;
  return numberOf(fate.to, taxonomy) ?? length;
}

function sum(rows: readonly ClassRow[]): number {
  return rows.reduce((total, { labels }) => total + labels, 0);
}
