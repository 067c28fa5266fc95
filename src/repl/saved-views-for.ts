import { UserError } from '../diagnostics.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { SavedView } from '../dataset/model/saved-view.ts';
import type { Scalar } from '../dataset/query/answer.ts';
import type { Expr } from '../dataset/query/ast.ts';
import { viewSourcesOf } from '../dataset/query/definition.ts';
import { literalOrParameter } from '../dataset/query/parameter-value.ts';
import { partsOf } from '../dataset/query/parts-of.ts';
import { CURRENT } from '../dataset/query/sources.ts';
import type { Plan } from '../dataset/query/plan.ts';

/** Verbs whose argument is the name of a saved view. */
const LOADING: ReadonlySet<string> = new Set(['loadSavedView', 'load_saved_view']);

/** Names that an expression starts from and that may be those of saved views: neither of the dataset nor of results. */
export function startingNamesIn(expr: Expr): readonly string[] {
  const names = viewSourcesOf(expr).flatMap((source) => (source.kind === 'name' ? [source.name] : []));
  return names.filter((name) => !CURRENT.has(name) && !name.startsWith('_'));
}

type Params = Readonly<Record<string, Scalar>>;

/** The names of saved views that an expression loads, some of them given as parameters. */
export function savedNamesIn(expr: Expr, params: Params): readonly string[] {
  const own = expr.kind === 'call' && expr.callee.kind === 'member' && LOADING.has(expr.callee.name) ? expr.args : [];
  const names = own.map(({ value }) => literalOrParameter(value, params)).filter((name) => typeof name === 'string');
  return [...names, ...partsOf(expr).flatMap((part) => savedNamesIn(part, params))];
}

/**
 * The plans of the saved views with these names; those that are not there are left out.
 * @param bind binds the definition of a view
 * @throws UserError what is wrong with a definition, naming the view
 */
export async function savedViewsFor(
  names: readonly string[],
  dataset: Dataset,
  bind: (text: string) => Promise<Plan>,
): Promise<ReadonlyMap<string, Plan>> {
  if (names.length === 0) return new Map();
  const views = await dataset.savedViews();
  const found = new Map<string, Plan>();
  for (const name of new Set(names)) {
    const view = views.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (view !== undefined) found.set(name, await planOf(view, bind));
  }
  return found;
}

async function planOf({ name, text }: SavedView, bind: (text: string) => Promise<Plan>): Promise<Plan> {
  try {
    return await bind(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, hint } = error;
    throw new UserError(code, `the saved view ${JSON.stringify(name)} cannot be used: ${message}`, {
      cause: error,
      ...(hint !== undefined && { hint }),
    });
  }
}
