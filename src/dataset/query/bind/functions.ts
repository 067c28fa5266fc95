import { type Span, UserError } from '../../../diagnostics.ts';
import type { Expr } from '../ast.ts';
import { allOf, anyOf, call, constant, type Term } from '../term.ts';
import { DATE, FLOAT, INT, listOf, STRING } from '../type.ts';
import { type BindContext, unknown } from './context.ts';
import { dateOfParts, isoDate } from './dates.ts';
import { isNotYetThere } from './not-yet.ts';
import { exists, missing, truth } from './operators.ts';
import { pathTerm } from './paths.ts';
import { current } from './properties.ts';

type Call = Extract<Expr, { kind: 'call' }>;
type Function = (call: Call, context: BindContext, name: string) => Term;

/** Functions that are not methods: `missing(x)`, `area()`, FiftyOne's `F("path")`, Python's `len(x)`. */
const FUNCTIONS: Readonly<Record<string, Function>> = {
  F: fieldFunction,
  ViewField: fieldFunction,
  missing: (written, context) => missing(onlyTerm(written, context)),
  exists: (written, context) => exists(onlyTerm(written, context)),
  len: (written, context) => lengthOf(onlyTerm(written, context), written.span),
  area: geometry(() => ({ kind: 'property', name: 'area', type: FLOAT })),
  vertices: geometry(() => ({ kind: 'property', name: 'vertices', type: INT })),
  bbox: geometry(() => ({ kind: 'property', name: 'bounding_box', type: listOf(FLOAT) })),
  date: dateFunction,
  Date: dateFunction,
  datetime: dateFunction,
  float: numberFunction,
  int: numberFunction,
  str: (written, context) => call('to-text', [onlyTerm(written, context)], STRING),
  abs: (written, context) => call('abs', [onlyTerm(written, context)], FLOAT),
};

/** Names of the functions that may be called in expressions. */
export const FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS);

/**
 * A call of a function by its name.
 * @throws UserError `unknown-verb` with the nearest name
 */
export function bindFunction(name: string, span: Span, written: Call, context: BindContext): Term {
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (known !== undefined) return known(written, context, name);
  if (isNotYetThere(name)) throw new UserError('unsupported', `${name}() is not there yet`, { span });
  throw unknown('unknown-verb', `there is no function ${name}()`, { name, span, known: FUNCTION_NAMES });
}

/** FiftyOne's `F.any([...])` and `F.all([...])`; undefined for anything else. */
export function bindFieldClass(name: string, written: Call, context: BindContext): Term | undefined {
  if (name !== 'any' && name !== 'all') return undefined;
  const list = only(written);
  if (list.kind !== 'list')
    throw new UserError('bad-argument', 'a list of conditions is needed here', { span: list.span });
  const conditions = list.items.map((item) => truth(context.bindTerm(item, context)));
  return name === 'any' ? anyOf(conditions) : allOf(conditions);
}

function fieldFunction(written: Call, context: BindContext): Term {
  const [argument] = written.args;
  if (argument === undefined) return current(context);
  const path = only(written);
  if (path.kind === 'literal' && typeof path.value === 'string')
    return pathTerm(path.value, path.span, current(context), context);
  throw new UserError('bad-argument', 'F needs a field name in quotes', { span: path.span });
}

function geometry(make: () => Term): Function {
  return (written, context, name) => {
    const [unexpected] = written.args;
    if (unexpected !== undefined) {
      throw new UserError('bad-argument', `${name}() takes no arguments`, { span: unexpected.value.span });
    }
    if (context.focus.kind === 'label') return make();
    throw new UserError('wrong-type', `${name}() is asked of a label, this is a sample`, {
      span: written.span,
      hint: `write field.any(${name}() > 0) or filterLabels(field, ...)`,
    });
  };
}

function lengthOf(term: Term, span: Span): Term {
  if (term.type.kind === 'labels' || term.type.kind === 'list') return call('length', [term], INT);
  if (term.type.kind === 'string') return call('text-length', [term], INT);
  throw new UserError('wrong-type', 'len() needs a list, labels or text', { span });
}

function dateFunction(written: Call): Term {
  const values = written.args.map(({ value }) => (value.kind === 'literal' ? value.value : undefined));
  const [first] = values;
  const iso = typeof first === 'string' ? isoDate(first) : dateOfParts(values.map(Number));
  if (iso !== undefined) return constant(iso, DATE);
  throw new UserError('bad-argument', 'this is no date', { span: written.span, hint: "write '2021-05-01'" });
}

function numberFunction(written: Call): Term {
  const value = only(written);
  if (value.kind === 'literal') {
    const text = String(value.value).trim().toLowerCase();
    const number = /^[+-]?inf(inity)?$/.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
    // NaN is missing to every query, as the store keeps it.
    if (text === 'nan') return constant(null, { kind: 'missing' });
    if (!Number.isNaN(number)) return constant(number, FLOAT);
  }
  throw new UserError('bad-argument', 'this is no number', { span: value.span });
}

function onlyTerm(written: Call, context: BindContext): Term {
  const value = only(written);
  return context.bindTerm(value, context);
}

function only({ args, span }: Call): Expr {
  const [argument, another] = args;
  if (argument !== undefined && another === undefined) return argument.value;
  throw new UserError('bad-argument', 'one argument is needed here', { span });
}
