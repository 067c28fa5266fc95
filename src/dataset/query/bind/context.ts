import { type Span, UserError } from '../../../diagnostics.ts';
import { nearest } from '../../model/nearest.ts';
import type { LabelField } from '../../model/schema.ts';
import type { Taxonomy } from '../../model/taxonomy.ts';
import type { Scalar } from '../answer.ts';
import type { Expr } from '../ast.ts';
import { type ByKind, byKind } from '../by-kind.ts';
import type { Catalog, CatalogField } from '../catalog.ts';
import type { Plan, Tally } from '../plan.ts';
import type { Term } from '../term.ts';

/**
 * A literal value compared with a field: whoever runs the query may warn where it does not occur, at `others` neither; `isPart`:
 * it is a part of the values.
 */
export type Mention = {
  readonly path: string;
  readonly others?: readonly string[];
  readonly isPart?: true;
  readonly value: string | number | boolean;
  readonly span: Span;
};

/** Something that is done as it is written, and may not be what was meant. */
export type Note = { readonly note: string; readonly hint: string; readonly span: Span };

/**
 * What `F()` is: the sample, a label of one of `fields`, a value inside of these, or a group of samples. Bare names are fields
 * of it; inside a value those of what is around it.
 */
export type Focus =
  | { readonly kind: 'sample' }
  | { readonly kind: 'label'; readonly fields: readonly LabelField[] }
  | { readonly kind: 'value'; readonly term: Term; readonly around: Focus }
  | { readonly kind: 'group' };

/** A name that the parameter of a function gives to what is looked at. */
export type Named = { readonly term: Term; readonly focus: Focus };

/** What binding an expression knows. `mentions` is filled as it goes: see `remember`. */
export type BindContext = {
  readonly catalog: Catalog;
  readonly params: Readonly<Record<string, Scalar>>;
  readonly focus: Focus;
  readonly mentions: (Mention | Note)[];
  /** Paths whose values are no longer those of the dataset. */
  readonly rewritten: ReadonlySet<string>;
  readonly names?: ReadonlyMap<string, Named>;
  /** How many `each` terms are around. */
  readonly depth?: number;
  /** Binds an expression inside this one: handed down, so that arguments and terms need not import each other. */
  readonly bindTerm: (expr: Expr, context: BindContext) => Term;
  /** Binds another view of the same dataset. */
  readonly bindView: (expr: Expr) => Plan;
  /** Binds a question about the view, `fo.Count("area")` or `count(area)`. */
  readonly bindTally: (expr: Expr) => Tally;
  readonly savedView?: (name: string) => Plan | undefined;
  readonly taxonomy?: (name: string) => Taxonomy | UserError | undefined;
};

/** Keeps a mention, unless the field has other values by now than those it could be compared with. */
export function remember(mention: Mention, { mentions, rewritten }: BindContext): void {
  if (!rewritten.has(mention.path)) mentions.push(mention);
}

/** The same, with bare names meaning fields of a label. */
export function lookingAtLabels(context: BindContext, fields: readonly LabelField[]): BindContext {
  return { ...context, focus: { kind: 'label', fields } };
}

/**
 * The same, with bare names meaning fields of the sample around.
 * @throws UserError where a group is looked at, which has no sample
 */
export function lookingAtSampleAround(context: BindContext, span: Span): BindContext {
  if (outermost(context.focus).kind !== 'group') return lookingAtSample(context);
  throw new UserError('bad-argument', 'a group of samples is looked at here, not a sample', {
    span,
    hint: 'a field is the list of what its samples have: F("area").length()',
  });
}

/** The same, with bare names meaning fields of the sample. */
export function lookingAtSample(context: BindContext): BindContext {
  return { ...context, focus: { kind: 'sample' } };
}

/** The same, with `F()` meaning a value of what was looked at. */
export function lookingAtValue(context: BindContext, term: Term): BindContext {
  return { ...context, focus: { kind: 'value', term, around: context.focus } };
}

/** The same, with `F()` meaning a group of samples. */
export function lookingAtGroup(context: BindContext): BindContext {
  return { ...context, focus: { kind: 'group' } };
}

/** The label fields that bare names may be of; none where they are fields of the sample. */
export function fieldsInFocus(focus: Focus): readonly LabelField[] {
  if (focus.kind === 'value') return fieldsInFocus(focus.around);
  return focus.kind === 'label' ? focus.fields : [];
}

/** What is looked at around all values: a sample, a label or a group. */
export function outermost(focus: Focus): Focus {
  return focus.kind === 'value' ? outermost(focus.around) : focus;
}

/** A user field of the dataset. */
export function fieldNamed({ fields }: Catalog, name: string): CatalogField | undefined {
  return fields.find((field) => field.name === name);
}

/** The label fields of the dataset. */
export function labelFields({ fields }: Catalog): readonly (LabelField & CatalogField)[] {
  return fields.filter((field) => field.kind === 'labels');
}

/** How a term would be written as a path, where it can be. */
export function pathOf(term: Term, focus: Focus): string | undefined {
  return byKind(PATHS, term, focus);
}

const PATHS: ByKind<Term, Focus, string | undefined> = {
  field: ({ name }) => name,
  tags: ({ of }, focus) => (of === 'sample' ? 'tags' : labelPath('tags', focus)),
  labels: ({ field }) => field,
  leaves: ({ labels, value }) => {
    const leaf = pathOf(value, { kind: 'sample' });
    return leaf === undefined ? undefined : `${labels.field}.${leaf}`;
  },
  property: ({ name }, focus) => labelPath(name, focus),
  attribute: ({ name }, focus) => labelPath(name, focus),
  path: ({ of, keys }, focus) => {
    const root = pathOf(of, focus);
    return root === undefined ? undefined : [root, ...keys].join('.');
  },
  constant: () => undefined,
  element: () => undefined,
  each: () => undefined,
  members: () => undefined,
  current: () => undefined,
  call: () => undefined,
};

function labelPath(name: string, focus: Focus): string | undefined {
  const [field, another] = fieldsInFocus(focus);
  if (focus.kind === 'sample') return name;
  return field === undefined || another !== undefined ? undefined : `${field.name}.${name}`;
}

/** Something that is not there, with the nearest name that is. */
export function unknown(
  code: 'unknown-field' | 'unknown-name' | 'unknown-verb' | 'bad-argument',
  message: string,
  { name, span, known }: { readonly name: string; readonly span: Span; readonly known: readonly string[] },
): UserError {
  const near = nearest(name, known);
  if (near !== undefined) {
    return new UserError(code, message, {
      span,
      hint: `did you mean ${near}?`,
      fix: { written: name, meant: near },
    });
  }
  const shown = known.slice(0, 8).join(', ');
  if (shown === '') return new UserError(code, message, { span });
  return new UserError(code, message, { span, hint: `there is ${shown}${known.length > 8 ? ', ...' : ''}` });
}
