import type { Sql } from '../statement.ts';
import { call, type EachTerm, type Term } from '../term.ts';
import { BOOL, isNumber } from '../type.ts';
import { raw, sql, whereAll } from './fragment.ts';
import { jsonOf } from './json.ts';
import { eachRows, overList } from './lists.ts';
import type { Printer } from './printer.ts';

/** The list that `map` and `filter` make, or the total of a `fold`; missing where the list is. */
export function eachValue(term: EachTerm, printer: Printer): Sql {
  if (term.list.kind === 'labels') return foldLabels(term, printer);
  // The list is printed once, so that a chain of these does not grow with every link.
  const source = raw(`v${String(term.depth)}`);
  const result = term.operation === 'fold' ? foldMembers(term, source, printer) : members(term, source, printer);
  const list = jsonOf(term.list, printer);
  return sql`(select case when ${source}.list is not null then ${result} end from (select ${list} as list) ${source})`;
}

function members(term: EachTerm, source: Sql, printer: Printer): Sql {
  const rows = eachRows(term, printer, sql`${source}.list`);
  return sql`(${overList(sql`json_group_array(json(${rows.json()}) order by ${rows.place})`, rows)})`;
}

function foldMembers(term: EachTerm, source: Sql, printer: Printer): Sql {
  const [member, total] = [raw(`e${String(term.depth)}`), raw(`f${String(term.depth)}`)];
  return fold(term, sql`json_each(${source}.list) ${member} on ${member}.key = ${total}.place`, printer);
}

function foldLabels(term: EachTerm, printer: Printer): Sql {
  if (term.list.kind !== 'labels') throw new Error('labels are folded');
  const { from, owner, where } = printer.labels(term.list);
  const numbered = sql`select l.*, row_number() over (order by l.position) - 1 as place from ${from}${whereAll([owner, ...where])}`;
  const joined = sql`(${numbered}) l on l.place = ${raw(`f${String(term.depth)}`)}.place`;
  const present = printer.condition(call('exists', [term.list], BOOL));
  return sql`case when ${present} then ${fold(term, joined, printer)} end`;
}

/** Goes from one member to the next; `joined` is the member whose place is that of the total so far. */
function fold({ body, initial, depth, type }: EachTerm, joined: Sql, printer: Printer): Sql {
  const total = raw(`f${String(depth)}`);
  const kept = (term: Term): Sql => (type.kind === 'any' ? jsonOf(term, printer) : printer.value(term));
  const start = initial === null ? raw('null') : kept(initial);
  const result = type.kind === 'any' ? sql`json_extract(${total}.total, '$')` : sql`${total}.total`;
  const value = isNumber(type) || type.kind === 'bool' ? kept(body) : sql`not_too_long(${kept(body)})`;
  const next = sql`select ${total}.place + 1, ${value} from ${total} join ${joined}`;
  return sql`(with recursive ${total}(place, total) as (select 0, ${start} union all ${next}) select ${result} from ${total} order by ${total}.place desc limit 1)`;
}
