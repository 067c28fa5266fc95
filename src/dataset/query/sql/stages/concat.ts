import { UserError } from '../../../../diagnostics.ts';
import type { Sql } from '../../statement.ts';
import { join, raw, sql, whereAll } from '../fragment.ts';
import { labelColumns } from '../label-columns.ts';
import { columnOf, labelRelation, type Relation } from '../reading.ts';
import { fromSamples, nextName, orderKeysOf, readFrom, type View, withTable } from '../view.ts';

/**
 * One view after the other. A sample may be there several times, each time with other labels and values: a branch number
 * keeps them apart.
 */
export function concat(first: View, second: View): View {
  checkSameFields(first, second);
  const name = nextName(second, 'samples');
  const changed = [...new Set([...first.columns.keys(), ...second.columns.keys()])].filter((field) =>
    isKept(first, field),
  );
  const select = [branchRows(first, 0, changed), branchRows(second, first.branchCount, changed)];
  const table = sql`${raw(name)} as materialized (${join(select, ' union all ')})`;
  const joined = readFrom(withTable({ ...second, branches: name }, table), name);
  const both: View = {
    ...joined,
    columns: new Map(changed.map((field, i) => [field, raw(`v.value_${String(i)}`)] as const)),
    carried: ['branch', 'place', ...changed.map((_, i) => `value_${String(i)}`)],
    order: [],
    base: [{ by: raw('v.place'), descending: false }],
    branchCount: first.branchCount + second.branchCount,
    atMost: first.atMost + second.atMost,
  };
  return withTagsOf(withLabelsOf(both, first, second), first, second);
}

/** Labels of a patch belong to another table of samples; tags of labels are kept once for all branches. */
function checkSameFields(first: View, second: View): void {
  const names = ({ catalog }: View): string => JSON.stringify(catalog.fields.map((field) => [field.name, field.kind]));
  if (first.samples !== second.samples) {
    throw new UserError('unsupported', 'patches cannot stand after other samples, nor after other patches', {
      hint: 'make patches of one view: ds.toPatches(...)',
    });
  }
  if (names(first) !== names(second)) {
    throw new UserError('unsupported', 'only views with the same fields can stand one after the other', {
      hint: 'chain selectFields(...) and excludeFields(...) after concat(...)',
    });
  }
  if (first.labelTags === second.labelTags) return;
  throw new UserError('unsupported', 'views with other tags of labels cannot stand one after the other', {
    hint: 'save the tags first: setField(...).save()',
  });
}

/** More than there are samples. */
const BEHIND = 2 ** 40;

function branchRows(view: View, start: number, changed: readonly string[]): Sql {
  const branch = view.branches === null ? raw(String(start)) : raw(`v.branch + ${String(start)}`);
  // Not by branch: the samples of one side may be of several, in an order of their own.
  const behind = raw(start === 0 ? '' : ` + ${String(BEHIND)}`);
  const place = sql`row_number() over (order by ${orderKeysOf(view)})${behind}`;
  const values = changed.map((field, i) => sql`, ${columnOf(view, field)} as ${raw(`value_${String(i)}`)}`);
  const more = values.reduce((all, value) => sql`${all}${value}`, raw(''));
  return sql`select s.id, ${branch} as branch, ${place} as place${more} ${fromSamples(view)}`;
}

/** Whether a field that a stage has changed was not left out by a later one. */
function isKept({ catalog }: View, field: string): boolean {
  return catalog.fields.some(({ name }) => name === field);
}

function withLabelsOf(both: View, first: View, second: View): View {
  const fields = [...new Set([...first.labels.keys(), ...second.labels.keys()])];
  return fields
    .filter((field) => isKept(first, field))
    .reduce((view, field) => {
      if (first.labels.get(field) === second.labels.get(field)) return view;
      const name = nextName(view, 'labels');
      const rows = [labelRows(first, field, 0), labelRows(second, field, first.branchCount)];
      const next = withTable(view, sql`${raw(name)} as not materialized (${join(rows, ' union all ')})`);
      const weight = Math.max(...[first, second].map(({ labels }) => labels.get(field)?.weight ?? 0)) + 1;
      return { ...next, labels: new Map([...view.labels, [field, { table: name, branched: true, weight }]]) };
    }, both);
}

function labelRows(view: View, field: string, start: number): Sql {
  const { relation, from, where } = labelRelation(field, view);
  const { branch, more } = branchesOf(view, relation, 'l', start);
  return sql`select ${labelColumns()}, ${branch} as branch from ${from}${more}${whereAll(where)}`;
}

/** Rows that do not carry a branch belong to all branches of their side. */
function branchesOf(view: View, { branched }: Relation, alias: 'l' | 't', start: number): { branch: Sql; more: Sql } {
  if (branched) return { branch: raw(`${alias}.branch + ${String(start)}`), more: raw('') };
  if (view.branchCount === 1) return { branch: raw(String(start)), more: raw('') };
  const numbers = Array.from({ length: view.branchCount }, (_, i) => `(${String(start + i)})`).join(', ');
  return { branch: raw('b.column1'), more: raw(` cross join (values ${numbers}) b`) };
}

function withTagsOf(both: View, first: View, second: View): View {
  if (first.sampleTags === second.sampleTags) return both;
  if (first.sampleTags.table === second.sampleTags.table) return both;
  const name = nextName(both, 'tags');
  const rows = [tagRows(first, 0), tagRows(second, first.branchCount)];
  const next = withTable(both, sql`${raw(name)} as not materialized (${join(rows, ' union all ')})`);
  return { ...next, sampleTags: { table: name, branched: true } };
}

function tagRows(view: View, start: number): Sql {
  const { branch, more } = branchesOf(view, view.sampleTags, 't', start);
  return sql`select t.sample_id, ${branch} as branch, t.position, t.tag from ${raw(view.sampleTags.table)} t${more}`;
}
