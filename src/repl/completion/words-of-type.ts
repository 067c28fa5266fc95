import type { Flag, FormatUse, Param } from '../../commands/declaration.ts';
import { verbs } from '../../dataset/query/verbs/index.ts';
import { METHODS } from '../../dataset/query/methods/index.ts';
import type { CompletionItem, Knowledge } from './completion.ts';
import { fieldType } from './describe.ts';
import { filePaths } from './file-paths.ts';
import { item } from './items.ts';
import { labelFieldsOf } from './place.ts';

/** What a word of a command, or the value of one of its flags, can be. `typed` is what stands there so far. */
export function wordsOfType(param: Param | Flag, typed: string, knowledge: Knowledge): readonly CompletionItem[] {
  if ('choices' in param) return param.choices.map((name) => item(name, '', 'name'));
  if (param.type === 'string') return param.name === 'field' ? fieldNames(knowledge) : [];
  return OF_TYPE[param.type]?.(typed, knowledge) ?? [];
}

type Words = (typed: string, knowledge: Knowledge) => readonly CompletionItem[];

/** Types that are not here offer nothing. */
const OF_TYPE: Partial<Record<Param['type'], Words>> = {
  path: filePaths,
  sample: (typed, { samples }) => (samples(typed) ?? []).map((path) => item(path, 'sample', 'name')),
  dataset: (_, { datasets }) => datasets.map((name) => item(name, 'dataset', 'name')),
  'read-format': formatsFor('read-format'),
  'write-format': formatsFor('write-format'),
  'verify-format': formatsFor('verify-format'),
  command: (_, knowledge) => commandNames(knowledge),
};

function formatsFor(use: FormatUse): Words {
  return (_, { formats }) =>
    formats.filter(({ uses }) => uses.includes(use)).map(({ name, summary }) => item(name, summary, 'name'));
}

/** A word called `field` is one: a type of its own would change nothing but this. */
function fieldNames({ current, catalog }: Knowledge): readonly CompletionItem[] {
  const fields = current === undefined ? [] : labelFieldsOf(catalog(current));
  return fields.map((field) => item(field.name, fieldType(field), 'field'));
}

/** Everything that `help` explains. */
function commandNames({ commands }: Knowledge): readonly CompletionItem[] {
  const there = commands.filter(({ later }) => later !== true);
  const methods = new Map(METHODS.map(({ name, summary }) => [name, item(name, summary, 'method')]));
  for (const { name } of verbs) methods.delete(name);
  return [
    ...there.map(({ name, summary }) => item(name, summary, 'command')),
    ...verbs.map(({ name, summary }) => item(name, summary, 'verb')),
    ...methods.values(),
  ];
}
