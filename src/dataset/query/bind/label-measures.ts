import { type Span, UserError } from '../../../diagnostics.ts';
import type { Argument, Expr } from '../ast.ts';
import type { LabelProperty, Term } from '../term.ts';
import { FLOAT, INT, listOf, type Type } from '../type.ts';
import { type BindContext, outermost } from './context.ts';

/** What is measured in pixels of the picture, and as fractions of it where that is asked for. */
type Measure = { readonly pixels: LabelProperty; readonly fractions?: LabelProperty; readonly type: Type };

const MEASURES: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ['vertices', { pixels: 'vertices', type: INT }],
  ['area', { pixels: 'pixel_area', fractions: 'area', type: FLOAT }],
  ['perimeter', { pixels: 'pixel_perimeter', fractions: 'perimeter', type: FLOAT }],
  ['bbox', { pixels: 'pixel_bounding_box', fractions: 'bounding_box', type: listOf(FLOAT) }],
]);

/** Whether there is a measure of labels of that name. */
export function isMeasure(name: string): boolean {
  return MEASURES.has(name);
}

/**
 * `area()`, `perimeter()`, `bbox()` (`[x, y, width, height]`, top left corner) in pixels, with `{ normalised: true }` as fractions
 * of the picture, and `vertices()`. Missing where the size of the picture is needed and not known.
 * @throws UserError `wrong-type` where no label is looked at; `bad-argument`
 */
export function measureOfLabel(written: Extract<Expr, { kind: 'call' }>, context: BindContext, name: string): Term {
  const measure = MEASURES.get(name);
  if (measure === undefined) throw new Error(`no measure ${name}`);
  const { pixels, fractions, type } = measure;
  const normalised = fractions === undefined ? undefined : isNormalised(written.args);
  const [first] = written.args;
  if (first !== undefined && normalised === undefined)
    throw badArgument(name, fractions !== undefined, first.value.span);
  const property = normalised === true && fractions !== undefined ? fractions : pixels;
  if (outermost(context.focus).kind === 'label') return { kind: 'property', name: property, type };
  throw new UserError('wrong-type', `${name}() is asked of a label, this is a sample`, {
    span: written.span,
    hint: `write field.any(${name}() > 0) or filterLabels(field, ...)`,
  });
}

function badArgument(name: string, hasUnits: boolean, span: Span): UserError {
  if (!hasUnits) return new UserError('bad-argument', `${name}() takes no arguments`, { span });
  return new UserError('bad-argument', `${name}() takes nothing but normalised`, {
    span,
    hint: `write ${name}() for pixels, ${name}({ normalised: true }) for fractions of the picture`,
  });
}

/** The option `normalised`, undefined for any other arguments or for none. */
function isNormalised([argument, another]: readonly Argument[]): boolean | undefined {
  if (argument === undefined || another !== undefined) return undefined;
  const { name, value } = optionOf(argument);
  const known = name === 'normalised' || name === 'normalized';
  return known && value.kind === 'literal' && typeof value.value === 'boolean' ? value.value : undefined;
}

function optionOf({ keyword, value }: Argument): { readonly name: string | null | undefined; readonly value: Expr } {
  const entry = value.kind === 'object' && value.entries.length === 1 ? value.entries[0] : undefined;
  return entry === undefined ? { name: keyword?.name, value } : { name: entry.key, value: entry.value };
}
