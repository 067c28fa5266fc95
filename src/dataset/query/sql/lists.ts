import type { Sql } from '../statement.ts';
import { elementOf, type Term } from '../term.ts';
import { raw, sql, whereAll } from './fragment.ts';
import type { Printer } from './printer.ts';

/** The members of a list as rows, for sub-queries. Missing members are left out. */
export type ListRows = {
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** One member. */
  readonly member: Sql;
  /** What orders them. */
  readonly place: Sql;
};

/** Table and condition of the tags of the current sample or label. */
export function tagsOf(of: 'sample' | 'label'): Sql {
  return of === 'sample' ? raw('sample_tag t where t.sample_id = s.id') : raw('label_tag t where t.label_id = l.id');
}

/** The rows of a list: of tags, of what labels have, of a JSON list. */
export function listRows(term: Term, printer: Printer): ListRows {
  if (term.kind === 'tags') {
    const owner = term.of === 'sample' ? raw('t.sample_id = s.id') : raw('t.label_id = l.id');
    return { from: raw(`${term.of}_tag t`), where: [owner], member: raw('t.tag'), place: raw('t.position') };
  }
  if (term.kind === 'labels') {
    const { from, where } = printer.labels(term);
    return { from, where, member: raw('l.id'), place: raw('l.position') };
  }
  if (term.kind === 'leaves' && !term.labels.single) {
    const { from, where } = printer.labels(term.labels);
    const member = printer.value(term.value);
    return { from, where: [...where, sql`${member} is not null`], member, place: raw('l.position') };
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
