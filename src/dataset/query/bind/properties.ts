import { type Span, UserError } from '../../../diagnostics.ts';
import { BUILT_IN_FIELDS, type LabelField, listKeyOf } from '../../model/schema.ts';
import type { Catalog } from '../catalog.ts';
import type { LabelProperty, LabelsTerm, MembersTerm, Term } from '../term.ts';
import { ANY, BOOL, DICT, describe, FLOAT, INT, LABELS, listOf, STRING, type Type, typeOfField } from '../type.ts';
import { type BindContext, fieldNamed, fieldsInFocus, unknown } from './context.ts';

/** The sample or label that bare names are fields of. */
export function current({ focus }: BindContext): Term {
  if (focus.kind === 'value') return focus.term;
  if (focus.kind === 'group') return { kind: 'members', value: null, type: listOf({ kind: 'sample' }) };
  return { kind: 'current', type: { kind: focus.kind } };
}

/** What a bare name means: inside a value it is a field of what is around it. */
export function bareName(name: string, span: Span, context: BindContext): Term {
  const { focus } = context;
  const around = focus.kind === 'value' ? { ...context, focus: focus.around } : context;
  return focus.kind === 'value' ? bareName(name, span, around) : propertyOf(current(context), name, span, context);
}

/** The sample, also from inside a label predicate. */
export const SAMPLE: Term = { kind: 'current', type: { kind: 'sample' } };

/**
 * What `name` is of `term`: a field, a label's property, a key of an object.
 * @throws UserError `unknown-field` with the nearest name; `wrong-type` where the term has no parts
 */
export function propertyOf(term: Term, name: string, span: Span, context: BindContext): Term {
  if (term.kind === 'leaves') return { ...term, ...leaf(term.labels, propertyOf(term.value, name, span, context)) };
  if (term.kind === 'members') return partOfMembers(term, name, span, context);
  if (term.kind === 'labels') return partOfLabels(term, name, span, context);
  if (term.kind === 'field' && term.name === 'metadata') return metadata(name, span);
  const { kind } = term.type;
  if (kind === 'sample') return partOfSample(term, name, span, context);
  if (kind === 'label') return labelField(name, span, fieldsInFocus(context.focus), context);
  if (mayHaveParts(term.type)) return partOfJson(term, name, kind === 'list' ? listOf(ANY) : ANY);
  throw new UserError('wrong-type', `${describe(term.type)} has no part called ${name}`, { span });
}

/** Of a group the fields are lists of what its samples have; its samples are not looked at one by one. */
function partOfSample({ kind }: Term, name: string, span: Span, context: BindContext): Term {
  if (kind !== 'element') return sampleField(name, span, context);
  throw new UserError('unsupported', 'the samples of a group cannot be looked at one by one', {
    span,
    hint: `${name} is a list here: F('${name}').any(...)`,
  });
}

function partOfMembers(term: MembersTerm, name: string, span: Span, context: BindContext): Term {
  const inside = term.value === null ? sampleField(name, span, context) : propertyOf(term.value, name, span, context);
  return { kind: 'members', value: inside, type: listOf(inside.type) };
}

/** Objects, what may be one, and lists of them: there a path stands for what the members have. */
function mayHaveParts(type: Type): boolean {
  return type.kind === 'list' ? mayHaveParts(type.element) : type.kind === 'dict' || type.kind === 'any';
}

function partOfJson(term: Term, name: string, type: Type): Term {
  return term.kind === 'path'
    ? { ...term, keys: [...term.keys, name] }
    : { kind: 'path', of: term, keys: [name], type };
}

/** The labels of a field, as a term. */
export function labelsOf(field: LabelField): LabelsTerm {
  return { kind: 'labels', field: field.name, single: !field.list, each: false, where: null, type: LABELS };
}

function sampleField(name: string, span: Span, { catalog }: BindContext): Term {
  if (name === 'tags') return { kind: 'tags', of: 'sample', type: listOf(STRING) };
  if (name === 'metadata') return { kind: 'field', name, type: DICT };
  if (name === 'id' || name === 'filepath') return { kind: 'field', name, type: STRING };
  const field = fieldNamed(catalog, name);
  if (field?.kind === 'labels') return labelsOf(field);
  if (field?.kind === 'value') return { kind: 'field', name, type: typeOfField(field.type, field.element) };
  const known = [...catalog.fields.map((each) => each.name), ...Object.keys(BUILT_IN_FIELDS)];
  const labels = catalog.fields.filter((each) => each.kind === 'labels').find((each) => isPartOf(each, name));
  if (labels !== undefined) throw partOfLabel(name, span, labels, catalog);
  throw unknown('unknown-field', `the samples of ${catalog.dataset} have no field ${name}`, { name, span, known });
}

function isPartOf({ attributes }: LabelField, name: string): boolean {
  return Object.hasOwn(attributes, name) || name === 'label' || name === 'confidence';
}

/** The commonest mistake of all: a condition on labels where samples are looked at. */
function partOfLabel(name: string, span: Span, field: LabelField, { dataset }: Catalog): UserError {
  return new UserError('unknown-field', `the samples of ${dataset} have no field ${name}: it is one of their labels`, {
    span,
    hint: `write ${field.name}.any(${name} == ...), or filterLabels('${field.name}', ${name} == ...)`,
  });
}

function metadata(name: string, span: Span): Term {
  if (name === 'width' || name === 'height') return { kind: 'field', name: `metadata.${name}`, type: INT };
  throw unknown('unknown-field', `metadata has no part called ${name}`, { name, span, known: ['width', 'height'] });
}

function partOfLabels(term: LabelsTerm, name: string, span: Span, context: BindContext): Term {
  const field = fieldNamed(context.catalog, term.field);
  if (field?.kind !== 'labels') throw new Error(`no label field ${term.field}`);
  if (!term.single && name === listKeyOf(field.label)) return { ...term, each: true };
  return leaf(term, labelField(name, span, [field], context));
}

function leaf(labels: LabelsTerm, value: Term): Term {
  return { kind: 'leaves', labels, value, type: labels.single ? value.type : listOf(value.type) };
}

/** Properties of labels that bare names reach; geometry is asked for by functions, so that it never hides a field. */
const PROPERTIES = {
  id: STRING,
  label: STRING,
  confidence: FLOAT,
  closed: BOOL,
  filled: BOOL,
  bounding_box: listOf(FLOAT),
  points: listOf(listOf(listOf(FLOAT))),
} as const satisfies Partial<Record<LabelProperty, Type>>;

function labelField(name: string, span: Span, fields: readonly LabelField[], { catalog }: BindContext): Term {
  const types = fields.flatMap(({ attributes }) => (Object.hasOwn(attributes, name) ? (attributes[name] ?? []) : []));
  const [type, another] = new Set(types);
  if (type !== undefined) return { kind: 'attribute', name, type: another === undefined ? typeOfField(type) : ANY };
  if (name === 'tags') return { kind: 'tags', of: 'label', type: listOf(STRING) };
  if (name === 'mask') {
    throw new UserError('unsupported', 'the mask of a label cannot be asked for', {
      span,
      hint: 'area() and bbox() tell of its geometry',
    });
  }
  const property = labelPropertyNamed(name);
  if (property === 'points' && fields.every(({ label }) => label === 'keypoint')) {
    return { kind: 'property', name: property, type: listOf(listOf(FLOAT)) };
  }
  if (property !== undefined) return { kind: 'property', name: property, type: PROPERTIES[property] };
  const known = [
    'label',
    'confidence',
    'tags',
    'id',
    'closed',
    'filled',
    ...fields.flatMap((field) => Object.keys(field.attributes)),
  ];
  const of = fields.map((field) => field.name).join(', ');
  if (fieldNamed(catalog, name) !== undefined) {
    throw new UserError('unknown-field', `the labels of ${of} have no field ${name}`, {
      span,
      hint: `${name} is a field of the sample: write sample.${name}`,
    });
  }
  throw unknown('unknown-field', `the labels of ${of} have no field ${name}`, { name, span, known });
}

function labelPropertyNamed(name: string): keyof typeof PROPERTIES | undefined {
  return Object.hasOwn(PROPERTIES, name) ? (name as keyof typeof PROPERTIES) : undefined;
}
