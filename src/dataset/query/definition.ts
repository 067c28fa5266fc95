import type { Scalar } from './answer.ts';
import { plainTaxonomy, type Taxonomy } from '../model/taxonomy.ts';
import type { Expr } from './ast.ts';
import { partsOf } from './parts-of.ts';
import { CURRENT, openedDataset } from './sources.ts';
import { taxonomiesIn } from './taxonomies-in.ts';
import { verbNamed } from './verbs/index.ts';

/** What stands for a name in a definition. */
export type Meanings = {
  /** The definition of a variable that holds a view. */
  readonly variable: (name: string) => string | undefined;
  readonly params: Readonly<Record<string, Scalar>>;
  /** A taxonomy that is not built in: it is written out, since its file may change or not be there. */
  readonly taxonomy?: (name: string) => Taxonomy | undefined;
};

type Replacement = { readonly start: number; readonly end: number; readonly text: string };

/**
 * The text of a view that stands on its own: variables are replaced by their definitions, parameters by their values, taxonomies
 * from files by what they say, and the dataset is called `ds`.
 * @param text the statement in which `expr` stands
 */
export function definitionOf(text: string, expr: Expr, meanings: Meanings): string {
  const taxonomies = writtenOut(expr, meanings);
  const parameters = parametersIn(expr, meanings).filter(
    ({ start }) => !taxonomies.some((each) => each.start === start),
  );
  return replaced(text, expr, [...sourcesIn(expr, meanings), ...parameters, ...taxonomies]);
}

function replaced(text: string, expr: Expr, replacements: readonly Replacement[]): string {
  const found = replacements.toSorted((a, b) => a.start - b.start);
  let out = '';
  let at = expr.span.start;
  for (const { start, end, text: instead } of found) {
    out += text.slice(at, start) + instead;
    at = end;
  }
  return out + text.slice(at, expr.span.end);
}

/** The text of a view of any dataset as it was typed, for the session in which it was: what `ds` is, it says itself. */
export function typedText(
  text: string,
  expr: Expr,
  { current, params }: { readonly current: string | undefined; readonly params: Meanings['params'] },
): string {
  const opened = current === undefined ? undefined : `open(${JSON.stringify(current)})`;
  const named = viewSourcesOf(expr).flatMap((source): Replacement[] =>
    source.kind === 'name' && CURRENT.has(source.name) && opened !== undefined
      ? [{ ...source.span, text: opened }]
      : [],
  );
  return replaced(text, expr, [...named, ...parametersIn(expr, { variable: () => undefined, params })]);
}

/**
 * Where the expression says which views it starts from: names and opened datasets, at its root and where a verb takes another
 * view.
 */
export function viewSourcesOf(expr: Expr): readonly Expr[] {
  if (openedDataset(expr) !== undefined || expr.kind === 'name') return [expr];
  if (expr.kind === 'member' || expr.kind === 'index' || expr.kind === 'slice') return viewSourcesOf(expr.object);
  if (expr.kind !== 'call') return [];
  const { callee, args } = expr;
  if (callee.kind !== 'member') return args.flatMap(({ value }) => viewSourcesOf(value));
  const params = verbNamed(callee.name)?.params ?? [];
  const views = args.filter(({ keyword }, i) => {
    const param = keyword === undefined ? params[i] : params.find(({ name }) => name === keyword.name);
    return param?.type === 'view';
  });
  return [...viewSourcesOf(callee), ...views.flatMap(({ value }) => viewSourcesOf(value))];
}

function sourcesIn(expr: Expr, { variable }: Meanings): readonly Replacement[] {
  return viewSourcesOf(expr).flatMap((source) => {
    if (source.kind !== 'name') return [{ ...source.span, text: 'ds' }];
    const definition = variable(source.name) ?? (CURRENT.has(source.name) ? 'ds' : undefined);
    return definition === undefined ? [] : [{ ...source.span, text: definition }];
  });
}

function writtenOut(expr: Expr, { taxonomy, params }: Meanings): readonly Replacement[] {
  if (taxonomy === undefined) return [];
  return taxonomiesIn(expr, params).flatMap(({ name, span }) => {
    const found = taxonomy(name);
    return found === undefined ? [] : [{ ...span, text: JSON.stringify(plainTaxonomy(found)) }];
  });
}

function parametersIn(expr: Expr, { params }: Meanings): readonly Replacement[] {
  if (expr.kind === 'name') {
    const key = expr.name.slice(1);
    if (!expr.name.startsWith('$') || !Object.hasOwn(params, key)) return [];
    return [{ ...expr.span, text: literal(params[key] ?? null) }];
  }
  return partsOf(expr).flatMap((part) => parametersIn(part, { variable: () => undefined, params }));
}

function literal(value: Scalar): string {
  return value instanceof Date ? `date(${JSON.stringify(value.toISOString())})` : JSON.stringify(value);
}
