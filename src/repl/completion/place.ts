import { camelCase } from '../../dataset/model/name-spelling.ts';
import type { Flag, Param as CommandParam } from '../../commands/declaration.ts';
import { commandNamed } from '../../commands/command-named.ts';
import type { AnyCommand } from '../../commands/define-command.ts';
import { flagsOf } from '../../commands/parse-arguments.ts';
import type { Catalog, CatalogField } from '../../dataset/query/catalog.ts';
import { methodsNamed } from '../../dataset/query/methods/index.ts';
import { type Param, snakeCase } from '../../dataset/query/param.ts';
import { verbNamed } from '../../dataset/query/verbs/index.ts';
import type { Knowledge } from './completion.ts';
import { catalogOfView } from './binding.ts';
import type { Frame, Scanned } from './scan.ts';
import { isSource, sourceDataset } from './source.ts';
import { type Spelling, spellingOf } from './spelling.ts';

/** A field of labels with what the store knows of it. */
export type LabelCatalogField = Extract<CatalogField, { readonly kind: 'labels' }>;

/** What bare names mean where the cursor stands: fields of a sample, or of a label of one of `fields`. */
export type Focus =
  { readonly kind: 'sample' } | { readonly kind: 'label'; readonly fields: readonly LabelCatalogField[] };

/** What `F()` is where that is something else: a group of samples, or the value that another argument names. */
export type Looked = 'group' | 'own' | undefined;

/** Where the cursor stands in an expression, and what names mean there. */
export type Place = Scanned & {
  readonly knowledge: Knowledge;
  readonly focus: Focus;
  readonly looked: Looked;
  /** Of the dataset that the view around the cursor is on. */
  readonly catalog: Catalog | undefined;
  /** The view whose verb is being written, as an expression; undefined for a whole dataset. */
  readonly view: string | undefined;
  readonly spelling: Spelling;
};

/** What is known of the end of a scanned text. */
export function placeOf(scanned: Scanned, knowledge: Knowledge): Place {
  const questions = asQuestions(scanned.frames);
  const view = questions.findLast(({ on }) => sourceDataset(on, knowledge) !== undefined)?.on;
  const dataset = sourceDataset(view ?? scanned.operand, knowledge) ?? knowledge.current;
  const catalog = dataset === undefined ? undefined : catalogOfView(view ?? '', dataset, knowledge);
  const frames = questions.map((frame, i) => (i === 0 ? frame : receiving(frame, catalog)));
  return {
    ...scanned,
    frames,
    knowledge,
    catalog,
    focus: focusOf(frames, catalog),
    looked: lookedOf(frames),
    view: view === undefined || isSource(view) ? undefined : view,
    spelling: spellingOf(scanned, (name) => verbNamed(name) !== undefined || methodsNamed(name).length > 0),
  };
}

/** Inside `aggregate(...)` questions stand by themselves, or as FiftyOne's `fo.Count(...)`: they are read as chained ones. */
export function asQuestions(frames: readonly Frame[]): readonly Frame[] {
  const outer = frames.findIndex((frame) => paramAt(frame)?.type === 'tallies');
  if (outer < 0) return frames;
  return frames.map((frame, i) => {
    if (i <= outer || frame.callee === undefined || frame.callee === frames[outer]?.callee) return frame;
    const isQuestion = frame.receiver.length === 0 || frame.receiver[0] === 'fo';
    const callee = frame.callee.replace(/^[A-Z]/u, (letter) => letter.toLowerCase());
    return isQuestion && verbNamed(callee) !== undefined ? { ...frame, callee, receiver: ['ds'] } : frame;
  });
}

/** The parameter that the innermost call of a verb or method has at its end. */
export function paramAt(frame: Frame): Param | undefined {
  return pick(paramsOf(frame), frame, ({ name }) => name);
}

/** The parameters of the verb or method that is called; none of functions. */
export function paramsOf({ callee, receiver, receives }: Frame): readonly Param[] {
  if (callee === undefined || receiver.length === 0) return [];
  const methods = methodsNamed(callee);
  const own = receives && methods.find(({ on }) => (on === 'labels') === (receives === 'labels'));
  return (own ?? verbNamed(callee) ?? methods[0])?.params ?? [];
}

/** Inside a call what begins with a field is called on its labels or its value: `gt.count(`, `gt.filter(...).count(`. */
function receiving(frame: Frame, catalog: Catalog | undefined): Frame {
  const [root, ...rest] = frame.receiver[0] === 'sample' ? frame.receiver.slice(1) : frame.receiver;
  const field = catalog?.fields.find(({ name }) => name === root);
  if (field === undefined) return frame;
  const isLabels = field.kind === 'labels' && rest.every((each) => each === 'filter');
  return { ...frame, receives: isLabels ? 'labels' : 'value' };
}

/** The command that the innermost call chains on a view. */
export function commandOf({ callee, receiver }: Frame, { commands }: Knowledge): AnyCommand | undefined {
  if (callee === undefined || receiver.length === 0 || verbNamed(callee) !== undefined) return undefined;
  const command = commandNamed(callee, commands);
  return command === undefined || command.scope === 'none' || command.later === true ? undefined : command;
}

/** The word or flag of a chained command that the frame has at its end. */
export function commandParamAt(frame: Frame, command: AnyCommand): CommandParam | Flag | undefined {
  const { keyword = '' } = frame;
  const flag = flagsOf(command).find((each) =>
    namesOfFlag(each).some((name) => [name, camelCase(name)].includes(keyword)),
  );
  if (flag !== undefined) return flag;
  return frame.opener === '{' ? undefined : pick(command.params, frame, ({ name }) => name);
}

/** All names of a flag, its own first. */
function namesOfFlag({ name, aliases = [] }: Flag): readonly string[] {
  return [name, ...aliases].flatMap((each) => [each, each.replaceAll('-', '_')]);
}

function pick<P extends { readonly list?: boolean }>(
  params: readonly P[],
  { keyword, argument }: Frame,
  nameOf: (param: P) => string,
): P | undefined {
  const named = params.find((param) => nameOf(param) === keyword || snakeCase(nameOf(param)) === keyword);
  if (named !== undefined) return named;
  const last = params.at(-1);
  return params[argument] ?? (last?.list === true ? last : undefined);
}

/** What bare names mean inside the open brackets: the innermost predicate decides. */
function focusOf(frames: readonly Frame[], catalog: Catalog | undefined): Focus {
  const frame = frames.findLast((each) => DECIDES.has(paramAt(each)?.type ?? ''));
  const type = frame === undefined ? undefined : paramAt(frame)?.type;
  if (frame === undefined || type === undefined) return { kind: 'sample' };
  if (OF_TARGET.has(type)) return insideOf(pathNamed(frames) ?? [], catalog);
  if (type !== 'labelPredicate') return { kind: 'sample' };
  const fields = labelFieldsOf(catalog);
  const names = [...frames.flatMap(({ strings }) => strings), ...frame.receiver];
  const named = fields.filter(({ name }) => names.includes(name));
  return { kind: 'label', fields: named.length === 0 ? fields : named };
}

function lookedOf(frames: readonly Frame[]): Looked {
  const types = frames.map((frame) => paramAt(frame)?.type ?? '');
  const type = types.findLast((each) => DECIDES.has(each) || each.startsWith('group'));
  if (type?.startsWith('group') === true) return 'group';
  return type === 'own' || type === 'ownPredicate' ? 'own' : undefined;
}

/** Beside a part of a label stand the other parts, beside a field of the sample its other fields. */
function insideOf([root, leaf]: readonly string[], catalog: Catalog | undefined): Focus {
  const fields = leaf === undefined ? [] : labelFieldsOf(catalog).filter(({ name }) => name === root);
  return fields.length === 0 ? { kind: 'sample' } : { kind: 'label', fields };
}

/** The fields of labels. */
export function labelFieldsOf(catalog: Catalog | undefined): readonly LabelCatalogField[] {
  return (catalog?.fields ?? []).filter((field) => field.kind === 'labels');
}

/** Expressions of the field that another argument names: of a label's part they see the label. */
const OF_TARGET: ReadonlySet<string> = new Set<Param['type']>(['newValue', 'own', 'ownPredicate']);

const DECIDES: ReadonlySet<string> = new Set<string>([
  ...OF_TARGET,
  ...(['predicate', 'labelPredicate', 'value', 'named', 'column', 'sortKey'] satisfies Param['type'][]),
]);

/** The path that the innermost call names in its first string: the words of `gt.label` in `setField('gt.label', `. */
export function pathNamed(frames: readonly Frame[]): readonly string[] | undefined {
  const inner = frames.at(-1);
  const own = frames.filter(({ callee, on }) => callee === inner?.callee && on === inner?.on);
  return own.flatMap(({ strings }) => strings)[0]?.split('.');
}
