import { type Span, UserError } from '../../../diagnostics.ts';
import type { Note } from './context.ts';
import { columnName } from './column-name.ts';
import type { Aggregation, Fold, GroupStage, Plan } from '../plan.ts';
import type { Question } from '../verbs/define-verb.ts';

/**
 * `groupBy(area).mean(year)` asks for the mean of each group: a fold that follows `groupBy` directly is one a group. `count()` and
 * everything else look at the first sample of each group, as in FiftyOne.
 * @throws UserError `unsupported` for what has no answer a group yet
 */
export function perGroup({ plan, aggregation }: Question, span: Span): Question {
  const last = plan.stages.at(-1);
  if (last?.kind !== 'group' || last.flat || !asksEachGroup(aggregation)) return { plan, aggregation };
  const before: Plan = { ...plan, stages: plan.stages.slice(0, -1) };
  return { plan: before, aggregation: grouped(aggregation, last, span) };
}

/** What is said where a question looks at the first sample of each group, as in FiftyOne, which few mean. */
export function firstOfEachGroup({ plan, aggregation }: Question, span: Span): Note | undefined {
  const last = plan.stages.at(-1);
  if (last?.kind !== 'group' || last.flat) return undefined;
  const asked = aggregation.kind === 'several' ? aggregation.of : aggregation.kind === 'grouped' ? [] : [aggregation];
  if (!asked.some(({ kind }) => OF_VALUES.has(kind))) return undefined;
  const [what = 'field'] = asked.flatMap((each) => ('of' in each && each.of !== null ? [columnName(each.of)] : []));
  const keys = [...last.names, what].map((name) => `'${name}'`).join(', ');
  return {
    note: 'of each group only the first sample is looked at, as in FiftyOne',
    hint: `countBy(${keys}) counts in each group, mean(...), sum(...) and the like fold each`,
    span,
  };
}

/** Questions about how values are spread: of the first samples alone they say little. */
const OF_VALUES: ReadonlySet<Aggregation['kind']> = new Set<Aggregation['kind']>([
  'count-values',
  'count-by',
  'count-label-tags',
  'distinct',
  'histogram-values',
  'quantiles',
]);

function asksEachGroup(aggregation: Aggregation): aggregation is Fold {
  if (aggregation.kind === 'count') return aggregation.of !== null;
  return FOLDS.has(aggregation.kind);
}

const FOLDS: ReadonlySet<Aggregation['kind']> = new Set(['bounds', 'min', 'max', 'sum', 'mean', 'std']);

function grouped(of: Fold, { by, names, where, sort }: GroupStage, span: Span): Aggregation {
  if (where !== null || sort !== null) {
    throw new UserError('unsupported', 'groups that are chosen or sorted have no answer each', {
      span,
      hint: 'filter before groupBy(...)',
    });
  }
  const name = of.of === null ? 'count' : `${of.kind} ${columnName(of.of)}`;
  return { kind: 'grouped', by: by.map((term, i) => ({ name: names[i] ?? 'value', of: term })), of, name };
}
