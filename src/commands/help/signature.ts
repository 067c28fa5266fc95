import { type Param, type ParamType, snakeCase } from '../../dataset/query/param.ts';
import type { Constant } from '../../dataset/query/term.ts';

/** A verb, a method or a question, as far as its call goes. */
type Callable = { readonly name: string; readonly params: readonly Param[] };

/** How it is called: `take(size, seed?) -> view`. */
export function signatureOf({ name, params, yields }: Callable & { readonly yields?: 'view' | 'answer' }): string {
  const list = params.map((param) => param.name + (param.optional === true ? '?' : '')).join(', ');
  return `${name}(${list})${yields === 'view' ? ' -> view' : ''}`;
}

/** How FiftyOne's lines call it: `filter_labels(field, filter, only_matches=True)`. */
export function pythonSignature({ name, params }: Callable): string {
  const written = params.map((param) => {
    const own = snakeCase(param.name);
    return param.optional === true ? `${own}=${pythonLiteral(param.default ?? null)}` : own;
  });
  return `${snakeCase(name)}(${written.join(', ')})`;
}

/** What a parameter takes, in words, and what it is where it is left out. */
export function parameterWords({ type, list, optional, accepts, about, default: value }: Param): string {
  const numbers = accepts === 'number' ? ' of numbers' : '';
  const one = TYPE_WORDS[type] + numbers;
  const several = list === true ? `${one}, or a list of them` : one;
  const words = about === undefined ? several : `${several}: ${about}`;
  if (optional !== true) return words;
  return value === undefined ? `${words}; may be left out` : `${words}; ${literal(value)} where it is left out`;
}

const TYPE_WORDS: Readonly<Record<ParamType, string>> = {
  tag: 'a tag',
  id: 'an id',
  idOrFlag: 'the id of a sample, or true or false',
  text: 'text',
  bool: 'true or false',
  boolOrInt: 'true, false or a whole number',
  int: 'a whole number',
  number: 'a number',
  constant: 'a value or a list of values',
  mapping: 'old values and what they become, { old: new }',
  pairs: 'values or conditions and what belongs to them, { key: value }',
  fieldName: 'the name of a field, or of an attribute of labels',
  labelField: 'a field of labels',
  predicate: 'a condition on the sample',
  labelPredicate: 'a condition on the label',
  value: 'a field in quotes, or an expression',
  named: 'a field in quotes, or an expression',
  column: 'a field in quotes, or an expression',
  own: 'an expression of its value, which is F()',
  target: 'a field, or a part of labels such as field.label',
  newValue: 'an expression of the fields beside it',
  ownPredicate: 'a condition on its value, which is F()',
  groupPredicate: 'a condition on the group, a list of samples, which is F()',
  groupKey: 'an expression of the group, a list of samples, which is F()',
  operand: 'a value or an expression',
  labelOperand: 'an expression of the label',
  lambda: 'an expression of each member, which is F()',
  textOperand: 'text or an expression',
  numberOperand: 'a number or an expression',
  sortKey: "a field, an expression, or a pair such as ('field', -1)",
  pattern: 'a regular expression, /.../ or text',
  view: 'a view',
  savedView: 'the name of a saved view',
  taxonomy: 'the name or the file of a taxonomy, or { old: new } with null for what is dropped',
  tallies: 'questions such as count(field)',
};

function literal(value: Constant): string {
  return value === null ? 'missing' : JSON.stringify(value);
}

function pythonLiteral(value: Constant): string {
  if (value === null) return 'None';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : JSON.stringify(value);
}
