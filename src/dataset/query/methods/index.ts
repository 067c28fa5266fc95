import { snakeCase } from '../param.ts';
import { dateMethods } from './date-methods.ts';
import type { Method } from './define-method.ts';
import { labelMethods } from './label-methods.ts';
import { listMakingMethods } from './list-making-methods.ts';
import { listMethods } from './list-methods.ts';
import { numberMethods } from './number-methods.ts';
import { textMethods } from './text-methods.ts';
import { valueMethods } from './value-methods.ts';

/** Everything that can be asked of a value inside an expression. Of several with one name the receiver decides. */
export const METHODS: readonly Method[] = [
  ...labelMethods,
  ...listMethods,
  ...listMakingMethods,
  ...textMethods,
  ...numberMethods,
  ...dateMethods,
  ...valueMethods,
];

/** The methods with that name, in its own or FiftyOne's spelling; then those that have it as another name. */
export function methodsNamed(name: string): readonly Method[] {
  const own = METHODS.filter((method) => method.name === name || snakeCase(method.name) === name);
  return [...own, ...METHODS.filter((method) => !own.includes(method) && method.aliases.includes(name))];
}
