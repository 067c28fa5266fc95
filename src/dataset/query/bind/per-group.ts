import { type Span, UserError } from '../../../diagnostics.ts';
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
