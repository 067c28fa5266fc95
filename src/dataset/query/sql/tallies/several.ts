import type { Answer, Value } from '../../answer.ts';
import type { Fold, Tally } from '../../plan.ts';
import type { Row, Sql } from '../../statement.ts';
import type { Compiled } from '../compiled.ts';
import { join, raw, sql, withAll } from '../fragment.ts';
import type { View } from '../view.ts';
import { commas, foldParts } from './fold.ts';

/** A part of the statement: the places in the list that its rows answer. */
type Part = { readonly select: Sql; readonly width: number; readonly answers: readonly Answering[] };
type Answering = { readonly place: number; readonly value: (rows: readonly Row[]) => Value };

/**
 * Several questions in one statement. Folds over the same rows are answered in one pass over them.
 * @param compile compiles any other question
 */
export function compileSeveral(tallies: readonly Tally[], view: View, compile: (tally: Tally) => Compiled): Compiled {
  const placed = tallies.map((tally, place) => ({ tally, place }));
  const others = placed.flatMap(({ tally, place }) => (isFold(tally) ? [] : [otherPart(compile(tally), place)]));
  const parts = [...foldPasses(placed, view), ...others];
  const width = Math.max(1, ...parts.map((part) => part.width));
  const selects = parts.map((part, i) => numbered(part, i, width));
  return {
    sql: selects.length === 0 ? raw('select 0 where false') : join(selects, ' union all '),
    width: width + 1,
    read: (rows) => ({ kind: 'list', values: readParts(parts, rows, tallies.length) }),
  };
}

function isFold(tally: Tally): tally is Fold {
  return FOLDS.has(tally.kind);
}

const FOLDS: ReadonlySet<Tally['kind']> = new Set(['count', 'bounds', 'min', 'max', 'sum', 'mean', 'std']);

function foldPasses(placed: readonly { readonly tally: Tally; readonly place: number }[], view: View): readonly Part[] {
  const folds = placed.flatMap(({ tally, place }) => (isFold(tally) ? [{ place, ...foldParts(tally, view) }] : []));
  const passes = Map.groupBy(folds, ({ from }) => JSON.stringify(from));
  return [...passes.values()].map((pass) => {
    const [first] = pass;
    let start = 0;
    const answers = pass.map(({ place, columns, read }) => {
      const [from, to] = [start, start + columns.length];
      start = to;
      return { place, value: ([row = []]: readonly Row[]): Value => read(row.slice(from, to)) };
    });
    const columns = commas(pass.flatMap((fold) => fold.columns));
    return { select: sql`${withAll(view.tables)}select ${columns}${first?.from ?? raw('')}`, width: start, answers };
  });
}

function otherPart({ sql: select, width, read }: Compiled, place: number): Part {
  return { select, width, answers: [{ place, value: (rows) => valueOf(read(rows)) }] };
}

/** Tables come as their rows. */
function valueOf(answer: Answer): Value {
  if (answer.kind === 'scalar') return answer.value;
  if (answer.kind === 'list') return answer.values;
  return answer.kind === 'table' ? answer.rows : null;
}

/** Each part numbers its rows and has as many columns as the widest. */
function numbered({ select, width }: Part, part: number, widest: number): Sql {
  const padding = ', null'.repeat(widest - width);
  return sql`select ${raw(String(part))}, * ${raw(padding)} from (${select})`;
}

function readParts(parts: readonly Part[], rows: readonly Row[], count: number): readonly Value[] {
  const values = new Array<Value>(count).fill(null);
  const byPart = Map.groupBy(rows, ([part]) => Number(part));
  for (const [i, { width, answers }] of parts.entries()) {
    const own = (byPart.get(i) ?? []).map((row) => row.slice(1, width + 1));
    for (const { place, value } of answers) values[place] = value(own);
  }
  return values;
}
