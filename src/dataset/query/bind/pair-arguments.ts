import { quoteText } from '../../model/words.ts';
import { nearest } from '../../model/nearest.ts';
import { type Span, UserError } from '../../../diagnostics.ts';
import type { Argument, Expr } from '../ast.ts';
import { type Param, snakeCase } from '../param.ts';
import { unknown } from './context.ts';

/** What is called, for messages. */
export type Callee = { readonly name: string; readonly span: Span };

/**
 * Which expression goes to which parameter: by position, by `name = value` in either spelling, or from an object literal
 * at the end (`{ name: value }`).
 * @throws UserError `bad-argument` for one too many, one missing, one twice, an unknown name; `syntax` for `=` meant as `==`
 */
export function pairArguments(
  callee: Callee,
  params: readonly Param[],
  args: readonly Argument[],
): ReadonlyMap<string, Expr> {
  const pairs = new Map<string, Expr>();
  refuseUnlisted(params, args);
  const positional = gathered(
    params,
    args.filter(({ keyword }) => keyword === undefined),
  );
  for (const [index, { value }] of positional.entries()) {
    const isLast = index === positional.length - 1;
    if (isLast && value.kind === 'object' && !takesObjects(params[index])) pairOptions(callee, params, value, pairs);
    else pair(paramAt(callee, params, index, value), value, pairs);
  }
  for (const { keyword, value } of args) {
    if (keyword === undefined) continue;
    const param = paramNamed(params, keyword.name);
    if (param === undefined) throw notAParameter(callee, params, keyword);
    pair(param, value, pairs);
  }
  const absent = params.find(({ name, optional }) => optional !== true && !pairs.has(name));
  if (absent === undefined) return pairs;
  throw new UserError('bad-argument', `${callee.name} needs ${absent.name}`, {
    span: callee.span,
    hint: signature(callee, params),
  });
}

function takesObjects(param: Param | undefined): boolean {
  return param?.type === 'mapping' || param?.type === 'pairs' || param?.type === 'taxonomy';
}

/** A list that is all there is to give may be written without brackets: `area.concat('-', name)`. */
function gathered([param, another]: readonly Param[], args: readonly Argument[]): readonly Argument[] {
  const [first] = args;
  if (param?.list !== true || another !== undefined || first === undefined || args.length === 1) return args;
  const items = args.map(({ value }) => value);
  return [
    { value: { kind: 'list', items, span: { start: first.value.span.start, end: items.at(-1)?.span.end ?? 0 } } },
  ];
}

/** Several texts where a list is taken and something else behind it: `matchTags('train', 'val')`. */
function refuseUnlisted([param, next]: readonly Param[], args: readonly Argument[]): void {
  if (param?.list !== true || next === undefined || !IS_NO_TEXT.has(next.type)) return;
  const end = args.findIndex(({ value, keyword }) => keyword !== undefined || !isText(value));
  const texts = args.slice(0, end === -1 ? undefined : end).map(({ value }) => value);
  const [first, another] = texts;
  if (first === undefined || another === undefined) return;
  const list = `[${texts.flatMap((each) => (isText(each) ? [quoteText(each.value)] : [])).join(', ')}]`;
  throw new UserError('bad-argument', `several ${param.name} are written as a list`, {
    span: { start: first.span.start, end: texts.at(-1)?.span.end ?? first.span.end },
    hint: `write ${list}`,
    fix: { written: null, meant: list },
  });
}

const IS_NO_TEXT: ReadonlySet<Param['type']> = new Set<Param['type']>(['bool', 'boolOrInt']);

function isText(expr: Expr): expr is Extract<Expr, { kind: 'literal' }> & { readonly value: string } {
  return expr.kind === 'literal' && typeof expr.value === 'string';
}

/** The parameter at a place. */
function paramAt(callee: Callee, params: readonly Param[], index: number, { span }: Expr): Param {
  const param = params[index];
  if (param !== undefined) return param;
  throw new UserError('bad-argument', `${callee.name} takes no argument here`, {
    span,
    ...(params.length > 0 && { hint: signature(callee, params) }),
  });
}

function pair(param: Param, value: Expr, pairs: Map<string, Expr>): void {
  if (pairs.has(param.name)) {
    throw new UserError('bad-argument', `${param.name} is given twice`, { span: value.span });
  }
  pairs.set(param.name, value);
}

function pairOptions(
  callee: Callee,
  params: readonly Param[],
  options: Extract<Expr, { kind: 'object' }>,
  pairs: Map<string, Expr>,
): void {
  for (const { key, span, value } of options.entries) {
    const param = paramNamed(params, key ?? 'None');
    if (param === undefined)
      throw mongoFilter(params, span) ?? noSuchOption(callee, params, { name: key ?? 'None', span });
    pair(param, value, pairs);
  }
}

function paramNamed(params: readonly Param[], name: string): Param | undefined {
  return params.find((param) => param.name === name || snakeCase(param.name) === name);
}

/** `match({"year": 2021})` is a filter of MongoDB. */
function mongoFilter([first]: readonly Param[], span: Span): UserError | undefined {
  if (first?.type !== 'predicate') return undefined;
  return new UserError('unsupported', 'a filter of MongoDB is not part of the language', {
    span,
    hint: 'write the condition: where(year == 2021)',
  });
}

/** `where(year = 2021)`: most who write this mean `==`. */
function notAParameter(
  callee: Callee,
  params: readonly Param[],
  { name, span, equals }: { readonly name: string; readonly span: Span; readonly equals: Span },
): UserError {
  if (params.some(({ type }) => type === 'predicate' || type === 'labelPredicate')) {
    return new UserError('syntax', 'operator = is not part of the query language', {
      span: equals,
      hint: 'use == to compare',
      // What is nearly one of the parameters may have been meant as that.
      ...(nearest(
        snakeCase(name),
        params.map((param) => snakeCase(param.name)),
      ) === undefined && {
        fix: { written: null, meant: '==' },
      }),
    });
  }
  return noSuchOption(callee, params, { name, span });
}

function noSuchOption(
  callee: Callee,
  params: readonly Param[],
  { name, span }: { readonly name: string; readonly span: Span },
): UserError {
  const known = params.map((param) => param.name);
  if (known.length === 0) return new UserError('bad-argument', `${callee.name} takes no arguments`, { span });
  return unknown('bad-argument', `${callee.name} has no parameter ${name}`, { name, span, known });
}

function signature(callee: Callee, params: readonly Param[]): string {
  return `write ${callee.name}(${params.map(({ name, optional }) => (optional === true ? `${name}?` : name)).join(', ')})`;
}
