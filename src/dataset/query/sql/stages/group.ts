import type { GroupStage } from '../../plan.ts';
import type { Sql } from '../../statement.ts';
import { type MembersTerm, membersIn } from '../../term.ts';
import { join, raw, sql, whereAll } from '../fragment.ts';
import { outputOf } from '../json.ts';
import { printerFor } from '../print-term.ts';
import {
  carriedColumns,
  fromSamples,
  nextName,
  orderKeysOf,
  printKey,
  readFrom,
  type View,
  withTable,
} from '../view.ts';
import { orderKeys } from './sort.ts';

/** Samples group by group, or the first of each. Conditions on groups and their order look at columns computed beside. */
export function group(view: View, stage: GroupStage): View {
  const columns = groupColumns(stage);
  const members = withTable(view, memberTable(view, stage, columns));
  const name = nextName(members, 'samples');
  const grouped = nextName(view, 'members');
  const printer = printerFor({ ...members, members: columnReader(columns) });
  const conditions = [
    ...(stage.flat ? [] : [raw('v.member_rank = 1')]),
    ...(stage.where === null ? [] : [printer.condition(stage.where)]),
  ];
  const sort =
    stage.sort === null ? [] : [printKey({ by: printer.value(stage.sort.by), descending: stage.sort.descending })];
  const inOrder = stage.by.map((_, i) => raw(`v.key_${String(i)} is null, v.key_${String(i)}`));
  const keys = join([...sort, ...inOrder, raw('v.member_rank')], ', ');
  const carried = carriedColumns({ ...view, carried: view.carried.filter((column) => column !== 'group_place') });
  const select = sql`select v.id${carried}, row_number() over (order by ${keys}) as group_place from ${raw(grouped)} v${whereAll(conditions)}`;
  const next = readFrom(withTable(members, sql`${raw(name)} as (${select})`), name);
  return {
    ...next,
    carried: [...new Set([...view.carried, 'group_place'])],
    order: [],
    base: [{ by: raw('v.group_place'), descending: false }],
  };
}

/** The lists of the group's members that conditions and order look at, each once. */
function groupColumns({ where, sort }: GroupStage): readonly MembersTerm[] {
  const terms = [where, sort?.by].flatMap((term) => (term === null || term === undefined ? [] : membersIn(term)));
  return [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()];
}

function columnReader(columns: readonly MembersTerm[]): (term: MembersTerm) => Sql {
  const names = new Map(columns.map((term, i) => [JSON.stringify(term), `v.members_${String(i)}`]));
  return (term) => raw(names.get(JSON.stringify(term)) ?? 'null');
}

function memberTable(view: View, stage: GroupStage, columns: readonly MembersTerm[]): Sql {
  const keys = stage.by.map((by) => outputOf(by, printerFor(view)));
  const inside = [
    ...(stage.order === null ? [] : orderKeys(stage.order, view).map((key) => printKey(key))),
    orderKeysOf(view),
  ];
  const partition = sql`partition by ${join(keys, ', ')} order by ${join(inside, ', ')}`;
  const whole = sql`(${partition} rows between unbounded preceding and unbounded following)`;
  const lists = columns.map(
    (term, i) => sql`, json_group_array(${memberOf(term, view)}) over ${whole} as ${raw(`members_${String(i)}`)}`,
  );
  const rank = sql`row_number() over (${partition}) as member_rank`;
  const named = join(
    keys.map((key, i) => sql`${key} as ${raw(`key_${String(i)}`)}`),
    ', ',
  );
  const more = lists.reduce((all, list) => sql`${all}${list}`, raw(''));
  return sql`${raw(nextName(view, 'members'))} as (select s.id${carriedColumns(view)}, ${named}, ${rank}${more} ${fromSamples(view)})`;
}

/** A member: one value of it, or only that it is there. */
function memberOf({ value }: MembersTerm, view: View): Sql {
  if (value === null) return raw('s.oid');
  const printed = outputOf(value, printerFor(view));
  const { kind } = value.type;
  return kind === 'list' || kind === 'dict' || kind === 'any' ? sql`json(${printed})` : printed;
}
