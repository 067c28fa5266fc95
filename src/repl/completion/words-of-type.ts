import type { Flag, FormatUse, Param } from '../../commands/declaration.ts';
import { RUN } from '../../commands/help/program-help.ts';
import type { AnyCommand } from '../../commands/define-command.ts';
import { verbs } from '../../dataset/query/verbs/index.ts';
import { METHODS } from '../../dataset/query/methods/index.ts';
import type { CompletionItem, Knowledge, KnownState } from './completion.ts';
import { fieldType } from '../../dataset/query/named-fields.ts';
import { pathItems } from './fields.ts';
import { filePaths } from './file-paths.ts';
import { item, valueItems } from './items.ts';
import { roots } from './roots.ts';
import { choicesOf, settingNamed, SETTINGS, valueText } from '../settings/settings.ts';
import { labelFieldsOf } from './place.ts';

/** Whose word it is, and what is known. */
type Asked = {
  readonly knowledge: Knowledge;
  readonly command: AnyCommand;
  /** Words before the one at the cursor, without the command's name. */
  readonly words: readonly string[];
};

/** What a word of a command, or the value of one of its flags, can be. `typed` is what stands there so far. */
export function wordsOfType(param: Param | Flag, typed: string, asked: Asked): readonly CompletionItem[] {
  if (param.choices !== undefined) return param.choices.map((name) => item(name, '', 'name'));
  if (param.type === 'string') return OF_NAME[param.name]?.(typed, asked) ?? [];
  if (param.type === 'snapshot') return snapshotsToDelete(asked);
  if (param.type === 'trashed') return asked.words[0] === 'restore' ? trashItems(asked.knowledge) : [];
  return OF_TYPE[param.type]?.(typed, asked.knowledge) ?? [];
}

/** Text whose parameter's name says what it is: types of their own would change nothing but this. */
const OF_NAME: Readonly<Record<string, (typed: string, asked: Asked) => readonly CompletionItem[]>> = {
  field: fieldNames,
  fields: fieldNames,
  tags: tagNames,
  setting: settingNames,
  value: settingValues,
};

type Words = (typed: string, knowledge: Knowledge) => readonly CompletionItem[];

/** Types that are not here offer nothing. */
const OF_TYPE: Partial<Record<Param['type'], Words>> = {
  path: filePaths,
  sample: (typed, { samples }) => (samples(typed) ?? []).map((path) => item(path, 'sample', 'name')),
  dataset: datasetItems,
  source: (typed, knowledge) => [...datasetItems(typed, knowledge), ...(typed.includes('@') ? [] : roots(knowledge))],
  state: (_, { current, states }) => (current === undefined ? [] : stateItems(states(current))),
  'read-format': formatsFor('read-format'),
  'write-format': formatsFor('write-format'),
  'verify-format': formatsFor('verify-format'),
  command: (_, knowledge) => commandNames(knowledge),
  taxonomy: (typed, knowledge) => [
    ...taxonomyItems(knowledge),
    ...(/[./]/u.test(typed) ? filePaths(typed, knowledge) : []),
  ],
};

/** Datasets, and behind `@` their snapshots and past states. */
function datasetItems(typed: string, { datasets, states }: Knowledge): readonly CompletionItem[] {
  const at = typed.lastIndexOf('@');
  if (at < 0) return datasets.map((name) => item(name, 'dataset', 'name'));
  const dataset = typed.slice(0, at);
  return stateItems(datasets.includes(dataset) ? states(dataset) : []).map((each) => ({
    ...each,
    text: `${dataset}@${each.name}`,
    name: `${dataset}@${each.name}`,
    label: `${dataset}@${each.name}`,
  }));
}

function stateItems(states: readonly KnownState[] = []): readonly CompletionItem[] {
  return states.map(({ name, detail }) => item(name, detail, 'name'));
}

/** Without `--delete` the name is that of a new one. */
function snapshotsToDelete({ words, knowledge: { current, states } }: Asked): readonly CompletionItem[] {
  if (current === undefined || !words.includes('--delete')) return [];
  return stateItems(states(current)?.filter(({ isSnapshot }) => isSnapshot));
}

function trashItems({ trash }: Knowledge): readonly CompletionItem[] {
  return trash.map((name) => item(name, 'in the trash', 'name'));
}

/** Taxonomies that have a name; files are completed as paths. */
export function taxonomyItems({ taxonomies }: Knowledge): readonly CompletionItem[] {
  return taxonomies.map((name) => item(name, 'taxonomy', 'name'));
}

function formatsFor(use: FormatUse): Words {
  return (_, { formats }) =>
    formats.filter(({ uses }) => uses.includes(use)).map(({ name, summary }) => item(name, summary, 'name'));
}

/** Label fields of the current dataset, one or several with commas. */
function fieldNames(typed: string, { knowledge: { current, catalog } }: Asked): readonly CompletionItem[] {
  const fields = current === undefined ? [] : labelFieldsOf(catalog(current));
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  return fields.map((field) => ({ ...item(before + field.name, fieldType(field), 'field'), label: field.name }));
}

/** Tags of samples, or of labels for a command that changes labels. */
function tagNames(_: string, { knowledge, command }: Asked): readonly CompletionItem[] {
  const { current, catalog, values } = knowledge;
  const known = current === undefined ? undefined : catalog(current);
  if (known === undefined) return [];
  if (!/labels/iu.test(command.name)) return valueItems(known.tags, 'samples');
  const paths = labelFieldsOf(known).map(({ name }) => `${name}.tags`);
  return paths.flatMap((path) =>
    valueItems(values({ dataset: known.dataset, path, view: undefined })?.values ?? [], 'labels'),
  );
}

function settingNames(): readonly CompletionItem[] {
  return SETTINGS.map(({ name, summary }) => item(name, summary, 'name'));
}

/** What the setting named before can be. */
function settingValues(_: string, { words, command }: Asked): readonly CompletionItem[] {
  const setting = settingNamed(words.find((word) => !word.startsWith('-')) ?? '');
  if (command.name !== 'set' || setting === undefined) return [];
  const held = valueText(setting.default);
  return choicesOf(setting).map((choice) => item(choice, choice === held ? 'default' : '', 'name'));
}

/** Everything that `help` explains. */
function commandNames({ commands, current, catalog, formats }: Knowledge): readonly CompletionItem[] {
  const there = commands.filter(({ later }) => later !== true);
  const methods = new Map(METHODS.map(({ name, summary }) => [name, item(name, summary, 'method')]));
  for (const { name } of verbs) methods.delete(name);
  return [
    ...[...there, RUN].map(({ name, summary }) => item(name, summary, 'command')),
    ...verbs.map(({ name, summary }) => item(name, summary, 'verb')),
    ...methods.values(),
    ...(current === undefined ? [] : pathItems(catalog(current))),
    ...formats.filter(({ name }) => name !== 'demo').map(({ name, summary }) => item(name, summary, 'name')),
  ];
}
