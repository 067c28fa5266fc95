import type { Tally } from '../../plan.ts';
import type { Sql } from '../../statement.ts';
import type { Term } from '../../term.ts';
import type { Compiled } from '../compiled.ts';
import { raw, sql, whereAll, withAll } from '../fragment.ts';
import { printerFor } from '../print-term.ts';
import { labelRows, valueRows } from '../value-rows.ts';
import { fromSamples, type View } from '../view.ts';

/** Which types of values occur: a row for each attribute of labels or key of an object; of a list those of its members. */
export function compileTypesWithin({ of }: Extract<Tally, { readonly kind: 'types-within' }>, view: View): Compiled {
  if (of.type.kind === 'list') return typesOfMembers(of, view);
  const rows = of.kind === 'labels' ? attributes(of.field, of.where, view) : keys(of, view);
  return {
    sql: sql`${withAll(view.tables)}select e.key, ${typeName('e.type')} as type, count(*) ${rows} and e.type <> 'null' group by 1, 2 order by 1, 3 desc, 2`,
    width: 3,
    read: (found) => {
      const types = Map.groupBy(found, ([key]) => String(key));
      const table = [...types].map(([key, rowsOf]) => [key, rowsOf.map(([, type]) => String(type)).join(', ')]);
      return {
        kind: 'table',
        columns: [
          { name: 'name', type: 'string' },
          { name: 'type', type: 'string' },
        ],
        rows: table,
        total: table.length,
      };
    },
  };
}

/** Our name of a type of JSON. */
function typeName(type: string): Sql {
  return raw(
    `case ${type} when 'integer' then 'int' when 'real' then 'float' when 'text' then 'string' when 'true' then 'bool' ` +
      "when 'false' then 'bool' when 'array' then 'list' else 'dict' end",
  );
}

function attributes(field: string, filter: Term | null, view: View): Sql {
  const { from, where } = labelRows(field, filter, false, view);
  return sql`from ${from} join json_each(l.attributes) e${whereAll([...where, raw('l.attributes is not null')])}`;
}

function keys(of: Term, view: View): Sql {
  const object = printerFor(view).value(of);
  return sql`from (select ${object} as object ${fromSamples(view)}) join json_each(object) e where json_type(object) = 'object'`;
}

function typesOfMembers(of: Term, view: View): Compiled {
  const rows = valueRows(of, view);
  const type = rows.type.kind === 'any' ? typeName('json_type(value)') : raw(`'${rows.type.kind}'`);
  return {
    sql: sql`${withAll(view.tables)}select ${type}, count(*) from (select ${rows.output} as value ${rows.from}) where value is not null group by 1 order by 2 desc, 1`,
    width: 2,
    read: (found) => {
      const types = found.map(([each]) => String(each));
      return types.length === 1 ? { kind: 'scalar', value: types[0] ?? null } : { kind: 'list', values: types };
    },
  };
}
