import type { LabelField } from '../../../model/schema.ts';
import type { Expr } from '../../ast.ts';
import type { Param, ParamType, ParamTypes } from '../../param.ts';
import type { BindContext } from '../context.ts';

/** What binding an argument knows beside the context: the receiver's label fields, and arguments bound before. */
export type ArgumentContext = BindContext & {
  readonly receiver?: readonly LabelField[];
  /** The argument of the parameter that this one is about. */
  readonly about?: unknown;
};

/** Binds an argument to a parameter of type `T`. */
export type Binder<T extends ParamType> = (expr: Expr, context: ArgumentContext, param: Param) => ParamTypes[T];
