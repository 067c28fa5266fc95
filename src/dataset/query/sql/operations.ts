import type { Sql } from '../statement.ts';
import type { Operation, Term } from '../term.ts';
import { CONVERSION_OPERATIONS } from './conversion-operations.ts';
import { join, param, raw, sql } from './fragment.ts';
import { jsonOf } from './json.ts';
import { LIST_OPERATIONS } from './list-operations.ts';
import { type Call, given, infix, named, type Print } from './print-call.ts';
import type { Printer } from './printer.ts';

/**
 * SQLite's spelling of every operation. Conditions may yield NULL for false; `printer.value` makes them two-valued. They bind
 * at least as tightly as `and`, values as tightly as a call.
 */
export const OPERATIONS: Readonly<Record<Operation, Print>> = {
  and: (args, { condition }) => join(args.map(condition), ' and '),
  or: (args, { condition }) => sql`(${join(args.map(condition), ' or ')})`,
  not: ([of], { condition }) => sql`(${condition(given(of))}) is not true`,
  choose: ([test, then, otherwise], { condition, value }) =>
    sql`case when ${condition(given(test))} then ${value(given(then))} else ${value(given(otherwise))} end`,

  equal: printEqual,
  unequal: comparison('<>'),
  less: comparison('<'),
  'at-most': comparison('<='),
  more: comparison('>'),
  'at-least': comparison('>='),
  among: printAmong,

  add: infix('+'),
  subtract: infix('-'),
  multiply: infix('*'),
  divide: ([a, b], { value }) => sql`(1.0 * ${value(given(a))} / ${value(given(b))})`,
  remainder: (args, printer, { type }) => (type.kind === 'int' ? infix('%') : named('mod'))(args, printer, NO_CALL),
  power: named('pow'),
  negate: ([of], { value }) => sql`(- ${value(given(of))})`,
  abs: named('abs'),
  floor: named('floor'),
  ceil: named('ceil'),
  round: named('round_half_even'),
  truncate: ([of, place], { value }) => truncated(value(given(of)), place),
  sqrt: named('sqrt'),
  exp: named('exp'),
  ln: named('ln'),
  log10: named('log10'),
  log: ([of, base], { value }) => sql`(ln(${value(given(of))}) / ln(${value(given(base))}))`,
  sin: named('sin'),
  cos: named('cos'),
  tan: named('tan'),
  asin: named('asin'),
  acos: named('acos'),
  atan: named('atan'),
  sinh: named('sinh'),
  cosh: named('cosh'),
  tanh: named('tanh'),
  asinh: named('asinh'),
  acosh: named('acosh'),
  atanh: named('atanh'),
  'least-of': extreme('min'),
  'greatest-of': extreme('max'),

  'starts-with': ([text, part], { value }) => {
    const prefix = value(given(part));
    return sql`substr(${value(given(text))}, 1, length(${prefix})) = ${prefix}`;
  },
  'ends-with': ([text, part], { value }) => {
    const [whole, suffix] = [value(given(text)), value(given(part))];
    return sql`substr(${whole}, length(${whole}) - length(${suffix}) + 1) = ${suffix}`;
  },
  'has-text': ([text, part], { value }) => sql`instr(${value(given(text))}, ${value(given(part))}) > 0`,
  matches: named('regexp_search'),
  lower: named('unicode_lower'),
  upper: named('unicode_upper'),
  trim: trimmed('trim'),
  'trim-left': trimmed('ltrim'),
  'trim-right': trimmed('rtrim'),
  split: ([text, separator, most], { value }) =>
    sql`split_text(${value(given(text))}, ${value(given(separator))}, ${value(given(most))}, 0)`,
  'split-right': ([text, separator, most], { value }) =>
    sql`split_text(${value(given(text))}, ${value(given(separator))}, ${value(given(most))}, 1)`,
  'join-text': infix('||'),
  replace: named('replace'),
  'slice-text': printSliceText,
  'text-length': ([of], { value }) => sql`coalesce(length(${value(given(of))}), 0)`,

  year: datePart('%Y'),
  month: datePart('%m'),
  week: datePart('%U'),
  day: datePart('%d'),
  hour: datePart('%H'),
  minute: datePart('%M'),
  second: datePart('%S'),
  millisecond: ([of], { value }) => sql`cast(substr(${value(given(of))}, 21, 3) as integer)`,
  weekday: ([of], printer, call) => sql`(${datePart('%w')([given(of)], printer, call)} + 1)`,
  'day-of-year': datePart('%j'),

  lookup: printLookup,
  ...LIST_OPERATIONS,
  ...CONVERSION_OPERATIONS,
};

const NO_CALL: Call = { kind: 'call', operation: 'and', args: [], type: { kind: 'any' } };

/** Whether what `OPERATIONS` prints may be NULL where its value is false. */
export function isTwoValued({ operation, type }: Call): boolean {
  return type.kind === 'bool' && !MAY_BE_MISSING.has(operation);
}

/** Operations that yield a truth value or nothing. */
const MAY_BE_MISSING: ReadonlySet<Operation> = new Set([
  'choose',
  'lookup',
  'item',
  'as-bool',
  'to-bool',
  'least',
  'greatest',
  'least-of',
  'greatest-of',
]);

function comparison(operator: string): Print {
  return ([a, b], { value }) => sql`${value(given(a))} ${raw(operator)} ${value(given(b))}`;
}

/** Two missing values are equal; a constant is none, and `=` leaves SQLite its indexes. */
function printEqual([a, b]: readonly Term[], printer: Printer): Sql {
  const { value } = printer;
  const [left, right] = [given(a), given(b)];
  if ([left, right].some(({ type }) => type.kind === 'list' || type.kind === 'dict' || type.kind === 'any')) {
    return sql`json_canonical(${jsonOf(left, printer)}) is json_canonical(${jsonOf(right, printer)})`;
  }
  const operator = left.kind === 'constant' || right.kind === 'constant' ? '=' : 'is';
  return sql`${value(left)} ${raw(operator)} ${value(right)}`;
}

/** Longer lists are handed over as one JSON value, so that no list meets SQLite's limit of placeholders. */
const MOST_PLACEHOLDERS = 50;

function printAmong([of, ...members]: readonly Term[], { value }: Printer): Sql {
  const tested = value(given(of));
  const constants = members.flatMap((member) => (member.kind === 'constant' && member.value !== null ? [member] : []));
  const missing = constants.length === members.length ? [] : [sql`${tested} is null`];
  const json = JSON.stringify(
    constants.map((each) => (typeof each.value === 'boolean' ? Number(each.value) : each.value)),
  );
  const list =
    constants.length > MOST_PLACEHOLDERS
      ? sql`${tested} in (select e.value from json_each(${param(json)}) e)`
      : sql`${tested} in (${join(constants.map(value), ', ')})`;
  return missing.length === 0 ? list : sql`(${join([list, ...missing], ' or ')})`;
}

/** `[value, otherwise, key, result, key, result, ...]`; the key `null` stands for a missing value. */
function printLookup([of, otherwise, ...pairs]: readonly Term[], { value }: Printer): Sql {
  const tested = value(given(of));
  const cases = pairs.flatMap((key, i) => (i % 2 === 1 ? [] : [{ key, result: value(given(pairs[i + 1])) }]));
  const isMissing = ({ key }: { readonly key: Term }): boolean => key.kind === 'constant' && key.value === null;
  const known = cases
    .filter((each) => !isMissing(each))
    .map(({ key, result }) => sql`when ${value(key)} then ${result}`);
  const rest = value(given(otherwise));
  const looked = known.length === 0 ? rest : sql`case ${tested} ${join(known, ' ')} else ${rest} end`;
  const missing = cases.find(isMissing);
  return missing === undefined ? looked : sql`case when ${tested} is null then ${missing.result} else ${looked} end`;
}

function truncated(value: Sql, place: Term | undefined): Sql {
  const places = place?.kind === 'constant' ? Number(place.value) : 0;
  if (places === 0) return sql`trunc(${value})`;
  const scale = param(10 ** places);
  return sql`(trunc(${value} * ${scale}) / ${scale})`;
}

/** Negative starts count from the end; a negative count takes all that follow, as in MongoDB. */
function printSliceText([text, start, count]: readonly Term[], { value }: Printer): Sql {
  const [whole, from] = [value(given(text)), value(given(start))];
  const position = start?.kind === 'constant' ? param(placeOf(Number(start.value))) : sql`${from} + (${from} >= 0)`;
  if (count?.kind === 'constant') {
    return count.value === null || Number(count.value) < 0
      ? sql`substr(${whole}, ${position})`
      : sql`substr(${whole}, ${position}, ${value(count)})`;
  }
  const length = value(given(count));
  return sql`substr(${whole}, ${position}, iif(${length} < 0, length(${whole}), ${length}))`;
}

function placeOf(start: number): number {
  return start < 0 ? start : start + 1;
}

/** The whitespace that MongoDB trims. */
const WHITESPACE = ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a';

function trimmed(name: string): Print {
  return ([text, chars], { value }) =>
    sql`${raw(name)}(${value(given(text))}, ${chars === undefined ? param(WHITESPACE) : value(chars)})`;
}

/** The lesser or greater of two; where one is missing, the other. */
function extreme(name: string): Print {
  return ([a, b], { value }) => {
    const [left, right] = [value(given(a)), value(given(b))];
    return sql`(select ${raw(name)}(x.value) from (select ${left} as value union all select ${right}) x)`;
  };
}

function datePart(format: string): Print {
  return ([of], { value }) => sql`cast(strftime(${param(format)}, ${value(given(of))}) as integer)`;
}
