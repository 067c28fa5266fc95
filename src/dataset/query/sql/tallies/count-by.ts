import { UserError } from '../../../../diagnostics.ts';
import type { Tally } from '../../plan.ts';
import { readerOf } from '../../read-value.ts';
import type { Sql } from '../../statement.ts';
import type { LeavesTerm, Term } from '../../term.ts';
import { columnTypeOf, STRING, type Type } from '../../type.ts';
import type { Compiled } from '../compiled.ts';
import { join, raw, sql, whereAll, withAll } from '../fragment.ts';
import { memberJson, outputOf } from '../json.ts';
import { printerFor } from '../print-term.ts';
import { labelRelation } from '../reading.ts';
import { isLeaves, labelRows } from '../value-rows.ts';
import { conditionsOf, type View } from '../view.ts';

/** How often each combination of values occurs: of samples, or of labels where a key is one of theirs. Lists are unwound. */
export function compileCountBy({ keys }: Extract<Tally, { readonly kind: 'count-by' }>, view: View): Compiled {
  const leaves = keys.map(({ of }) => of).find(isLeaves);
  if (leaves !== undefined) checkSameLabels(keys.map(({ of }) => of).filter(isLeaves));
  const rows = leaves === undefined ? sampleRows(view) : rowsOfLabels(leaves, view);
  const columns = keys.map(({ of }, i) => keyColumn(isLeaves(of) ? of.value : of, i, view));
  const joins = columns.map((column) => column.join).reduce((all, each) => sql`${all}${each}`, raw(''));
  const names = columns.map((_, i) => raw(`key_${String(i)}`));
  const select = columns.map((column, i) => sql`${column.value} as ${raw(`key_${String(i)}`)}`);
  const sorted = names.map((name) => sql`${name} is null, ${name}`);
  const total = { what: leaves === undefined ? 'samples' : 'labels' };
  return {
    sql: sql`${withAll(view.tables)}select ${join(select, ', ')}, count(*) as n from ${rows.from}${joins}${whereAll(rows.where)} group by ${join(names, ', ')} order by ${join(sorted, ', ')}`,
    width: keys.length + 1,
    read: (found) => ({
      kind: 'table',
      columns: [
        ...keys.map(({ name }, i) => ({ name, type: columnTypeOf(columns[i]?.type ?? { kind: 'any' }) })),
        { name: 'count', type: 'int', role: 'count' },
      ],
      rows: found.map((row) => [
        ...keys.map((_, i) => readerOf(columns[i]?.type ?? { kind: 'any' })(row[i])),
        Number(row[keys.length]),
      ]),
      total: found.length,
      ...(keys.length === 2 && { crosstab: true }),
      of: { ...total, total: found.reduce((sum, row) => sum + Number(row[keys.length]), 0) },
    }),
  };
}

/** Each label is counted once, so that all keys must be of the same ones. */
function checkSameLabels(leaves: readonly LeavesTerm[]): void {
  const which = new Set(leaves.map(({ labels: { field, where } }) => JSON.stringify([field, where])));
  if (which.size <= 1) return;
  throw new UserError('unsupported', 'all keys of labels must be of the same labels', {
    hint: 'filter them before: filterLabels(...).countBy(...)',
  });
}

/** Of the whole dataset every label is looked at once, each followed by its sample, and not the other way round. */
function rowsOfLabels({ labels }: LeavesTerm, view: View): { readonly from: Sql; readonly where: readonly Sql[] } {
  const whole = view.everySample && view.where.length === 0 && view.branches === null;
  if (!whole || labels.where !== null) return labelRows(labels.field, labels.where, true, view);
  const { from, where } = labelRelation(labels.field, view);
  return { from: sql`${from} cross join ${raw(view.samples)} s on s.id = l.sample_id`, where };
}

function sampleRows(view: View): { readonly from: Sql; readonly where: readonly Sql[] } {
  return { from: view.from, where: conditionsOf(view) };
}

function keyColumn(of: Term, i: number, view: View): { readonly value: Sql; readonly join: Sql; readonly type: Type } {
  const printer = printerFor(view);
  const alias = `list_${String(i)}`;
  if (of.kind === 'tags' && of.of === 'sample') {
    const { table, branched } = view.sampleTags;
    const owner = `${alias}.sample_id = s.id${branched ? ` and ${alias}.branch = v.branch` : ''}`;
    return { value: raw(`${alias}.tag`), join: raw(` join ${table} ${alias} on ${owner}`), type: STRING };
  }
  if (of.type.kind === 'list') {
    const join = sql` join json_each(${printer.value(of)}) ${raw(alias)}`;
    const { element } = of.type;
    return { value: element.kind === 'any' ? memberJson(alias) : raw(`${alias}.value`), join, type: element };
  }
  const value = outputOf(of, printer);
  return { value, join: raw(''), type: of.type };
}
