import type { Flag, Param as CommandParam } from '../../commands/declaration.ts';
import type { AnyCommand } from '../../commands/define-command.ts';
import { flagsOf } from '../../commands/parse-arguments.ts';
import type { Catalog, CatalogField } from '../../dataset/query/catalog.ts';
import { methodsNamed } from '../../dataset/query/methods/index.ts';
import { type Param, snakeCase } from '../../dataset/query/param.ts';
import { verbNamed } from '../../dataset/query/verbs/index.ts';
import type { Knowledge } from './completion.ts';
import type { Frame, Scanned } from './scan.ts';
import { isSource, sourceDataset } from './source.ts';
import { type Spelling, spellingOf } from './spelling.ts';

/** A field of labels with what the store knows of it. */
export type LabelCatalogField = Extract<CatalogField, { readonly kind: 'labels' }>;

/** What bare names mean where the cursor stands: fields of a sample, or of a label of one of `fields`. */
export type Focus =
  { readonly kind: 'sample' } | { readonly kind: 'label'; readonly fields: readonly LabelCatalogField[] };

/** Where the cursor stands in an expression, and what names mean there. */
export type Place = Scanned & {
  readonly knowledge: Knowledge;
  readonly focus: Focus;
  /** Of the dataset that the view around the cursor is on. */
  readonly catalog: Catalog | undefined;
  /** The view whose verb is being written, as an expression; undefined for a whole dataset. */
  readonly view: string | undefined;
  readonly spelling: Spelling;
};

/** What is known of the end of a scanned text. */
export function placeOf(scanned: Scanned, knowledge: Knowledge): Place {
  const verbFrame = scanned.frames.findLast(({ on }) => sourceDataset(on, knowledge) !== undefined);
  const dataset = sourceDataset(verbFrame?.on ?? scanned.operand, knowledge) ?? knowledge.current;
  const catalog = dataset === undefined ? undefined : knowledge.catalog(dataset);
  return {
    ...scanned,
    knowledge,
    catalog,
    focus: focusOf(scanned.frames, catalog),
    view: verbFrame === undefined || isSource(verbFrame.on) ? undefined : verbFrame.on,
    spelling: spellingOf(scanned, (name) => verbNamed(name) !== undefined || methodsNamed(name).length > 0),
  };
}

/** The parameter that the innermost call of a verb or method has at its end. */
export function paramAt(frame: Frame): Param | undefined {
  return pick(paramsOf(frame), frame, ({ name }) => name);
}

/** The parameters of the verb or method that is called; none of functions. */
export function paramsOf({ callee, receiver }: Frame): readonly Param[] {
  if (callee === undefined || receiver.length === 0) return [];
  return (verbNamed(callee) ?? methodsNamed(callee)[0])?.params ?? [];
}

/** The command that the innermost call chains on a view. */
export function commandOf({ callee, receiver }: Frame, { commands }: Knowledge): AnyCommand | undefined {
  if (callee === undefined || receiver.length === 0 || verbNamed(callee) !== undefined) return undefined;
  return commands.find(({ name, scope, later }) => name === callee && scope !== 'none' && later !== true);
}

/** The word or flag of a chained command that the frame has at its end. */
export function commandParamAt(frame: Frame, command: AnyCommand): CommandParam | Flag | undefined {
  const flag = flagsOf(command).find(({ name }) => frame.keyword === camelCase(name) || frame.keyword === name);
  if (flag !== undefined) return flag;
  return frame.opener === '{' ? undefined : pick(command.params, frame, ({ name }) => name);
}

/** `no-media` as a chained call gives it: `noMedia`. */
export function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());
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
  if (frame === undefined || paramAt(frame)?.type !== 'labelPredicate') return { kind: 'sample' };
  const fields = labelFieldsOf(catalog);
  const names = [...frames.flatMap(({ strings }) => strings), ...frame.receiver];
  const named = fields.filter(({ name }) => names.includes(name));
  return { kind: 'label', fields: named.length === 0 ? fields : named };
}

/** The fields of labels. */
export function labelFieldsOf(catalog: Catalog | undefined): readonly LabelCatalogField[] {
  return (catalog?.fields ?? []).filter((field) => field.kind === 'labels');
}

const DECIDES: ReadonlySet<string> = new Set(['predicate', 'labelPredicate', 'value', 'sortKey']);
