import type { ColumnType } from '../../dataset/query/answer.ts';
import { countedType } from '../../dataset/query/bins.ts';
import { columnTypeOf } from '../../dataset/query/type.ts';
import { UserError } from '../../diagnostics.ts';
import { type Counted, countedSource, heldCounts } from './counted-source.ts';
import { patternCondition } from './pattern-condition.ts';
import type { SheetSource, Taken } from './sheet-source.ts';
import { fromSource, whereOf } from './view-language.ts';
import type { ViewPorts } from './view-ports.ts';

/** How often the values of a path occur in a view: as a table, or where there are too many for one as rows that are read by their place. */
export async function viewCounts(
  text: string,
  by: string,
  ports: ViewPorts,
  signal: AbortSignal,
): Promise<SheetSource> {
  const counted = await countedIn(text, by, ports, signal);
  return counted.order.ids.length > MOST_HELD ? countedSource(counted, signal) : heldCounts(counted, signal);
}

/** Values that are held. */
const MOST_HELD = 20_000;

/** Counts the values of a path of a view. */
export async function countedIn(text: string, by: string, ports: ViewPorts, signal: AbortSignal): Promise<Counted> {
  const title = `${text}.countValues(${by})`;
  const bound = await ports.bind(title);
  if (bound.kind !== 'aggregate' || bound.aggregation.kind !== 'count-values') throw new Error(`no counts: ${title}`);
  const { of, name } = bound.aggregation;
  const type = columnTypeOf(countedType({ of, name }));
  const isOfLists = of.kind === 'tags' || of.type.kind === 'list';
  const values = ports.dataset.countedValues({ plan: bound.plan, of, name });
  return {
    title,
    values,
    order: await values.read(signal),
    column: { name, type },
    what: isOfLists ? 'values' : 'samples',
    narrowed: async (pattern, stop) => {
      if (isOfLists) throw new UserError('unsupported', 'there are too many members of lists to be looked through');
      return countedIn(`${text}.where(${conditionFor(by, type, pattern)})`, by, ports, stop);
    },
    expression: (taken: Taken) => whereOf(taken, { text: fromSource(text, ports.source), by }),
  };
}

function conditionFor(by: string, type: ColumnType, pattern: string): string {
  return patternCondition({ name: by, type, path: by }, pattern);
}
