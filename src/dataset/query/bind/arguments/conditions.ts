import { UserError } from '../../../../diagnostics.ts';
import type { Expr } from '../../ast.ts';
import type { ParamType, Pattern } from '../../param.ts';
import type { Term } from '../../term.ts';
import { describe, isNumber } from '../../type.ts';
import { type BindContext, lookingAtGroup, lookingAtLabels, lookingAtValue } from '../context.ts';
import { lambdaOf, pairsOf } from '../lambda.ts';
import { keptAs } from '../fit.ts';
import { numberOf, textOf, truth } from '../operators.ts';
import { patternOf } from '../patterns.ts';
import { checkFits, focusOfParent, type Target } from '../targets.ts';
import { labelsOf } from '../properties.ts';
import type { ArgumentContext, Binder } from './binder.ts';
import { textConstant } from './constants.ts';

/**
 * A condition. Text and numbers that are only written down are none: most who write them mean what is in the quotes.
 * @throws UserError `wrong-type`
 */
function condition(expr: Expr, context: BindContext): Term {
  const term = context.bindTerm(expr, context);
  const { kind } = term.type;
  if (kind === 'bool' || kind === 'missing') return truth(term);
  refuseComputed(expr, term);
  if (term.kind !== 'constant') {
    noteTruth(expr, term, context);
    return truth(term);
  }
  throw new UserError('wrong-type', `a condition is needed here, this is ${describe(term.type)}`, {
    span: expr.span,
    hint:
      kind === 'string'
        ? "leave the quotes out: where(year > 2020); tags are matched by matchTags('train')"
        : 'write where(year == 2020)',
  });
}

/** @throws UserError `wrong-type` for a list or a computed value, which is there whatever is in it */
function refuseComputed(expr: Expr, { type }: Term): void {
  const isComputed = expr.kind === 'list' || (expr.kind === 'binary' && ARITHMETIC.has(expr.operator));
  if (!isComputed) return;
  throw new UserError('wrong-type', `a condition is needed here, this is ${describe(type)}`, {
    span: expr.span,
    hint: expr.kind === 'list' ? 'join conditions with && or ||' : 'compare it: year + 1 > 2020',
  });
}

const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '**']);

/** As in FiftyOne a value is a condition: that it is there, and not 0. Most who write it mean something else. */
function noteTruth(expr: Expr, term: Term, { mentions }: BindContext): void {
  const { type } = term;
  if (type.kind === 'any') return;
  const kept = isNumber(type) ? 'that it is there and not 0' : 'that it is there';
  mentions.push({
    note: `${describe(type)} is taken for a condition: ${kept}`,
    hint: isNumber(type) ? 'compare it, as in year > 2020, or write exists(...)' : 'compare it, or write exists(...)',
    span: expr.span,
  });
}

/** A new value of the target: an expression of the fields of what it is a part of, or a constant. */
function bindNewValue(expr: Expr, context: ArgumentContext): Term {
  const target = context.about as Target;
  const inside: BindContext =
    target.kind === 'labels'
      ? lookingAtValue(context, labelsOf(target.field))
      : { ...context, focus: focusOfParent(target) };
  const term = inside.bindTerm(expr, inside);
  checkFits(target, term.type, expr.span);
  return keptAs(term, target.term.type);
}

/** A condition on the value of the target. */
function bindOwnPredicate(expr: Expr, context: ArgumentContext): Term {
  const target = context.about as Target;
  const parent = { ...context, focus: focusOfParent(target) };
  const inside = lookingAtValue(parent, target.term);
  return condition(expr, inside);
}

function bindPattern(expr: Expr, context: BindContext): Pattern {
  const pattern =
    expr.kind === 'regex' ? expr : { source: textConstant(expr, context, 'a pattern: /^Acro/'), flags: '' };
  return patternOf(pattern, expr.span);
}

export const conditionBinders = {
  predicate: (expr, context) => condition(expr, context),
  labelPredicate: (expr, context) => {
    const inside = lookingAtLabels(context, context.receiver ?? []);
    return condition(expr, inside);
  },
  labelOperand: (expr, context) => {
    const inside = lookingAtLabels(context, context.receiver ?? []);
    return { term: inside.bindTerm(expr, inside), span: expr.span };
  },
  lambda: lambdaOf,
  pairs: (expr, context) => {
    if (expr.kind === 'object') return pairsOf(expr.entries, context);
    const hint = "write { 'old': 'new' }";
    throw new UserError('bad-argument', 'an object is needed here', { span: expr.span, hint });
  },
  newValue: bindNewValue,
  ownPredicate: bindOwnPredicate,
  groupPredicate: (expr, context) => truth(context.bindTerm(expr, lookingAtGroup(context))),
  groupKey: (expr, context) => context.bindTerm(expr, lookingAtGroup(context)),
  operand: (expr, context) => ({ term: context.bindTerm(expr, context), span: expr.span }),
  textOperand: (expr, context) => textOf({ term: context.bindTerm(expr, context), span: expr.span }),
  numberOperand: (expr, context) => numberOf({ term: context.bindTerm(expr, context), span: expr.span }),
  pattern: bindPattern,
} satisfies { readonly [T in ParamType]?: Binder<T> };
