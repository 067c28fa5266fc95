import type { Argument, Expr } from '../ast.ts';
import type { Method } from '../methods/define-method.ts';
import type { Param } from '../param.ts';
import type { Term } from '../term.ts';
import { type BindContext, labelFields, type Mention, pathOf, remember } from './context.ts';
import type { Target } from './targets.ts';

/** Remembers literals that are compared with a term, if that is a field. */
export function mention(term: Term, literal: Expr, context: BindContext, more: Pick<Mention, 'isPart'> = {}): void {
  const path = pathOf(term, context.focus);
  if (path === undefined) return;
  for (const item of literal.kind === 'list' ? literal.items : [literal]) {
    if (item.kind === 'literal' && item.value !== null) {
      remember({ path, value: item.value, span: item.span, ...more }, context);
    }
  }
}

/** The same for what a method looks for in a value. */
export function mentionInCall(method: Method, receiver: Term, args: readonly Argument[], context: BindContext): void {
  const isPart = method.on === 'text' && method.name === 'contains';
  if (!isPart && !LOOKING.has(`${method.on}.${method.name}`)) return;
  for (const { value, keyword } of args) {
    if (keyword === undefined) mention(receiver, value, context, isPart ? { isPart: true } : {});
  }
}

/** Methods that look for the values they are given. */
const LOOKING: ReadonlySet<string> = new Set([
  'list.contains',
  'list.isSubset',
  'list.setEquals',
  'value.isIn',
  'text.matchesStr',
]);

/** The same for what an argument says of the field that another names: keys of a map, values of `selectBy`. */
export function mentionInArgument(
  { type, name }: Param,
  expr: Expr,
  bound: Readonly<Record<string, unknown>>,
  context: BindContext,
): void {
  const leaf = type === 'text' ? LEAVES.get(name) : undefined;
  if (leaf !== undefined) mentionTexts(expr, pathsTo(leaf, bound['fields'], context), context);
  if (type === 'id' || type === 'idOrFlag') noteNoIds(expr, context);
  if (type === 'taxonomy') mentionKeys(mapOf(expr), pathsTo('label', bound['fields'], context), context);
  if (type === 'mapping') mentionKeys(expr, pathsOfField(bound['field']), context);
  if (type === 'constant' && name === 'values' && isTerm(bound['field'])) mention(bound['field'], expr, context);
}

/** What cannot be an id is likely the name of a picture. */
function noteNoIds(expr: Expr, { mentions }: BindContext): void {
  for (const item of expr.kind === 'list' ? expr.items : [expr]) {
    if (item.kind !== 'literal' || typeof item.value !== 'string' || /^[0-9a-f]{24}$/u.test(item.value)) continue;
    mentions.push({
      note: `${JSON.stringify(item.value)} is no id: nothing has it`,
      hint: `ids() lists them; by its name a sample is found with where(filepath.contains(${JSON.stringify(item.value)}))`,
      span: item.span,
    });
  }
}

/** Of a taxonomy that is written out like a file the map in it. */
function mapOf(expr: Expr): Expr {
  const inner = expr.kind === 'object' ? expr.entries.find(({ key }) => key === 'map')?.value : undefined;
  return inner?.kind === 'object' ? inner : expr;
}

/** What text is that says of labels what they are: `matchLabels({ labels: 'Porites', tags: 'checked' })`. */
const LEAVES: ReadonlyMap<string, 'label' | 'tags'> = new Map([
  ['labels', 'label'],
  ['tags', 'tags'],
]);

/** The paths to a part of the labels of the fields that are named, or of all. */
function pathsTo(leaf: 'label' | 'tags', fields: unknown, { catalog }: BindContext): readonly string[] {
  const chosen = (fields ?? labelFields(catalog)) as readonly { readonly name: string }[];
  return chosen.map(({ name }) => `${name}.${leaf}`);
}

function mentionTexts(expr: Expr, [path, ...others]: readonly string[], context: BindContext): void {
  if (path === undefined) return;
  for (const item of expr.kind === 'list' ? expr.items : [expr]) {
    const isText = item.kind === 'literal' && typeof item.value === 'string';
    if (isText) remember({ path, others, value: item.value, span: item.span }, context);
  }
}

/** The path of text that a map exchanges; none where its keys are written for something else. */
function pathsOfField(field: unknown): readonly string[] {
  if (field === undefined) return [];
  if ('attributes' in (field as object)) return [`${(field as { readonly name: string }).name}.label`];
  const target = field as Target;
  const { kind } = target.term.type;
  if (kind !== 'string' && kind !== 'list') return [];
  if (target.kind === 'part') return [`${target.field.name}.${'name' in target.part ? target.part.name : 'tags'}`];
  return target.kind === 'field' ? [target.name] : [];
}

function mentionKeys(expr: Expr, [path, ...others]: readonly string[], context: BindContext): void {
  if (expr.kind !== 'object' || path === undefined) return;
  for (const { name, key, span } of expr.entries) {
    const isText = key !== null && name.kind === 'literal' && typeof name.value === 'string';
    if (isText) remember({ path, others, value: key, span }, context);
  }
}

function isTerm(value: unknown): value is Term {
  return typeof value === 'object' && value !== null && 'kind' in value && 'type' in value;
}
