import type { Scalar } from './answer.ts';
import type { Expr } from './ast.ts';
import { CURRENT, openedDataset } from './sources.ts';
import { verbNamed } from './verbs/index.ts';

/** What stands for a name in a definition. */
export type Meanings = {
  /** The definition of a variable that holds a view. */
  readonly variable: (name: string) => string | undefined;
  readonly params: Readonly<Record<string, Scalar>>;
};

type Replacement = { readonly start: number; readonly end: number; readonly text: string };

/**
 * The text of a view that stands on its own: variables are replaced by their definitions, parameters by their values, and the
 * dataset is called `ds`.
 * @param text the statement in which `expr` stands
 */
export function definitionOf(text: string, expr: Expr, meanings: Meanings): string {
  return replaced(text, expr, [...sourcesIn(expr, meanings), ...parametersIn(expr, meanings)]);
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

/** The expressions directly inside of one. */
export function partsOf(expr: Expr): readonly Expr[] {
  return Object.values(expr).flatMap(expressionsIn);
}

function expressionsIn(part: unknown): readonly Expr[] {
  if (Array.isArray(part)) return part.flatMap(expressionsIn);
  if (typeof part !== 'object' || part === null) return [];
  if ('kind' in part && 'span' in part) return [part as Expr];
  return 'value' in part ? expressionsIn(part.value) : [];
}
