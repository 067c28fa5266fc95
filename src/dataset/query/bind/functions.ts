import { type Span, UserError } from '../../../diagnostics.ts';
import type { Expr } from '../ast.ts';
import { allOf, anyOf, call, constant, type Operation, type Term } from '../term.ts';
import { DATE, FLOAT, INT, listOf, STRING, unify } from '../type.ts';
import { methodsNamed } from '../methods/index.ts';
import { type BindContext, unknown } from './context.ts';
import { dateOfParts, isoDate } from './dates.ts';
import { duration } from './durations.ts';
import { measureOfLabel } from './label-measures.ts';
import { instead, isNotYetThere } from './not-yet.ts';
import { exists, missing, numberOf, truth } from './operators.ts';
import { pathTerm } from './paths.ts';
import { current } from './properties.ts';

type Call = Extract<Expr, { kind: 'call' }>;
type Function = (call: Call, context: BindContext, name: string) => Term;

/** Functions that are not methods: `missing(x)`, `area()`, FiftyOne's `F("path")`, Python's `len(x)`. */
const FUNCTIONS: Readonly<Record<string, Function>> = {
  F: fieldFunction,
  ViewField: fieldFunction,
  E: onlyTerm,
  ViewExpression: onlyTerm,
  missing: (written, context) => missing(onlyTerm(written, context)),
  exists: (written, context) => exists(onlyTerm(written, context)),
  len: (written, context) => lengthOf(onlyTerm(written, context), written.span),
  vertices: measureOfLabel,
  area: measureOfLabel,
  perimeter: measureOfLabel,
  bbox: measureOfLabel,
  date: dateFunction,
  Date: dateFunction,
  datetime: dateFunction,
  timedelta: duration,
  float: numberFunction,
  int: numberFunction,
  str: (written, context) => call('to-text', [onlyTerm(written, context)], STRING),
  abs: ofNumber('abs'),
  round: ofNumber('round', constant(0, INT)),
  ObjectId: onlyTerm,
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
  const hint = instead(name);
  if (hint !== undefined) throw new UserError('unsupported', `${name}() is not part of the language`, { span, hint });
  if (isNotYetThere(name)) throw new UserError('unsupported', `${name}() is not there yet`, { span });
  if (methodsNamed(name).length > 0) {
    const written = { span, hint: `write it behind the value: x.${name}(...)` };
    throw new UserError('unknown-verb', `there is no function ${name}()`, written);
  }
  throw unknown('unknown-verb', `there is no function ${name}()`, { name, span, known: FUNCTION_NAMES });
}

/**
 * FiftyOne's functions of the class, `F.any([...])`, `F.literal(x)`.
 * @throws UserError `unsupported` for `F.rand()` and the like, `unknown-verb` with the nearest name
 */
export function bindFieldClass(name: string, written: Call, context: BindContext): Term {
  const hint = instead(name);
  if (hint !== undefined)
    throw new UserError('unsupported', `F.${name} is not part of the language`, { span: written.span, hint });
  const known = FIELD_CLASS.get(name);
  if (known !== undefined) return known(written, context, name);
  const names = { name, span: written.callee.span, known: [...FIELD_CLASS.keys()] };
  throw unknown('unknown-verb', `there is no F.${name}()`, names);
}

const FIELD_CLASS: ReadonlyMap<string, Function> = new Map<string, Function>([
  ['any', (written, context) => anyOf(conditions(written, context))],
  ['all', (written, context) => allOf(conditions(written, context))],
  ['literal', onlyTerm],
  ['range', rangeFunction],
  ['enumerate', enumerateFunction],
  ['zip', zipFunction],
]);

function conditions(written: Call, context: BindContext): readonly Term[] {
  const list = only(written);
  const items = list.kind === 'list' ? list.items : [list];
  return items.map((item) => truth(context.bindTerm(item, context)));
}

function rangeFunction({ args, span }: Call, context: BindContext): Term {
  const bounds = args.map(({ value }) => numberOf({ term: context.bindTerm(value, context), span: value.span }));
  const [first, second, third] = bounds;
  if (first === undefined || third !== undefined) {
    throw new UserError('bad-argument', 'range needs where it stops, or where it starts and stops', { span });
  }
  return call('range', second === undefined ? [constant(0, INT), first] : [first, second], listOf(INT));
}

function enumerateFunction({ args, span }: Call, context: BindContext): Term {
  const [list, start = constant(0, INT)] = args.map(({ value }) => context.bindTerm(value, context));
  if (list?.type.kind !== 'list') throw new UserError('wrong-type', 'enumerate needs a list', { span });
  const from = numberOf({ term: start, span });
  const to = call('add', [from, call('length', [list], INT)], INT);
  return call('zip', [call('range', [from, to], listOf(INT)), list], listOf(listOf(unify([INT, list.type.element]))));
}

function zipFunction({ args, span }: Call, context: BindContext): Term {
  const longest = args.some(
    ({ keyword, value }) => keyword !== undefined && value.kind === 'literal' && value.value === true,
  );
  const lists = args
    .filter(({ keyword, value }) => keyword === undefined && value.kind !== 'object')
    .map(({ value }) => context.bindTerm(value, context));
  const elements = lists.flatMap(({ type }) => (type.kind === 'list' ? [type.element] : []));
  if (lists.length === 0 || elements.length < lists.length)
    throw new UserError('wrong-type', 'zip needs lists', { span });
  return call(longest ? 'zip-longest' : 'zip', lists, listOf(listOf(unify(elements))));
}

function fieldFunction(written: Call, context: BindContext): Term {
  const [argument] = written.args;
  if (argument === undefined) return current(context);
  const path = only(written);
  if (path.kind === 'literal' && typeof path.value === 'string')
    return pathTerm(path.value, path.span, current(context), context);
  throw new UserError('bad-argument', 'F needs a field name in quotes', { span: path.span });
}

function ofNumber(operation: Operation, ...more: readonly Term[]): Function {
  return (written, context) => {
    const argument = only(written);
    const number = numberOf({ term: context.bindTerm(argument, context), span: argument.span });
    return call(operation, [number, ...more], number.type);
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
