import type { Answer } from '../../dataset/query/answer.ts';
import type { Expr } from '../../dataset/query/ast.ts';
import { type Bound, bind } from '../../dataset/query/bind.ts';
import { bindTerm } from '../../dataset/query/bind/bind-term.ts';
import type { BindContext } from '../../dataset/query/bind/context.ts';
import type { Catalog } from '../../dataset/query/catalog.ts';
import { catalogAfter } from '../../dataset/query/fields-after.ts';
import type { Plan } from '../../dataset/query/plan.ts';
import type { Term } from '../../dataset/query/term.ts';
import { builtInTaxonomy } from '../../dataset/taxonomy/built-in.ts';
import type { Knowledge } from './completion.ts';

/** What an expression on a dataset is; undefined where it does not bind, or the parser is not loaded yet. */
export function boundTo(text: string, knowledge: Knowledge): Bound | undefined {
  const { current = null, catalog, variables, params, commands } = knowledge;
  const variable = (name: string): Plan | Answer | undefined => {
    const found = variables.get(name);
    return found?.kind === 'view' ? found.plan : found?.answer;
  };
  const names = new Set(commands.map(({ name }) => name));
  const expr = parsed(text, knowledge);
  return (
    expr &&
    attempt(() => bind(expr, { current, catalog, params, variable, taxonomy: builtInTaxonomy, commands: names }))
  );
}

/** What may be known of the samples of a view: its dataset's catalog with the fields that its stages leave. */
export function catalogOfView(view: string, dataset: string, knowledge: Knowledge): Catalog | undefined {
  const catalog = knowledge.catalog(dataset);
  const bound = boundTo(view, knowledge);
  if (catalog === undefined || bound === undefined || bound.kind === 'value') return catalog;
  return catalogAfter(bound.plan, catalog);
}

/** The term that an expression is inside a predicate; undefined where it does not bind. */
export function boundTerm(
  expr: Expr,
  { catalog, params, focus }: Pick<BindContext, 'catalog' | 'params' | 'focus'>,
): Term | undefined {
  const context = {
    catalog,
    params,
    focus,
    mentions: [],
    rewritten: NOTHING,
    bindTerm,
    bindView: notHere,
    bindTally: notHere,
  };
  return attempt(() => bindTerm(expr, context));
}

const NOTHING: ReadonlySet<string> = new Set();

/** Views and questions are arguments of verbs: no term holds one. */
function notHere(): never {
  throw new Error('no argument of a verb');
}

/** The expression in a text; undefined where it is none, or the parser is not loaded yet. */
export function parsed(text: string, { parse }: Knowledge): Expr | undefined {
  if (text === '' || text.length > LONGEST) return undefined;
  return parse && attempt(() => parse(text).expression);
}

/** Longer texts were pasted: they are not worth the time at each key. */
const LONGEST = 5_000;

/** Whatever is wrong with an unfinished text is no news: it counts as not known. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
