import type { AnyCommand } from '../../src/commands/define-command.ts';
import { flagsOf } from '../../src/commands/parse-arguments.ts';
import { quoteWord } from '../../src/dataset/model/words.ts';
import { HOSTILE_NUMBERS, HOSTILE_TEXTS } from '../dataset/query/fuzz/literals.ts';
import { mutated } from '../dataset/query/fuzz/mutate.ts';
import type { Random } from '../dataset/query/fuzz/random.ts';

const WORDS = [
  'demo',
  'out/',
  'coco',
  'yolo',
  '12',
  'true',
  "ds.where(area == 'x')",
  '2021-05-01',
  'a b',
  '-1',
] as const;

/** A line that calls a command, with words and flags of its own, of others, and of none; every third with accidents in it. */
export function anyCommandLine(commands: readonly AnyCommand[], random: Random): string {
  const { name, flags } = commandFor(commands, random);
  const words = random.many(0, 3, () => word(random));
  const options = random.many(0, 3, () => flag(flags, random));
  const line = [name, ...words, ...options].join(' ');
  return random.chance(0.3) ? mutated(line, random) : line;
}

/** The same command chained on a view. */
export function anyCommandCall(commands: readonly AnyCommand[], random: Random): string {
  const { name, flags } = commandFor(commands, random);
  const options = random.many(
    0,
    3,
    () => `${JSON.stringify(random.pick([...flags, '__proto__', 'toString']))}: ${value(random)}`,
  );
  const args = [
    ...random.many(0, 3, () => value(random)),
    ...(options.length > 0 ? [`{ ${options.join(', ')} }`] : []),
  ];
  const text = `ds.${name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}(${args.join(', ')})`;
  return random.chance(0.2) ? mutated(text, random) : text;
}

function commandFor(commands: readonly AnyCommand[], random: Random): { name: string; flags: readonly string[] } {
  const command = random.pick(commands);
  return { name: command.name, flags: flagsOf(command).map((each) => each.name) };
}

function word(random: Random): string {
  if (random.chance(0.7)) return quoteWord(random.pick(WORDS));
  const text = random.pick([...HOSTILE_TEXTS, ...HOSTILE_NUMBERS]);
  return random.chance(0.7) ? quoteWord(text) : text;
}

function flag(flags: readonly string[], random: Random): string {
  const name =
    random.chance(0.8) && flags.length > 0
      ? random.pick(flags)
      : random.pick(['nosuch', 'constructor', '__proto__', 'd']);
  return random.pick([
    `--${name}`,
    `--${name} ${word(random)}`,
    `--${name}=${word(random)}`,
    `-${name.charAt(0)} ${word(random)}`,
  ]);
}

function value(random: Random): string {
  const text = JSON.stringify(random.pick([...WORDS, ...HOSTILE_TEXTS]));
  return random.pick([
    text,
    random.pick(HOSTILE_NUMBERS),
    'true',
    'null',
    `[${text}]`,
    `{ toString: ${text} }`,
    `[[${text}], null]`,
  ]);
}
