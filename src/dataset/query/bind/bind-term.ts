import { type Span, UserError } from '../../../diagnostics.ts';
import type { Expr } from '../ast.ts';
import { type ByKind, byKind } from '../by-kind.ts';
import { call, constant, type Constant, not, type Placed, type Term } from '../term.ts';
import { ANY, listOf, type Type } from '../type.ts';
import { methodsNamed } from '../methods/index.ts';
import { commonType } from '../methods/value-methods.ts';
import { paramConstant } from './params.ts';
import { bindMethod } from './bind-method.ts';
import { type BindContext, fieldsInFocus, lookingAtSample, pathOf } from './context.ts';
import { bindFieldClass, bindFunction } from './functions.ts';
import { applyOperator, constantMembers, numberOf, scalarConstant, truth } from './operators.ts';
import { bareName, propertyOf, SAMPLE } from './properties.ts';

/**
 * Looks up the names of an expression and checks its types.
 * @throws UserError pointing at the place: `unknown-field`, `unknown-verb`, `wrong-type`, `bad-argument`, `unsupported`
 */
export function bindTerm(expr: Expr, context: BindContext): Term {
  return byKind(BINDERS, expr, context);
}

const BINDERS: ByKind<Expr, BindContext, Term> = {
  literal: ({ value }) => scalarConstant(value),
  name: ({ name, span }, context) => bindName(name, span, context),
  member: bindMember,
  call: bindCall,
  index: bindIndex,
  unary: bindUnary,
  binary: bindBinary,
  conditional: bindConditional,
  list: bindList,
  regex: ({ span }) => {
    throw new UserError('wrong-type', 'a pattern cannot stand here', { span, hint: 'use text.matches(/.../)' });
  },
  object: ({ span }) => {
    throw new UserError('wrong-type', 'an object cannot stand here', { span, hint: 'write the condition itself' });
  },
  slice: ({ span }) => {
    throw new UserError('unsupported', 'slices of lists are not there yet', { span });
  },
};

function bindName(name: string, span: Span, context: BindContext): Term {
  if (name.startsWith('$')) return paramConstant(name, span, context);
  if (name === 'sample' && fieldsInFocus(context.focus).length > 0) return SAMPLE;
  return bareName(name, span, context);
}

function bindMember(expr: Extract<Expr, { kind: 'member' }>, context: BindContext): Term {
  const { object, name, nameSpan } = expr;
  const inside: BindContext = refersToSample(object, context) ? lookingAtSample(context) : context;
  const owner = bindTerm(object, context);
  try {
    return propertyOf(owner, name, nameSpan, inside);
  } catch (error) {
    if (!(error instanceof UserError) || methodsNamed(name).length === 0) throw error;
    throw new UserError('syntax', `${name} is to be called`, { span: nameSpan, hint: `write ${name}()`, cause: error });
  }
}

function refersToSample(object: Expr, { focus }: BindContext): boolean {
  return fieldsInFocus(focus).length > 0 && object.kind === 'name' && object.name === 'sample';
}

function bindCall(expr: Extract<Expr, { kind: 'call' }>, context: BindContext): Term {
  const { callee } = expr;
  if (callee.kind === 'name') return bindFunction(callee.name, callee.span, expr, context);
  if (callee.kind !== 'member') throw new UserError('syntax', 'this cannot be called', { span: callee.span });
  const { object } = callee;
  if (object.kind === 'name' && (object.name === 'F' || object.name === 'ViewField')) {
    const term = bindFieldClass(callee.name, expr, context);
    if (term !== undefined) return term;
  }
  if (object.kind === 'name' && (object.name === 'datetime' || object.name === 'fo')) {
    return bindFunction(callee.name, callee.nameSpan, expr, context);
  }
  return bindMethod(bindTerm(object, context), callee, expr, context);
}

function bindIndex({ object, index, span }: Extract<Expr, { kind: 'index' }>, context: BindContext): Term {
  const list = bindTerm(object, context);
  const place = bindTerm(index, context);
  if (place.kind === 'constant' && typeof place.value === 'string')
    return propertyOf(list, place.value, index.span, context);
  if (list.type.kind !== 'list') {
    throw new UserError('wrong-type', 'only a list has members by number', { span, hint: 'count from 0: tags[0]' });
  }
  if (place.kind !== 'constant' || typeof place.value !== 'number' || !Number.isSafeInteger(place.value)) {
    throw new UserError('bad-argument', 'a whole number is needed here', { span: index.span });
  }
  return call('item', [list, place], list.type.element);
}

function bindUnary({ operator, operand, span }: Extract<Expr, { kind: 'unary' }>, context: BindContext): Term {
  const term = bindTerm(operand, context);
  if (operator === '!') return not(truth(term));
  const number = numberOf({ term, span: operand.span });
  if (number.kind === 'constant' && typeof number.value === 'number') return scalarConstant(-number.value);
  return call('negate', [number], number.type.kind === 'missing' ? ANY : numberOf({ term: number, span }).type);
}

function bindBinary({ operator, left, right, span }: Extract<Expr, { kind: 'binary' }>, context: BindContext): Term {
  const placed: [Placed, Placed] = [
    { term: bindTerm(left, context), span: left.span },
    { term: bindTerm(right, context), span: right.span },
  ];
  const term = applyOperator(operator, ...placed, span);
  if (operator === '==' || operator === '!=' || operator === 'in') {
    mention(placed[0].term, right, context);
    mention(placed[1].term, left, context);
  }
  return term;
}

/** Remembers literals that are compared with a field. */
function mention(term: Term, literal: Expr, context: BindContext): void {
  const path = pathOf(term, context.focus);
  if (path === undefined) return;
  for (const item of literal.kind === 'list' ? literal.items : [literal]) {
    if (item.kind === 'literal' && item.value !== null)
      context.mentions.push({ path, value: item.value, span: item.span });
  }
}

function bindConditional(expr: Extract<Expr, { kind: 'conditional' }>, context: BindContext): Term {
  const then = { term: bindTerm(expr.then, context), span: expr.then.span };
  const otherwise = { term: bindTerm(expr.otherwise, context), span: expr.otherwise.span };
  const test = truth(bindTerm(expr.test, context));
  return call('choose', [test, then.term, otherwise.term], commonType(then, otherwise));
}

function bindList({ items }: Extract<Expr, { kind: 'list' }>, context: BindContext): Term {
  const values: Constant[] = [];
  const types: Type[] = [];
  for (const item of items) {
    const term = bindTerm(item, context);
    if (term.kind !== 'constant') {
      throw new UserError('unsupported', 'lists hold values, not fields', {
        span: item.span,
        hint: 'compare with || instead',
      });
    }
    values.push(term.value);
    types.push(term.type);
  }
  const [first] = types;
  const uniform = first !== undefined && types.every(({ kind }) => kind === first.kind);
  const list = constant(values, listOf(uniform ? first : ANY));
  return constantMembers(list).length === values.length ? list : { ...list, type: listOf(ANY) };
}
