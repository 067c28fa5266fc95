import { type Answer, json, serverError } from './answer.ts';
import type { CvatRecord } from './world.ts';

/** Values of a record that a filter may ask for. */
export type Terms = Readonly<Record<string, (record: CvatRecord) => unknown>>;

type Test = (record: CvatRecord) => boolean;

/** Reads the `filter` of a list: JSON logic as far as CVAT knows it; or the answer that refuses it. */
export function readFilter(text: string, terms: Terms): Test | Answer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refusal('Json syntax should be used');
  }
  return readTest(parsed, terms);
}

function refusal(what: string): Answer {
  return json(400, [`filter: ${what}`]);
}

function readTest(value: unknown, terms: Terms): Test | Answer {
  const [name = '', args] = Object.entries(value as object)[0] ?? [];
  if (name === 'and' || name === 'or') return joined(name, args as unknown[], terms);
  if (name === '!') return negated(args, terms);
  const compare = COMPARE[name];
  if (compare === undefined) return refusal(`${name} operation with ${python(args)} arguments is not implemented`);
  const [left, right] = args as [unknown, unknown];
  const [term, wanted] = name === 'in' ? [right, left] : [left, right];
  return compared(compare, (term as { readonly var: string }).var, wanted, terms);
}

function compared(compare: Compare, term: string, wanted: unknown, terms: Terms): Test | Answer {
  const read = terms[term];
  if (read === undefined) return refusal(`'${term}' term is not supported`);
  const isDate = term.endsWith('_date');
  if (isDate && Number.isNaN(Date.parse(String(wanted)))) return serverError();
  return (record) => compare(read(record), wanted, isDate);
}

function joined(name: 'and' | 'or', args: readonly unknown[], terms: Terms): Test | Answer {
  const tests = args.map((arg) => readTest(arg, terms));
  const refused = tests.find((test) => typeof test !== 'function');
  if (refused !== undefined) return refused;
  const all = tests as Test[];
  return (record) => (name === 'and' ? all.every((test) => test(record)) : all.some((test) => test(record)));
}

/** `{"!": {"var": x}}` asks for no value, `{"!": test}` for the contrary. */
function negated(arg: unknown, terms: Terms): Test | Answer {
  if (typeof arg === 'object' && arg !== null && 'var' in arg) {
    const read = terms[String(arg.var)];
    return read === undefined
      ? refusal(`'${String(arg.var)}' term is not supported`)
      : (record) => (read(record) ?? null) === null;
  }
  const test = readTest(arg, terms);
  return typeof test === 'function' ? (record) => !test(record) : test;
}

type Compare = (value: unknown, wanted: unknown, isDate: boolean) => boolean;

const COMPARE: Readonly<Record<string, Compare>> = {
  '==': (value, wanted) => value === wanted,
  '<': (value, wanted, isDate) => ranked(value, isDate) < ranked(wanted, isDate),
  '<=': (value, wanted, isDate) => ranked(value, isDate) <= ranked(wanted, isDate),
  '>': (value, wanted, isDate) => ranked(value, isDate) > ranked(wanted, isDate),
  '>=': (value, wanted, isDate) => ranked(value, isDate) >= ranked(wanted, isDate),
  in: (value, wanted) => String(value).toLowerCase().includes(String(wanted).toLowerCase()),
};

/** Dates down to microseconds: JavaScript's end at milliseconds. */
function ranked(value: unknown, isDate: boolean): string | number {
  if (!isDate) return value as string | number;
  const text = String(value);
  const micro = /\.(\d{1,6})/u.exec(text)?.[1] ?? '';
  return `${new Date(text).toISOString().slice(0, 19)}.${micro.padEnd(6, '0')}`;
}

function python(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `'${key}': ${python(item)}`)
      .join(', ')}}`;
  }
  return typeof value === 'string' ? `'${value}'` : String(value);
}
