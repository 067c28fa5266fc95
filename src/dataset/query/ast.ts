import type { Span } from '../../diagnostics.ts';

/** Operators with two operands, after other spellings (`===`, `&`) have become these. */
export const BINARY_OPERATORS = [
  '==', '!=', '<', '<=', '>', '>=', 'in', '&&', '||', '+', '-', '*', '/', '%', '**',
] as const; // prettier-ignore

/** One of `BINARY_OPERATORS`. */
export type BinaryOperator = (typeof BINARY_OPERATORS)[number];

/** An argument of a call; with `keyword` where it was written `name = value`. */
export type Argument = {
  readonly value: Expr;
  readonly keyword?: { readonly name: string; readonly span: Span; readonly equals: Span };
};

/** `key: value` in an object literal; `name` is the key as an expression, which in Python it may be. */
export type Entry = { readonly key: string | null; readonly name: Expr; readonly span: Span; readonly value: Expr };

/** What was written, as data: names are not looked up yet. Spans are those of the statement's text. */
export type Expr =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string; readonly span: Span }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string; readonly span: Span }
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | {
      readonly kind: 'member';
      readonly object: Expr;
      readonly name: string;
      readonly nameSpan: Span;
      readonly span: Span;
    }
  | { readonly kind: 'index'; readonly object: Expr; readonly index: Expr; readonly span: Span }
  | {
      readonly kind: 'slice';
      readonly object: Expr;
      readonly from: Expr | null;
      readonly to: Expr | null;
      readonly span: Span;
    }
  | { readonly kind: 'call'; readonly callee: Expr; readonly args: readonly Argument[]; readonly span: Span }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Expr; readonly span: Span }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expr;
      readonly right: Expr;
      readonly span: Span;
    }
  | {
      readonly kind: 'conditional';
      readonly test: Expr;
      readonly then: Expr;
      readonly otherwise: Expr;
      readonly span: Span;
    }
  /** `parameter => body`, as an argument. */
  | { readonly kind: 'arrow'; readonly parameter: string; readonly body: Expr; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly Expr[]; readonly span: Span }
  | { readonly kind: 'object'; readonly entries: readonly Entry[]; readonly span: Span };

/** One line of the language: an expression, with the name it is given in `name = expression`. */
export type Statement = {
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly expression: Expr;
};
