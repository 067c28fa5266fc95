import type { Catalog, ValueCount } from '../../dataset/query/catalog.ts';
import type { CompletionItem, Knowledge } from './completion.ts';
import { fieldType } from './describe.ts';
import { type Focus, focusOf, labelFieldsOf, paramAt } from './place.ts';
import type { Frame, Scanned } from './scan.ts';

/** What can stand in the string at the end of the text. */
export function valuesAt({ frames, compared }: Scanned, knowledge: Knowledge): readonly CompletionItem[] {
  const frame = frames.at(-1);
  const focus = focusOf(frames, knowledge.catalog);
  if (compared !== undefined && compared.length > 0 && !isKeyword(frame, compared)) {
    return valueItems(valuesOf(compared, focus, knowledge));
  }
  if (frame?.callee === undefined) return [];
  return frame.receiver.length === 0 ? ofFunction(frame.callee, focus, knowledge) : ofMethod(frame, focus, knowledge);
}

function ofMethod(frame: Frame, focus: Focus, knowledge: Knowledge): readonly CompletionItem[] {
  const command = knowledge.commands.find(({ name }) => name === frame.callee);
  if (command !== undefined) return ofType(command.params[frame.argument]?.type ?? '', knowledge);
  const param = paramAt(frame);
  if (param === undefined) return [];
  if (OF_RECEIVER.has(param.type)) return valueItems(valuesOf(frame.receiver, focus, knowledge));
  if (param.type !== 'text' || param.name !== 'labels') return ofType(param.type, knowledge);
  return valueItems(classesOf(labelFieldsOf(knowledge.catalog), knowledge.catalog));
}

/** Types of arguments that are compared with what the method is called on. */
const OF_RECEIVER: ReadonlySet<string> = new Set(['operand', 'textOperand']);

/** Values that a field, written as the words of a path, can be compared with. */
export function valuesOf(path: readonly string[], focus: Focus, knowledge: Knowledge): readonly ValueCount[] {
  if (path[0] === 'sample') return valuesOfSample(path.slice(1), knowledge);
  const [first = ''] = path;
  if (focus.kind === 'sample') return valuesOfSample(path, knowledge);
  if (first === 'label') return classesOf(focus.fields, knowledge.catalog);
  const field = focus.fields.find(({ attributes }) => Object.hasOwn(attributes, first)) ?? focus.fields[0];
  return field === undefined ? [] : knowledge.values(`${field.name}.${first}`);
}

function valuesOfSample([first, ...rest]: readonly string[], { catalog, values }: Knowledge): readonly ValueCount[] {
  if (first === 'tags') return catalog?.tags ?? [];
  const field = catalog?.fields.find(({ name }) => name === first);
  if (field?.kind === 'value') return values(field.name);
  const leaf = rest.at(-1);
  if (field === undefined || leaf === undefined) return [];
  return leaf === 'label' ? classesOf([field], catalog) : values(`${field.name}.${leaf}`);
}

/** Values as completions of what stands in quotes. */
export function valueItems(values: readonly ValueCount[]): readonly CompletionItem[] {
  return values.flatMap(({ value, count }) =>
    value === null ? [] : [{ text: String(value), label: String(value), detail: '', kind: 'value' as const, count }],
  );
}

/** Names of paths: fields, and the parts of label fields. */
export function pathItems(catalog: Catalog | undefined): readonly CompletionItem[] {
  const fields = (catalog?.fields ?? []).flatMap((field) => [
    pathItem(field.name, fieldType(field)),
    ...(field.kind === 'labels'
      ? ['label', 'confidence', 'tags', ...Object.keys(field.attributes)].map((part) =>
          pathItem(`${field.name}.${part}`, part === 'label' ? 'class' : ''),
        )
      : []),
  ]);
  return [...fields, ...BUILT_IN.map((name) => pathItem(name, 'built in'))];
}

const BUILT_IN = ['tags', 'filepath', 'id', 'metadata.width', 'metadata.height'];

function pathItem(name: string, detail: string): CompletionItem {
  return { text: name, label: name, detail, kind: 'field' };
}

/** `fields='` is an argument, not a comparison. */
function isKeyword(frame: Frame | undefined, compared: readonly string[]): boolean {
  if (frame?.keyword === undefined || compared.length > 1 || frame.keyword !== compared[0]) return false;
  return paramAt({ ...frame, argument: -1 }) !== undefined;
}

function ofFunction(name: string, focus: Focus, knowledge: Knowledge): readonly CompletionItem[] {
  if (name === 'open' || name === 'load_dataset') return nameItems(knowledge.datasets, 'dataset');
  if (name !== 'F' && name !== 'ViewField') return [];
  if (focus.kind === 'sample') return pathItems(knowledge.catalog);
  const attributes = focus.fields.flatMap((field) => Object.keys(field.attributes));
  return ['label', 'confidence', 'tags', ...new Set(attributes)].map((part) => pathItem(part, ''));
}

function ofType(type: string, { catalog, formats, datasets }: Knowledge): readonly CompletionItem[] {
  switch (type) {
    case 'tag':
      return valueItems(catalog?.tags ?? []);
    case 'labelField':
      return labelFieldsOf(catalog).map((field) => pathItem(field.name, fieldType(field)));
    case 'value':
    case 'sortKey':
      return pathItems(catalog);
    case 'dataset':
      return nameItems(datasets, 'dataset');
    default:
      return formats
        .filter(({ uses }) => uses.some((use) => use === type))
        .map(({ name, summary }) => ({ text: name, label: name, detail: summary, kind: 'name' }));
  }
}

/** Names as completions. */
export function nameItems(names: readonly string[], detail: string): readonly CompletionItem[] {
  return names.map((name) => ({ text: name, label: name, detail, kind: 'name' }));
}

function classesOf(fields: readonly { readonly name: string }[], catalog: Catalog | undefined): readonly ValueCount[] {
  const counts = new Map<ValueCount['value'], number>();
  for (const { name } of fields) {
    for (const { value, count } of catalog?.classes[name] ?? []) counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((left, right) => right.count - left.count);
}
