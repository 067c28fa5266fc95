import { type Param, type ParamType, snakeCase } from '../../../../src/dataset/query/param.ts';
import { expression, type Place } from './expressions.ts';
import { boolLiteral, constantLiteral, numberLiteral, pattern, quoted, textLiteral } from './literals.ts';
import { tally, viewIn } from './statements.ts';
import type { Kind, LabelWord, Word } from './vocabulary.ts';

/** The arguments of a call, by position, by name or as options; now and then one is missing, wrong or one too many. */
export function argumentsFor(params: readonly Param[], depth: number, place: Place): string {
  const { random } = place;
  const given = params.filter(({ optional }) => optional !== true || random.chance(0.35));
  const lists = place.words.labels.filter(({ list }) => list);
  const about = random.pick(random.chance(0.9) ? lists : place.words.labels);
  const values = given.map((param) => ({
    param,
    text: argument(param, depth, { ...place, label: labelFor(param, about, place) }, about),
  }));
  if (random.chance(0.03)) values.pop();
  const extra = random.chance(0.03) ? [constantLiteral(place.words, random)] : [];
  const positional = values.filter(
    ({ param }, i) => params[i] === param && random.chance(param.optional === true ? 0.5 : 0.9),
  );
  const prefix = positional.filter((each, i) => values[i] === each);
  const rest = values.slice(prefix.length);
  return [...prefix.map(({ text }) => text), ...extra, ...byName(rest, place)].join(', ');
}

type Given = { readonly param: Param; readonly text: string };

function byName(rest: readonly Given[], { random }: Place): readonly string[] {
  const spelled = ({ name }: Param): string => (random.chance(0.5) ? name : snakeCase(name));
  if (rest.length === 0) return [];
  if (random.chance(0.5)) return rest.map(({ param, text }) => `${spelled(param)}=${text}`);
  return [`{ ${rest.map(({ param, text }) => `${spelled(param)}: ${text}`).join(', ')} }`];
}

function labelFor({ type, of }: Param, about: LabelWord, { label }: Place): LabelWord | null {
  return type === 'labelPredicate' && of !== undefined ? about : label;
}

/** An argument of the parameter's type; in one of thirty a constant of any type. */
function argument(param: Param, depth: number, place: Place, about: LabelWord): string {
  const { random } = place;
  if (random.chance(0.03)) return constantLiteral(place.words, random);
  const one = (): string => ARGUMENTS[param.type](depth, place, { about, param });
  if (param.list !== true || random.chance(0.4)) return one();
  return `[${random.many(0, 3, one).join(', ')}]`;
}

type Make = (depth: number, place: Place, more: { readonly about: LabelWord; readonly param: Param }) => string;

const ARGUMENTS: Readonly<Record<ParamType, Make>> = {
  tag: (_, { words, random }) =>
    random.chance(0.9) ? quoted(random.pick(words.tags), random) : textLiteral(words, random),
  id: (_, { words, random }) => quoted(random.pick([...words.ids, 'nosuch']), random),
  idOrFlag: (_, { words, random }) =>
    random.chance(0.8) ? quoted(random.pick(words.ids), random) : boolLiteral(random),
  text: (_, { words, random }) => textLiteral(words, random),
  bool: (_, { random }) => boolLiteral(random),
  boolOrInt: (_, { random }) => random.pick(['true', 'False', '-1', '2', '0']),
  int: (_, { random }) => (random.chance(0.8) ? String(random.int(8) - 1) : numberLiteral(random)),
  number: (_, { random }) => numberLiteral(random),
  constant: (_, { words, random }, { param: { name } }) => {
    if (name === 'quantiles') return random.pick(['0.5', '[0.25, 0.5]', '[]', '1']);
    return random.pick([
      numberLiteral(random),
      '[0, 1, 2]',
      textLiteral(words, random),
      constantLiteral(words, random),
    ]);
  },
  mapping: (_, { words, random }) =>
    `{ ${random.many(1, 3, () => `${quoted(random.pick(words.texts), random)}: ${random.chance(0.9) ? textLiteral(words, random) : constantLiteral(words, random, 0)}`).join(', ')} }`,
  fieldName: (_, place) => fieldName(place),
  labelField: (_, { random }, { about }) => random.pick([about.name, quoted(about.name, random), `F('${about.name}')`]),
  predicate: (depth, place) => expression('bool', depth, place),
  labelPredicate: (depth, place) => expression('bool', depth, place),
  value: (depth, place, { param }) => value(depth, place, param),
  named: (depth, place, { param }) => value(depth, place, param),
  column: (depth, place, { param }) => value(depth, place, param),
  own: (depth, place) => expression(place.random.pick(['number', 'text', 'any']), depth, own(place)),
  target: (_, place, { about }) => target(place, about),
  newValue: (depth, place, { about }) =>
    expression(place.random.pick(['text', 'number', 'any']), depth, {
      ...place,
      label: place.random.pick([null, about]),
    }),
  ownPredicate: (depth, place) => expression('bool', depth, own(place)),
  groupPredicate: (depth, place) => expression('bool', depth, own(place)),
  groupKey: (depth, place) => expression('any', depth, own(place)),
  operand: (depth, place) => expression('any', depth, place),
  textOperand: (depth, place) => expression('text', depth, place),
  numberOperand: (depth, place) => expression('number', depth, place),
  sortKey: (depth, place, { param }) => {
    const key = value(depth, place, param);
    return place.random.chance(0.8) ? key : `(${key}, ${place.random.pick(['1', '-1', "'desc'"])})`;
  },
  pattern: (_, { random }) => pattern(random),
  labelOperand: (depth, place) => expression('any', depth, place),
  lambda: (depth, place) => lambda(depth, place),
  pairs: (depth, place) => pairs(depth, place),
  view: (depth, place) => viewIn(Math.min(depth, 2), place),
  savedView: () => "'to check'",
  taxonomy: (_, { random, words }) =>
    random.chance(0.3)
      ? random.pick(["'extended'", "'agnostic'", "'nosuch'"])
      : `{ ${random.many(0, 3, () => `${quoted(random.pick(words.texts), random)}: ${random.pick(["'coral'", 'null', '7'])}`).join(', ')} }`,
  tallies: (depth, place) => `[${place.random.many(1, 3, () => tally(depth, place)).join(', ')}]`,
};

function own(place: Place): Place {
  return { ...place, names: [...place.names, 'F()'] };
}

function lambda(depth: number, place: Place): string {
  const { random, names } = place;
  const kind = random.pick(['bool', 'number', 'any'] as const);
  if (random.chance(0.4)) return expression(kind, depth, { ...place, names: [...names, 'F()', 'VALUE'] });
  const name = random.pick(['x', 'y', 'constructor', 'ö']);
  return `${name} => ${expression(kind, depth, { ...place, names: [...names, name, name] })}`;
}

function pairs(depth: number, place: Place): string {
  const { random, words } = place;
  const key = (): string =>
    random.chance(0.5) ? quoted(random.pick(words.texts), random) : expression('bool', 1, own(place));
  return `{ ${random.many(1, 3, () => `${key()}: ${expression('any', Math.min(depth, 1), place)}`).join(', ')} }`;
}

/** A path in quotes, or an expression that yields what the parameter accepts. */
function value(depth: number, place: Place, { accepts }: Param): string {
  const { random } = place;
  if (random.chance(0.5)) return fieldName(place, accepts === 'number' ? 'number' : 'any');
  return expression(
    accepts === 'number' ? 'number' : random.pick(['number', 'text', 'any', 'bool', 'date', 'list']),
    depth,
    place,
  );
}

function fieldName({ random, words }: Place, wanted: Kind = 'any'): string {
  const label = random.pick(words.labels);
  const key = random.pick(['', '', label.key, '[]']);
  const fits = ({ kind }: Word): boolean => wanted === 'any' || kind === wanted || kind === 'any';
  const part = random.pick(label.parts.filter(fits));
  const own = random.pick(words.fields.filter(fits)).name;
  const names = [own, own, `${label.name}${key}.${part.name}`, ...(random.chance(0.2) ? [label.name] : [])];
  return quoted(random.pick(names), random);
}

function target({ random, words }: Place, about: LabelWord): string {
  const names = [random.pick(words.fields).name, `${about.name}.${random.pick(about.parts).name}`, about.name];
  return quoted(random.pick(names), random);
}
