import type { Span } from '../../../diagnostics.ts';
import { aliasesOf, type ArgumentsOf, type Param } from '../param.ts';
import type { LabelsTerm, Term } from '../term.ts';

/** What a method can be called on. A value of unknown type is read as `text`, `number` or `list` where that is asked of it. */
export type Receiver = 'value' | 'text' | 'number' | 'bool' | 'date' | 'list' | 'labels';

/** Something that can be asked of a value inside an expression: `area.startsWith('M')`. */
export type Method = {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly on: Receiver;
  /** What it gives, also where the value is missing. */
  readonly summary: string;
  /** An expression with blanks that a dataset fills: see examples.ts. */
  readonly example: string;
  readonly params: readonly Param[];
  /** @param span of the whole call */
  readonly apply: (receiver: Term, args: Readonly<Record<string, unknown>>, span: Span) => Term;
};

type Definition<R extends Receiver, P extends readonly Param[]> = {
  readonly name: string;
  /** Other names; the snake_case of each name is accepted without being listed. */
  readonly aliases?: readonly string[];
  readonly on: R;
  readonly summary: string;
  readonly example: string;
  readonly params: P;
  readonly apply: (receiver: R extends 'labels' ? LabelsTerm : Term, args: ArgumentsOf<P>, span: Span) => Term;
};

/** Defines a method; the types of its arguments follow from its parameters. */
export function defineMethod<R extends Receiver, const P extends readonly Param[]>(
  definition: Definition<R, P>,
): Method {
  const { aliases = [], apply } = definition;
  // Binding checks receiver and arguments by `on` and `params`, which is what the types say.
  return { ...definition, aliases: aliasesOf(definition.name, aliases), apply: apply as Method['apply'] };
}
