import { UserError } from '../../../../diagnostics.ts';
import { nearest } from '../../../model/nearest.ts';
import type { LabelField } from '../../../model/schema.ts';
import type { Expr } from '../../ast.ts';
import type { ParamType } from '../../param.ts';
import { type BindContext, fieldNamed, labelFields } from '../context.ts';
import { fieldPath, targetOf } from '../targets.ts';
import type { Binder } from './binder.ts';
import { textConstant } from './constants.ts';
import { bindValue } from './values.ts';

/** A path in quotes, or the name itself: `gt_polylines`, `gt_polylines.label`. */
function pathOfExpr(expr: Expr, context: BindContext): string {
  if (expr.kind === 'name' && !expr.name.startsWith('$')) return expr.name;
  if (expr.kind === 'member') return `${pathOfExpr(expr.object, context)}.${expr.name}`;
  if (expr.kind === 'call' && expr.callee.kind === 'name' && /^(F|ViewField)$/.test(expr.callee.name)) {
    const [path] = expr.args;
    if (path !== undefined) return pathOfExpr(path.value, context);
  }
  return textConstant(expr, context, "the name of a field in quotes: 'area'");
}

function bindLabelField(expr: Expr, context: BindContext): LabelField {
  const term = bindValue(expr, { ...context, focus: { kind: 'sample' } });
  const field = term.kind === 'labels' ? fieldNamed(context.catalog, term.field) : undefined;
  if (field?.kind === 'labels') return field;
  const known = labelFields(context.catalog).map(({ name }) => name);
  const written = expr.kind === 'literal' ? String(expr.value) : 'this';
  const near = nearest(written, known);
  const hint = near === undefined ? `label fields are ${known.join(', ') || 'not there'}` : `did you mean ${near}?`;
  throw new UserError('wrong-type', `${written} is no field of labels`, {
    span: expr.span,
    hint,
    ...(near !== undefined && { fix: { written, meant: near } }),
  });
}

export const fieldBinders = {
  labelField: bindLabelField,
  fieldName: (expr, context) => {
    const path = pathOfExpr(expr, context);
    fieldPath(path, expr.span, context);
    return path;
  },
  target: (expr, context) => targetOf(pathOfExpr(expr, context), expr.span, context),
} satisfies { readonly [T in ParamType]?: Binder<T> };
