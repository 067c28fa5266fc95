import { dateMethods } from './date-methods.ts';
import type { Method } from './define-method.ts';
import { labelMethods } from './label-methods.ts';
import { listMethods } from './list-methods.ts';
import { numberMethods } from './number-methods.ts';
import { textMethods } from './text-methods.ts';
import { valueMethods } from './value-methods.ts';

/** Everything that can be asked of a value inside an expression. Of several with one name the receiver decides. */
export const METHODS: readonly Method[] = [
  ...labelMethods,
  ...listMethods,
  ...textMethods,
  ...numberMethods,
  ...dateMethods,
  ...valueMethods,
];

/** The methods with that name, in its own, another or FiftyOne's spelling. */
export function methodsNamed(name: string): readonly Method[] {
  return METHODS.filter((method) => method.name === name || method.aliases.includes(name));
}
