import type { Word } from '../dataset/model/words.ts';
import { nearest } from '../dataset/model/nearest.ts';
import { UserError } from '../diagnostics.ts';
import type { ParamType } from './declaration.ts';

/** Values of a script's parameters by name, as `--param name=value` gives them. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/**
 * A word with the values of its parameters, `$name` or `${name}`, in their places. What is an expression is left to the language,
 * which knows them; a source is one as well, unless the parameter is all of it.
 *
 * @throws UserError `unknown-name` for a parameter that has no value
 */
export function withValues<W extends Pick<Word, 'text' | 'parameters'>>(
  word: W,
  type: ParamType,
  values: ParameterValues,
): W {
  const places = word.parameters ?? [];
  if (places.length === 0 || !takesValues(word, type)) return word;
  let text = '';
  let at = 0;
  for (const { name, start, end, span } of places) {
    text += word.text.slice(at, start) + valueOf(name, values, span);
    at = end;
  }
  return { ...word, text: text + word.text.slice(at), parameters: [] };
}

function takesValues({ text, parameters = [] }: Pick<Word, 'text' | 'parameters'>, type: ParamType): boolean {
  if (type === 'view') return false;
  return type !== 'source' || (parameters[0]?.start === 0 && parameters[0].end === text.length);
}

function valueOf(name: string, values: ParameterValues, span: Word['span']): string {
  if (Object.hasOwn(values, name)) return String(values[name]);
  const near = nearest(name, Object.keys(values));
  throw new UserError('unknown-name', `no value was given for $${name}`, {
    span,
    hint: near === undefined ? `--param ${name}=VALUE gives it one; in '...' a $ is a $` : `did you mean $${near}?`,
    ...(near !== undefined && { fix: { written: `$${name}`, meant: `$${near}` } }),
  });
}
