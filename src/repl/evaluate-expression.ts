import { type Span, UserError } from '../diagnostics.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { Answer, Scalar } from '../dataset/query/answer.ts';
import type { Bound, Mention } from '../dataset/query/bind.ts';
import type { Catalog } from '../dataset/query/catalog.ts';
import type { Plan } from '../dataset/query/plan.ts';
import { counted } from '../render/numbers.ts';

/** What a variable holds: the definition of a view, evaluated anew when shown, or a result. */
export type Variable =
  { readonly kind: 'view'; readonly plan: Plan } | { readonly kind: 'value'; readonly answer: Answer };

/** What an expression may refer to. */
export type Environment = {
  readonly current: string | undefined;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly params: Readonly<Record<string, Scalar>>;
  /** Names of commands that may end a chain. */
  readonly chainable: ReadonlySet<string>;
  readonly dataset: (name: string) => Promise<Dataset>;
};

/** A statement that has been bound: `name` is what it assigns to. */
export type BoundStatement = {
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly bound: Bound;
};

/**
 * Parses and binds one statement of the language. Loads the parser when first called.
 *
 * @throws UserError with a span in `text`
 */
export async function bindText(text: string, environment: Environment): Promise<BoundStatement> {
  const [{ parseStatement }, { bind, sourcesOf }] = await Promise.all([
    import('../dataset/query/parse.ts'),
    import('../dataset/query/bind.ts'),
  ]);
  const statement = parseStatement(text);
  const catalogs = await catalogsFor(sourcesOf(statement.expression), environment);
  const bound = bind(statement.expression, {
    current: environment.current ?? null,
    catalog: (name) => catalogs.get(name),
    variable: (name) => valueOf(environment.variables.get(name)),
    commands: environment.chainable,
    params: environment.params,
  });
  return { name: statement.name, nameSpan: statement.nameSpan, bound };
}

/** Runs a bound view or aggregation; a value is its own answer. */
export async function answerOf(bound: Bound, environment: Environment, signal: AbortSignal): Promise<Answer> {
  if (bound.kind === 'value') return bound.answer;
  if (bound.kind === 'command') throw new Error('a command is not an answer');
  const dataset = await environment.dataset(bound.plan.dataset);
  return dataset.answer(bound, signal);
}

/** A warning for each literal that is compared with a field in which it does not occur, naming the nearest that does. */
export async function unknownValues(
  mentions: readonly Mention[],
  dataset: Dataset,
  signal: AbortSignal,
): Promise<readonly UserError[]> {
  const warnings: UserError[] = [];
  for (const { path, value, span } of mentions.slice(0, MOST_LOOKED_UP)) {
    const near = await dataset.nearestValue(path, value, signal);
    if (near === 'occurs') continue;
    const hint =
      near && `did you mean ${JSON.stringify(near.value)}, ${counted(near.count, await unitOf(path, dataset))}?`;
    const message = `no value ${JSON.stringify(value)} in ${path}`;
    warnings.push(new UserError('not-found', message, { span, ...(hint !== undefined && { hint }) }));
  }
  return warnings;
}

/** Each is a query of its own, and nobody reads more warnings. */
const MOST_LOOKED_UP = 20;

/** What has the values of a path: labels, or samples. */
async function unitOf(path: string, dataset: Dataset): Promise<'label' | 'sample'> {
  const { fields } = await dataset.catalog();
  const isOfLabels = fields.some(({ kind, name }) => kind === 'labels' && path.startsWith(`${name}.`));
  return isOfLabels ? 'label' : 'sample';
}

async function catalogsFor(
  sources: { readonly datasets: readonly string[]; readonly names: readonly string[] },
  { current, variables, dataset }: Environment,
): Promise<ReadonlyMap<string, Catalog>> {
  const names = new Set(sources.datasets);
  if (current !== undefined) names.add(current);
  for (const name of sources.names) {
    const variable = variables.get(name);
    if (variable?.kind === 'view') names.add(variable.plan.dataset);
  }
  const catalogs = new Map<string, Catalog>();
  for (const name of names) catalogs.set(name, await (await dataset(name)).catalog());
  return catalogs;
}

function valueOf(variable: Variable | undefined): Plan | Answer | undefined {
  return variable?.kind === 'view' ? variable.plan : variable?.answer;
}
