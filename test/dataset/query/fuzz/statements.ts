import { snakeCase } from '../../../../src/dataset/query/param.ts';
import type { Verb } from '../../../../src/dataset/query/verbs/define-verb.ts';
import { verbs } from '../../../../src/dataset/query/verbs/index.ts';
import { argumentsFor } from './arguments.ts';
import { expression, type Place } from './expressions.ts';
import type { Random } from './random.ts';
import type { Vocabulary } from './vocabulary.ts';

const STAGES = verbs.filter(({ yields }) => yields === 'view');
const QUESTIONS = verbs.filter(({ yields }) => yields === 'answer');

/** A statement that is well formed and mostly well typed: a view of some stages, most of them with a question at the end. */
export function statement(words: Vocabulary, random: Random): string {
  const place: Place = { words, random, label: null, names: [], python: random.chance(0.25) };
  const depth = random.chance(0.1) ? 5 : 1 + random.int(3);
  const view = viewIn(depth, place);
  const asked = random.chance(0.7) ? `${view}.${call(random.pick(QUESTIONS), depth, place)}` : view;
  if (random.chance(0.02))
    return `${asked}.${random.pick(['first().area', 'head(2)', 'first()[0]', 'first().corals.label'])}`;
  return random.chance(0.03) ? `len(${view})` : asked;
}

/** A view of the dataset with up to six stages. */
export function viewIn(depth: number, place: Place): string {
  const { random, python } = place;
  const outside = { ...place, label: null, names: [] };
  const source = python ? random.pick(['ds', 'dataset']) : 'ds';
  return random
    .many(0, random.chance(0.1) ? 6 : 3, () => stage(depth, outside))
    .reduce((view, next) => view + next, source);
}

function stage(depth: number, place: Place): string {
  const { random } = place;
  if (random.chance(0.05)) return `[${bound(random)}:${bound(random)}]`;
  if (random.chance(0.03)) return `[${expression('bool', depth, place)}]`;
  return `.${call(random.pick(STAGES), depth, place)}`;
}

function bound(random: Random): string {
  return random.chance(0.3) ? '' : String(random.int(9) - 4);
}

/** A question inside `aggregate`. */
export function tally(depth: number, place: Place): string {
  const verb = place.random.pick(QUESTIONS);
  const text = call(verb, depth, place);
  return place.random.chance(0.5) ? text : `fo.${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function call({ name, aliases, params }: Verb, depth: number, place: Place): string {
  const { random, python } = place;
  const spelled = python ? snakeCase(name) : random.pick([name, name, name, ...aliases]);
  return `${spelled}(${argumentsFor(params, depth, place)})`;
}
