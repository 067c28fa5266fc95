import { FUNCTION_NAMES } from '../../../../src/dataset/query/bind/functions.ts';
import type { Method } from '../../../../src/dataset/query/methods/define-method.ts';
import { METHODS } from '../../../../src/dataset/query/methods/index.ts';
import { snakeCase } from '../../../../src/dataset/query/param.ts';
import { argumentsFor } from './arguments.ts';
import { boolLiteral, constantLiteral, dateLiteral, numberLiteral, quoted, textLiteral } from './literals.ts';
import type { Random } from './random.ts';
import type { Kind, LabelWord, Vocabulary, Word } from './vocabulary.ts';

/** Where an expression stands: what bare names are fields of, and the names of functions' parameters around it. */
export type Place = {
  readonly words: Vocabulary;
  readonly random: Random;
  readonly label: LabelWord | null;
  readonly names: readonly string[];
  /** Whether fields are written as in FiftyOne, `F("a")`. */
  readonly python: boolean;
};

/** An expression that is meant to yield `kind`; one in twenty yields something else. */
export function expression(kind: Kind, depth: number, place: Place): string {
  const { random } = place;
  const wanted = random.chance(0.05) ? random.pick(KINDS) : kind;
  if (depth <= 0 || random.chance(0.25)) return leaf(wanted, place);
  return random.pick(MAKERS[wanted])(depth - 1, place);
}

const KINDS = ['number', 'text', 'bool', 'date', 'list', 'any'] as const satisfies readonly Kind[];

type Make = (depth: number, place: Place) => string;

function leaf(kind: Kind, place: Place): string {
  const { random, words, names } = place;
  if (names.length > 0 && random.chance(0.3)) return random.pick(names);
  if (random.chance(0.35)) return literal(kind, place);
  const of = place.label === null ? words.fields : place.label.parts;
  const fitting = kind === 'any' ? of : of.filter((word) => word.kind === kind || word.kind === 'any');
  return fitting.length === 0 ? literal(kind, place) : named(random.pick(fitting), place);
}

/** A field's name as it may be written. */
function named({ name }: Word, { random, python, label }: Place): string {
  if (python || random.chance(0.1)) return `F(${quoted(random.chance(0.05) ? `$${name}` : name, random)})`;
  return label !== null && random.chance(0.05) ? `sample.${name}` : name;
}

function literal(kind: Kind, { random, words }: Place): string {
  if (kind === 'number') return numberLiteral(random);
  if (kind === 'text') return textLiteral(words, random);
  if (kind === 'bool') return boolLiteral(random);
  if (kind === 'date') return dateLiteral(random);
  if (kind === 'any') return constantLiteral(words, random);
  return `[${random.many(0, 3, () => constantLiteral(words, random, 1)).join(', ')}]`;
}

const RESULTS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...['any', 'all', 'contains', 'isSubset', 'setEquals', 'startsWith', 'endsWith', 'matchesStr', 'matches', 'exists',
    'isMissing', 'isIn', 'toBool', 'isString', 'isNumber', 'isArray'].map((name) => [name, 'bool'] as const),
  ...['count', 'length', 'sum', 'mean', 'std', 'toInt', 'toDouble', 'min', 'max'].map((name) => [name, 'number'] as const),
  ...['join', 'type', 'toString'].map((name) => [name, 'text'] as const),
  ...['split', 'rsplit', 'filter', 'map'].map((name) => [name, 'list'] as const),
  ['toDate', 'date'],
  ['reduce', 'any'],
]); // prettier-ignore

const MAKERS: Readonly<Record<Kind, readonly Make[]>> = {
  number: [methodOf('number'), methodOf('number'), arithmetic, arithmetic, conditional('number'), negated, measure],
  text: [methodOf('text'), methodOf('text'), conditional('text'), joined, item],
  bool: [methodOf('bool'), methodOf('bool'), comparison, comparison, logic, logic, membership, asked, fieldClass],
  date: [
    methodOf('date'),
    conditional('date'),
    (depth, place) => `${expression('text', depth, place)}.toDate()`,
    later,
  ],
  list: [methodOf('list'), methodOf('list'), written, labelList, ranged, sliced],
  any: [
    methodOf('any'),
    item,
    conditional('any'),
    called,
    ...(['number', 'text', 'bool', 'list'] as const).map(ofKind),
  ],
};

function ofKind(kind: Kind): Make {
  return (depth, place) => expression(kind, depth, place);
}

/** A call of a method that yields `kind`, on what it works on. */
function methodOf(kind: Kind): Make {
  const fitting = METHODS.filter((method) => kind === 'any' || resultOf(method) === kind);
  return (depth, place) => {
    const { random } = place;
    const method = random.pick(fitting);
    const name = random.pick([method.name, method.name, snakeCase(method.name), ...method.aliases]);
    return `${receiver(method, depth, place)}.${name}(${argumentsFor(method.params, depth, inside(method, place))})`;
  };
}

function inside({ on }: Method, place: Place): Place {
  return on === 'labels' ? { ...place, label: place.random.pick(place.words.labels) } : place;
}

function receiver({ on }: Method, depth: number, place: Place): string {
  if (on === 'labels') return labelsIn(place);
  const text = expression(on === 'value' ? 'any' : on, depth, place);
  return /^\d/.test(text) ? `(${text})` : /^[\w.]+$|[)\]'"]$/.test(text) ? text : `(${text})`;
}

function labelsIn({ random, words, label, python }: Place): string {
  const { name } = random.pick(words.labels);
  if (python) return `F("${name}")`;
  return label === null ? name : `sample.${name}`;
}

/** What a method yields: that of its receiver where nothing else is said. */
function resultOf({ on, name }: Method): Kind {
  return RESULTS.get(name) ?? (on === 'date' ? 'number' : on === 'value' || on === 'labels' ? 'any' : on);
}

function arithmetic(depth: number, place: Place): string {
  const operator = place.random.pick(['+', '-', '*', '/', '%', '**']);
  const [left, right] = [expression('number', depth, place), expression('number', depth, place)];
  return operator === '**'
    ? `(${left}) ** (${right})`
    : place.random.pick([`(${left} ${operator} ${right})`, `${left} ${operator} (${right})`]);
}

function conditional(kind: Kind): Make {
  return (depth, place) =>
    `(${expression('bool', depth, place)} ? ${expression(kind, depth, place)} : ${expression(kind, depth, place)})`;
}

function negated(depth: number, place: Place): string {
  return `-(${expression('number', depth, place)})`;
}

function joined(depth: number, place: Place): string {
  return `(${expression('text', depth, place)} + ${expression('text', depth, place)})`;
}

function comparison(depth: number, place: Place): string {
  const { random } = place;
  const kind = random.pick(KINDS);
  const operator = random.pick(['==', '!=', '<', '<=', '>', '>=', '===', '!==']);
  return `(${expression(kind, depth, place)} ${operator} ${expression(kind, depth, place)})`;
}

function logic(depth: number, place: Place): string {
  const { random, python } = place;
  const [left, right] = [expression('bool', depth, place), expression('bool', depth, place)];
  if (random.chance(0.3)) return random.pick([`!(${left})`, `~(${left})`]);
  return `(${left}) ${random.pick(python ? ['&', '|'] : ['&&', '||'])} (${right})`;
}

function membership(depth: number, place: Place): string {
  const kind = place.random.pick(['number', 'text', 'any'] as const);
  return `(${expression(kind, depth, place)} in ${expression('list', depth, place)})`;
}

function asked(depth: number, place: Place): string {
  return `${place.random.pick(['missing', 'exists'])}(${expression('any', depth, place)})`;
}

function fieldClass(depth: number, place: Place): string {
  const conditions = place.random.many(0, 3, () => expression('bool', depth, place));
  return `F.${place.random.pick(['any', 'all'])}([${conditions.join(', ')}])`;
}

function later(depth: number, place: Place): string {
  const { random } = place;
  const unit = random.pick(['days', 'hours', 'weeks', 'seconds']);
  return `(${expression('date', depth, place)} ${random.pick(['+', '-'])} timedelta(${unit}=${numberLiteral(random)}))`;
}

function measure(_: number, { random, label, words }: Place): string {
  const call = random.pick(['area()', 'perimeter()', 'vertices()', 'area({ normalised: true })', 'bbox()[2]']);
  return label === null ? `${random.pick(words.labels.filter(({ list }) => list)).name}.map(${call}).max()` : call;
}

function written(depth: number, place: Place): string {
  return `[${place.random.many(0, 4, () => expression('any', depth, place)).join(', ')}]`;
}

/** The values of labels, as a path or as a list. */
function labelList(depth: number, place: Place): string {
  const { random, words } = place;
  const label = random.pick(words.labels);
  const part = random.pick(label.parts).name;
  const path = `${label.name}.${part}`;
  return random.pick([
    () => (place.label === null ? path : `sample.${path}`),
    () => `F(${quoted(`${place.label === null ? '' : '$'}${path}`, random)})`,
    () => `${label.name}.filter(${expression('bool', depth, { ...place, label })}).${part}`,
    () => `${label.name}[${String(random.int(4) - 2)}:${random.chance(0.5) ? '' : String(random.int(4) - 1)}].${part}`,
  ])();
}

function ranged(depth: number, place: Place): string {
  const { random } = place;
  const start = random.pick(['', `${numberLiteral(random)}, `]);
  return random.pick([
    () => `F.range(${start}${expression('number', 0, place)})`,
    () => `F.zip(${expression('list', depth, place)}, ${expression('list', depth, place)})`,
    () => `F.enumerate(${expression('list', depth, place)})`,
  ])();
}

function sliced(depth: number, place: Place): string {
  const bound = (): string => (place.random.chance(0.4) ? '' : String(place.random.int(7) - 3));
  return `${expression('list', depth, place)}[${bound()}:${bound()}]`;
}

function item(depth: number, place: Place): string {
  const index = place.random.pick(['0', '1', '-1', '5', "'v'", "'w.z'", expression('number', 0, place)]);
  return `(${expression(place.random.pick(['list', 'any']), depth, place)})[${index}]`;
}

function called(depth: number, place: Place): string {
  return `${place.random.pick(FUNCTION_NAMES)}(${place.random.many(0, 2, () => expression('any', depth, place)).join(', ')})`;
}
