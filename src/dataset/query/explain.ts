import type { BoundQuery } from './bound.ts';
import type { Catalog } from './catalog.ts';
import { compileAnswer, compileSampleKeys } from './compile.ts';
import { planText } from './explain/plan-text.ts';
import { sqlText } from './explain/sql-text.ts';
import type { Sql } from './statement.ts';

/** How a query is answered. */
export type Explanation = {
  /** What it does to the samples, a line a stage; then what is asked of them. */
  readonly steps: readonly string[];
  readonly sql: Sql;
  /** The statement for people to read. */
  readonly text: string;
};

/** Says how a bound query is answered; samples are fetched in pages after their ids, which is the statement shown. */
export function explain(bound: BoundQuery, catalog: Catalog): Explanation {
  const steps = planText(bound.plan);
  if (bound.kind === 'view')
    return explained([...steps, 'count samples and labels'], compileAnswer(bound, catalog).sql);
  const { kind } = bound.aggregation;
  if (kind === 'samples') return explained([...steps, 'fetch samples'], compileSampleKeys(bound.plan, catalog));
  return explained([...steps, `answer ${kind.replaceAll('-', ' ')}`], compileAnswer(bound, catalog).sql);
}

function explained(steps: readonly string[], sql: Sql): Explanation {
  return { steps, sql, text: sqlText(sql) };
}
