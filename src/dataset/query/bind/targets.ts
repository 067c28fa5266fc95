import { type Span, UserError } from '../../../diagnostics.ts';
import { BUILT_IN_FIELDS, type LabelField } from '../../model/schema.ts';
import type { LabelPart } from '../plan.ts';
import type { Term } from '../term.ts';
import { describe, isNumber, type Type } from '../type.ts';
import { type BindContext, fieldNamed, type Focus, unknown } from './context.ts';
import { pathTerm } from './paths.ts';
import { SAMPLE } from './properties.ts';

/**
 * A field that a stage may rewrite: a value of the samples, a part of the labels of a field, or labels themselves.
 * `term` is what it is now, as seen where `newValue` is evaluated.
 */
export type Target =
  | { readonly kind: 'field'; readonly name: string; readonly term: Term }
  | { readonly kind: 'part'; readonly field: LabelField; readonly part: LabelPart; readonly term: Term }
  | { readonly kind: 'labels'; readonly field: LabelField; readonly term: Term };

/**
 * The field that a path names.
 * @throws UserError `unknown-field`; `unsupported` for what cannot be rewritten
 */
export function targetOf(path: string, span: Span, context: BindContext): Target {
  const term = termOf(path, span, context);
  if (term.kind === 'labels') return { kind: 'labels', field: labelField(term.field, context), term };
  if (term.kind === 'tags') return { kind: 'field', name: 'tags', term };
  if (term.kind === 'field') return { kind: 'field', name: term.name, term };
  if (term.kind === 'leaves') {
    const part = partOf(term.value);
    const field = labelField(term.labels.field, context);
    if (part !== undefined) return { kind: 'part', field, part, term: term.value };
  }
  throw new UserError('unsupported', `${path} cannot be given another value`, {
    span,
    hint: 'name a field of the samples, or label, confidence, tags or an attribute of labels',
  });
}

/** A name that is like none of a field may be meant to be a new one. */
function termOf(path: string, span: Span, context: BindContext): Term {
  try {
    return pathTerm(path, span, SAMPLE, { ...context, focus: { kind: 'sample' } });
  } catch (error) {
    const isNew = error instanceof UserError && error.code === 'unknown-field' && error.fix === undefined;
    if (!isNew || path.includes('.')) throw error;
    throw new UserError('unknown-field', error.message, {
      span,
      hint: `a new field is added first: addSampleField('${path}', 'float'), or int, string, bool, date, ...`,
    });
  }
}

function labelField(name: string, { catalog }: BindContext): LabelField {
  const field = fieldNamed(catalog, name);
  if (field?.kind !== 'labels') throw new Error(`no label field ${name}`);
  return field;
}

function partOf(value: Term): LabelPart | undefined {
  if (value.kind === 'tags') return { kind: 'tags' };
  if (value.kind === 'attribute') return { kind: 'attribute', name: value.name };
  if (value.kind !== 'property') return undefined;
  const { name } = value;
  if (name === 'label' || name === 'confidence' || name === 'closed' || name === 'filled')
    return { kind: 'property', name };
  return undefined;
}

/** Where a new value of the target is evaluated: bare names are fields of what it is a part of. */
export function focusOfParent(target: Target): Focus {
  if (target.kind === 'part') return { kind: 'label', fields: [target.field] };
  return { kind: 'sample' };
}

/**
 * Checks that a value may take the place of the target's: whole numbers may become others, and nothing may become missing.
 * @throws UserError `wrong-type`
 */
export function checkFits(target: Target, value: Type, span: Span): void {
  const { type } = target.term;
  if (value.kind === 'missing' || type.kind === 'any' || value.kind === 'any') return;
  if (type.kind === value.kind || (isNumber(type) && isNumber(value))) return;
  throw new UserError('wrong-type', `${describe(type)} is needed here, this is ${describe(value)}`, {
    span,
    hint: 'a field keeps its type',
  });
}

/**
 * The name of a field of the samples that a path names, and below label fields of an attribute.
 * @throws UserError `unknown-field`
 */
export function fieldPath(path: string, span: Span, context: BindContext): void {
  const [name = ''] = path.split('.');
  if (Object.hasOwn(BUILT_IN_FIELDS, path) || name === 'metadata' || path === 'tags') return;
  if (fieldNamed(context.catalog, name) === undefined) {
    const known = context.catalog.fields.map((field) => field.name);
    throw unknown('unknown-field', `the samples of ${context.catalog.dataset} have no field ${name}`, {
      name,
      span,
      known,
    });
  }
  if (path !== name && !/\.(points|mask|index|attributes)$/.test(path)) pathTerm(path, span, SAMPLE, context);
}
