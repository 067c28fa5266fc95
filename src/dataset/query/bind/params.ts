import { type Span, UserError } from '../../../diagnostics.ts';
import type { Term } from '../term.ts';
import { type BindContext, unknown } from './context.ts';
import { scalarConstant } from './constants.ts';

/**
 * The value of a statement's parameter, `$name`.
 * @throws UserError `unknown-name`
 */
export function paramConstant(name: string, span: Span, { params }: BindContext): Term {
  const key = name.slice(1);
  if (!Object.hasOwn(params, key)) {
    const message = `no value was given for ${name}`;
    if (Object.keys(params).length === 0) {
      throw new UserError('unknown-name', message, { span, hint: `--param ${key}=VALUE gives it one` });
    }
    throw unknown('unknown-name', message, { name: key, span, known: Object.keys(params) });
  }
  const value = params[key] ?? null;
  return value instanceof Date
    ? { kind: 'constant', value: value.toISOString(), type: { kind: 'date' } }
    : scalarConstant(value);
}
