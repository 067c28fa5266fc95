import type { Sql } from '../statement.ts';
import { elementOf, type Term } from '../term.ts';
import { raw, sql, whereAll } from './fragment.ts';
import type { Printer } from './printer.ts';
import { belongsToSample } from './reading.ts';

/** The members of a list as rows, for sub-queries. Missing members are left out. */
export type ListRows = {
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** One member. */
  readonly member: Sql;
  /** What orders them. */
  readonly place: Sql;
};

/** The rows of a list: of tags, of what labels have, of a JSON list. */
export function listRows(term: Term, printer: Printer): ListRows {
  if (term.kind === 'tags') {
    const { sampleTags, labelTags } = printer.reading;
    const owner = term.of === 'sample' ? belongsToSample('t', sampleTags) : raw('t.label_id = l.id');
    const from = raw(`${term.of === 'sample' ? sampleTags.table : labelTags} t`);
    return { from, where: [owner], member: raw('t.tag'), place: raw('t.position') };
  }
  if (term.kind === 'labels') {
    const { from, owner, where } = printer.labels(term);
    return { from, where: [owner, ...where], member: raw('l.id'), place: raw('l.position') };
  }
  if (term.kind === 'leaves' && !term.labels.single) {
    const { from, owner, where } = printer.labels(term.labels);
    const member = printer.value(term.value);
    return { from, where: [owner, ...where, sql`${member} is not null`], member, place: raw('l.position') };
  }
  const numbersOnly = elementOf(term.type).kind === 'any';
  const member = numbersOnly
    ? raw("case when e.type not in ('object', 'array', 'null') then e.value end")
    : raw('e.value');
  return {
    from: sql`json_each(${printer.value(term)}) e`,
    where: [raw('e.value is not null')],
    member,
    place: raw('e.id'),
  };
}

/** A sub-query over the members. */
export function overList(select: Sql, { from, where }: ListRows, more: readonly Sql[] = []): Sql {
  return sql`select ${select} from ${from}${whereAll([...where, ...more])}`;
}
