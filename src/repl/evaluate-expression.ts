import { type Span, UserError } from '../diagnostics.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { Taxonomy } from '../dataset/model/taxonomy.ts';
import type { Answer, Scalar } from '../dataset/query/answer.ts';
import type { Expr } from '../dataset/query/ast.ts';
import type { Bound, Mention, Note } from '../dataset/query/bind.ts';
import type { Catalog } from '../dataset/query/catalog.ts';
import type { Plan } from '../dataset/query/plan.ts';
import { builtInTaxonomy } from '../dataset/taxonomy/built-in.ts';
import { counted } from '../dataset/model/counted.ts';

/** What a variable holds: the definition of a view, evaluated anew when shown, or a result. `text` says what the view is. */
export type Variable =
  | { readonly kind: 'view'; readonly plan: Plan; readonly text: string }
  | { readonly kind: 'value'; readonly answer: Answer };

/** What an expression may refer to. */
export type Environment = {
  readonly current: string | undefined;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly params: Readonly<Record<string, Scalar>>;
  /** Names of commands that may end a chain. */
  readonly chainable: ReadonlySet<string>;
  /** Of these, those that take a view of the same dataset as an argument, and those that take one of any dataset. */
  readonly takingViews?: ReadonlySet<string>;
  readonly takingSources?: ReadonlySet<string>;
  readonly dataset: (name: string) => Promise<Dataset>;
  /** Default: only those that are built in. @throws UserError where there is none, or something is wrong with it */
  readonly taxonomy?: (name: string) => Promise<Taxonomy>;
};

/** A statement that has been bound: `name` is what it assigns to. */
export type BoundStatement = {
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly bound: Bound;
  /** The text of the view that it is, or that a command is chained on, so that it stands on its own. */
  readonly definition: string | undefined;
};

/**
 * Parses and binds one statement of the language. Loads the parser when first called.
 *
 * @throws UserError with a span in `text`
 */
export async function bindText(text: string, environment: Environment): Promise<BoundStatement> {
  return bindNested(text, environment, 0);
}

/** Saved views may load others, but not without end. */
const DEEPEST = 10;
const MOST_STAGES = 1000;

async function bindNested(text: string, environment: Environment, depth: number): Promise<BoundStatement> {
  const [{ parseStatement }, { bind, sourcesOf }, { definitionOf, typedText }] = await Promise.all([
    import('../dataset/query/parse.ts'),
    import('../dataset/query/bind.ts'),
    import('../dataset/query/definition.ts'),
  ]);
  const { name, nameSpan, expression } = parseStatement(text);
  const sources = sourcesOf(expression);
  const catalogs = await catalogsFor(sources, environment);
  const saved = await savedViewsIn(expression, sources, environment, depth);
  const taxonomies = await taxonomiesFor(expression, environment);
  const { current = null, variables, params } = environment;
  const definition = (expr: Expr): string =>
    definitionOf(text, expr, {
      variable: (each) => textOf(variables.get(each)),
      taxonomy: (each) => (builtInTaxonomy(each) === undefined ? taxonomyIn(taxonomies, each) : undefined),
      params,
    });
  const bound = bind(expression, {
    current,
    catalog: (each) => catalogs.get(each),
    variable: (each) => valueOf(variables.get(each)) ?? saved.get(each),
    savedView: (each) => saved.get(each),
    taxonomy: (each) => taxonomies.get(each),
    commands: environment.chainable,
    viewText: (command) => {
      if (environment.takingViews?.has(command) === true) return definition;
      if (environment.takingSources?.has(command) !== true) return undefined;
      return (expr) => typedText(text, expr, { current: environment.current, params });
    },
    params,
  });
  return { name, nameSpan, bound, definition: definedBy(bound, expression, definition) };
}

/** The view that an expression is, or that its last call, a command, works on. */
function definedBy(bound: Bound, expr: Expr, definition: (expr: Expr) => string): string | undefined {
  if (bound.kind === 'view') return definition(expr);
  const isCommand = bound.kind === 'command' && expr.kind === 'call' && expr.callee.kind === 'member';
  return isCommand ? definition(expr.callee.object) : undefined;
}

type Sources = { readonly datasets: readonly string[]; readonly names: readonly string[] };

/** Saved views that the expression loads, or starts from as if they were variables. */
async function savedViewsIn(
  expr: Expr,
  { datasets, names }: Sources,
  environment: Environment,
  depth: number,
): Promise<ReadonlyMap<string, Plan>> {
  const { current, variables, dataset } = environment;
  const { savedNamesIn, savedViewsFor, startingNamesIn } = await import('./saved-views-for.ts');
  const starts = startingNamesIn(expr).filter((name) => !variables.has(name));
  const wanted = [...starts, ...savedNamesIn(expr, environment.params)];
  const variable = names.map((name) => variables.get(name)).find((each) => each?.kind === 'view');
  const home = datasets[0] ?? (variable?.kind === 'view' ? variable.plan.dataset : current);
  if (home === undefined || wanted.length === 0) return new Map();
  return savedViewsFor(wanted, await dataset(home), async (text) => {
    if (depth >= DEEPEST) throw new UserError('invalid', 'saved views load each other without end');
    const inside = { ...environment, current: home, variables: new Map(), params: {} };
    const { bound } = await bindNested(text, inside, depth + 1);
    if (bound.kind !== 'view') throw new UserError('invalid', 'its text is not a view');
    if (bound.plan.stages.length <= MOST_STAGES) return bound.plan;
    throw new UserError('invalid', `it has more than ${String(MOST_STAGES)} stages`);
  });
}

/** The taxonomies that an expression names, or what is wrong with them. */
async function taxonomiesFor(
  expr: Expr,
  { params, taxonomy }: Environment,
): Promise<ReadonlyMap<string, Taxonomy | UserError>> {
  const { taxonomiesIn } = await import('../dataset/query/taxonomies-in.ts');
  const found = new Map<string, Taxonomy | UserError>();
  for (const { name } of taxonomiesIn(expr, params)) {
    const one = await (taxonomy?.(name) ?? Promise.resolve(builtInTaxonomy(name))).catch((error: unknown) => {
      if (error instanceof UserError) return error;
      throw error;
    });
    if (one !== undefined) found.set(name, one);
  }
  return found;
}

function taxonomyIn(found: ReadonlyMap<string, Taxonomy | UserError>, name: string): Taxonomy | undefined {
  const one = found.get(name);
  return one instanceof UserError ? undefined : one;
}

/** Runs a bound view or aggregation; a value is its own answer. */
export async function answerOf(bound: Bound, environment: Environment, signal: AbortSignal): Promise<Answer> {
  if (bound.kind === 'value') return bound.answer;
  if (bound.kind === 'command') throw new Error('a command is not an answer');
  const dataset = await environment.dataset(bound.plan.dataset);
  return dataset.answer(bound, signal);
}

/**
 * What is to be told of an expression before it is answered: a warning for each literal that is compared with a field in which it
 * does not occur, naming the nearest that does, and for what may not have been meant.
 */
export async function warningsOf(
  mentions: readonly (Mention | Note)[],
  dataset: Dataset,
  signal: AbortSignal,
): Promise<readonly UserError[]> {
  const notes = mentions.filter((each): each is Note => 'note' in each);
  const values = mentions.filter((each): each is Mention => !('note' in each));
  const warnings = notes.map(({ note, hint, span }) => new UserError('unsupported', note, { span, hint }));
  const catalog = await dataset.catalog();
  const unknown = values.filter((each) => !occursInCatalog(each, catalog)).slice(0, MOST_LOOKED_UP);
  for (const each of unknown) {
    const warning = await unknownValue(each, dataset, signal);
    if (warning !== undefined) warnings.push(warning);
  }
  return warnings;
}

/** Each is a query of its own, and nobody reads more warnings. */
const MOST_LOOKED_UP = 20;

/** Whether a class or a tag is there, which the catalog tells. */
function occursInCatalog({ path, others = [], value, isPart }: Mention, { tags, classes }: Catalog): boolean {
  const known = [path, ...others].flatMap((each) =>
    each === 'tags' ? tags : each.endsWith('.label') ? (classes[each.slice(0, -'.label'.length)] ?? []) : [],
  );
  return known.some((each) =>
    isPart === true ? String(each.value).toLowerCase().includes(String(value).toLowerCase()) : each.value === value,
  );
}

/** A warning for a value that occurs at none of its paths; undefined where it does. */
async function unknownValue(
  { path, others = [], value, isPart, span }: Mention,
  dataset: Dataset,
  signal: AbortSignal,
): Promise<UserError | undefined> {
  // Parts of other values than classes and tags cannot be looked up one by one.
  if (isPart === true && !path.endsWith('.label') && path !== 'tags') return undefined;
  for (const other of others) if ((await dataset.nearestValue(other, value, signal)) === 'occurs') return undefined;
  const near = await dataset.nearestValue(path, value, signal);
  if (near === 'occurs') return undefined;
  const hint =
    near && `did you mean ${JSON.stringify(near.value)}, ${counted(near.count, await unitOf(path, dataset))}?`;
  const message = `no value ${JSON.stringify(value)} in ${[path, ...others].join(', ')}`;
  return new UserError('not-found', message, { span, ...(hint !== undefined && { hint }) });
}

/** What has the values of a path: labels, or samples. */
async function unitOf(path: string, dataset: Dataset): Promise<'label' | 'sample'> {
  const { fields } = await dataset.catalog();
  const isOfLabels = fields.some(({ kind, name }) => kind === 'labels' && path.startsWith(`${name}.`));
  return isOfLabels ? 'label' : 'sample';
}

async function catalogsFor(
  sources: Sources,
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

function textOf(variable: Variable | undefined): string | undefined {
  return variable?.kind === 'view' ? variable.text : undefined;
}

function valueOf(variable: Variable | undefined): Plan | Answer | undefined {
  return variable?.kind === 'view' ? variable.plan : variable?.answer;
}
