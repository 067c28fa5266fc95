import { FUNCTION_NAMES } from '../../dataset/query/bind/functions.ts';
import type { CatalogField } from '../../dataset/query/catalog.ts';
import { METHODS } from '../../dataset/query/methods/index.ts';
import type { Method, Receiver } from '../../dataset/query/methods/define-method.ts';
import { listKeyOf } from '../../dataset/model/schema.ts';
import { verbNamed, verbs } from '../../dataset/query/verbs/index.ts';
import type { Param } from '../../dataset/query/param.ts';
import type { CompletionItem, Knowledge } from './completion.ts';
import { fieldType, signatureOf } from './describe.ts';
import { type Focus, focusOf, type LabelCatalogField, paramAt, paramsOf } from './place.ts';
import type { Frame, Scanned } from './scan.ts';
import { valueItems, valuesOf } from './values.ts';

/** Words that can stand at the end of the text, outside of a string. */
export function namesAt(place: Scanned, isStart: boolean, knowledge: Knowledge): readonly CompletionItem[] {
  const { frames, chain, afterDot, compared } = place;
  const focus = focusOf(frames, knowledge.catalog);
  if (afterDot) return isView(chain, knowledge) ? chained(knowledge) : partsOf(chain, focus, knowledge);
  if (isStart) return [...roots(knowledge), ...commandItems(knowledge), OPEN];
  const frame = frames.at(-1);
  if (frame === undefined) return [...roots(knowledge), OPEN];
  const literals = compared === undefined ? [] : literalItems(compared, focus, knowledge);
  return [...literals, ...keywords(frame), ...bareNames(frame, focus, knowledge)];
}

/** Whether a chain so far is a view, so that verbs may follow. */
function isView([root, ...rest]: readonly string[], { variables }: Knowledge): boolean {
  if (root === undefined) return false;
  const isRoot =
    root === 'ds' || root === 'dataset' || root === 'open' || /^_\d*$/u.test(root) || variables.includes(root);
  return isRoot && rest.every((name) => verbNamed(name)?.yields === 'view');
}

function chained({ commands }: Knowledge): readonly CompletionItem[] {
  const ends = commands.filter(({ scope, later }) => scope !== 'none' && later !== true);
  return [
    ...verbs.map((verb) => calling(verb, signatureOf(verb), verb.summary, 'verb')),
    ...ends.map(({ name, summary, params }) => calling({ name, params }, `${name}()`, summary, 'command')),
  ];
}

function calling(
  { name, params }: { readonly name: string; readonly params: readonly unknown[] },
  label: string,
  detail: string,
  kind: CompletionItem['kind'],
): CompletionItem {
  return { text: params.length === 0 ? `${name}()` : `${name}(`, label, detail, kind };
}

function roots({ variables, catalog }: Knowledge): readonly CompletionItem[] {
  return [
    named('ds', catalog === undefined ? 'the open dataset' : catalog.dataset),
    ...variables.map((name) => named(name, 'variable')),
  ];
}

const OPEN: CompletionItem = { text: 'open(', label: 'open(name)', detail: 'another dataset', kind: 'function' };

function named(name: string, detail: string): CompletionItem {
  return { text: name, label: name, detail, kind: 'name' };
}

function commandItems({ commands }: Knowledge): readonly CompletionItem[] {
  return commands
    .filter(({ later }) => later !== true)
    .map(({ name, summary, params }) => {
      const text = params.length === 0 ? name : `${name} `;
      return { text, label: name, detail: summary, kind: 'command' };
    });
}

/** What can follow a dot behind a field, a label's property or a value. */
function partsOf(chain: readonly string[], focus: Focus, { catalog }: Knowledge): readonly CompletionItem[] {
  const [first, ...rest] = chain[0] === 'sample' ? chain.slice(1) : chain;
  if (first === undefined) return chain.length === 0 ? [] : sampleFields(catalog);
  const known = catalog?.fields.find(({ name }) => name === first);
  if (known?.kind === 'labels' && rest.length === 0) return partsOfLabels(known);
  return known === undefined && first === 'metadata' ? PARTS_OF_METADATA : methodsOn(receiversOf(first, focus, known));
}

function receiversOf(name: string, focus: Focus, known: CatalogField | undefined): readonly Receiver[] {
  if (known?.kind === 'value') return [RECEIVERS[known.type] ?? 'value', 'value'];
  if (known !== undefined) return ANY_VALUE;
  if (name === 'tags') return ['list'];
  return name === 'label' && focus.kind === 'label' ? ['text', 'value'] : ANY_VALUE;
}

const ANY_VALUE: readonly Receiver[] = ['text', 'number', 'list', 'date', 'value'];

function partsOfLabels(known: LabelCatalogField): readonly CompletionItem[] {
  const list = known.list ? [field(listKeyOf(known.label), 'the labels')] : [];
  return [...methodsOn(['labels']), ...labelParts([known]), ...list];
}

const RECEIVERS: Readonly<Record<string, Receiver>> = {
  int: 'number',
  float: 'number',
  string: 'text',
  bool: 'bool',
  date: 'date',
  list: 'list',
};

function methodsOn(receivers: readonly Receiver[]): readonly CompletionItem[] {
  const fitting = receivers.flatMap((receiver) => METHODS.filter((method: Method) => method.on === receiver));
  const first = new Map(fitting.toReversed().map((method) => [method.name, method]));
  return fitting
    .filter((method) => first.get(method.name) === method)
    .map((method) => calling(method, signatureOf(method), method.summary, 'method'));
}

/** Values that can be compared with, as they are written in a statement. */
function literalItems(compared: readonly string[], focus: Focus, knowledge: Knowledge): readonly CompletionItem[] {
  const values = valuesOf(compared, focus, knowledge);
  const quoted = new Set(values.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])));
  return valueItems(values).map((item) => {
    if (!quoted.has(item.text)) return item;
    const text = `'${item.text.replace(/[\\']/gu, '\\$&')}'`;
    return { ...item, text, label: text };
  });
}

/** Names of parameters: in the braces of a call. */
function keywords(frame: Frame): readonly CompletionItem[] {
  if (frame.opener !== '{' || frame.keyword !== undefined) return [];
  return paramsOf(frame).map(({ name, type }) => ({ text: `${name}: `, label: name, detail: type, kind: 'option' }));
}

function bareNames(frame: Frame, focus: Focus, knowledge: Knowledge): readonly CompletionItem[] {
  if (frame.opener === '{' && frame.keyword === undefined) return [];
  const param = frame.callee === undefined || frame.receiver.length === 0 ? undefined : paramAt(frame);
  if (param !== undefined && !takesExpression(param)) return strings(param, knowledge);
  const fields = focus.kind === 'label' ? labelParts(focus.fields) : sampleFields(knowledge.catalog);
  const sample = focus.kind === 'label' ? [field('sample', 'the sample of the label')] : [];
  return [...fields, ...sample, ...functions(focus)];
}

function takesExpression({ type }: Param): boolean {
  return !['tag', 'id', 'text', 'bool', 'int', 'number', 'labelField', 'pattern'].includes(type);
}

/** Arguments that are written in quotes, offered before the quote is typed. */
function strings({ type }: Param, { catalog }: Knowledge): readonly CompletionItem[] {
  if (type === 'tag') return valueItems(catalog?.tags ?? []).map(quoted);
  if (type !== 'labelField') return [];
  const fields = (catalog?.fields ?? []).filter(({ kind }) => kind === 'labels');
  return fields.map((each) => quoted(field(each.name, fieldType(each))));
}

function quoted(item: CompletionItem): CompletionItem {
  const text = `'${item.text.replace(/[\\']/gu, '\\$&')}'`;
  return { ...item, text, label: text };
}

function sampleFields(catalog: Knowledge['catalog']): readonly CompletionItem[] {
  return [
    ...(catalog?.fields ?? []).map((each) => field(each.name, fieldType(each))),
    field('tags', 'list of string'),
    field('filepath', 'string'),
    field('id', 'string'),
    field('metadata', 'width, height'),
  ];
}

function labelParts(fields: readonly LabelCatalogField[]): readonly CompletionItem[] {
  const attributes = new Map(fields.flatMap((each) => Object.entries(each.attributes)));
  return [
    field('label', 'class'),
    ...[...attributes].map(([name, type]) => field(name, type)),
    field('confidence', 'float'),
    field('tags', 'list of string'),
    field('id', 'string'),
    field('closed', 'bool'),
    field('filled', 'bool'),
  ];
}

function field(name: string, detail: string): CompletionItem {
  return { text: name, label: name, detail, kind: 'field' };
}

const PARTS_OF_METADATA = [field('width', 'int'), field('height', 'int')];

function functions({ kind }: Focus): readonly CompletionItem[] {
  return FUNCTION_NAMES.filter((name) => kind === 'label' || !OF_LABELS.has(name)).map((name) => ({
    text: OF_LABELS.has(name) ? `${name}()` : `${name}(`,
    label: `${name}()`,
    detail: '',
    kind: 'function',
  }));
}

/** Functions of a label's geometry. */
const OF_LABELS: ReadonlySet<string> = new Set(['area', 'vertices', 'bbox']);
