import type { GroupStage, LabelPart, Plan, SortKey, Stage } from '../plan.ts';
import { constantText, termText } from './term-text.ts';

/** What a plan does, a line a stage, in its order. */
export function planText({ dataset, stages }: Plan): readonly string[] {
  return [`all samples of ${dataset}`, ...stages.map(stageText)];
}

type Describe<K extends Stage['kind']> = (stage: Extract<Stage, { readonly kind: K }>) => string;

const STAGES: { readonly [K in Stage['kind']]: Describe<K> } = {
  'keep-samples': ({ where }) => `keep samples where ${termText(where)}`,
  'keep-labels': ({ field, where, dropEmpty }) =>
    `keep labels of ${field} where ${termText(where)}${dropEmpty ? ', and samples that have any left' : ''}`,
  'limit-labels': ({ field, count }) => `keep the first ${String(count)} labels of ${field} in each sample`,
  'expect-classes': ({ field, taxonomy, classes }) =>
    `expect no classes of ${field} but the ${String(classes.length)} that ${taxonomy} names`,
  'class-list': ({ field, names, isOpen }) =>
    `the classes of ${field} are ${names.join(', ') || 'none'}${isOpen ? ', then those that it keeps' : ''}`,
  'blank-labels': ({ fields, unless }) =>
    `make ${fields.join(', ')} missing${unless === null ? '' : ` unless ${termText(unless)}`}`,
  'set-field': ({ name, value }) => `set ${name} to ${termText(value)}`,
  'set-label': ({ field, part, value }) => `set ${partText(part)} of the labels of ${field} to ${termText(value)}`,
  'keep-fields': ({ names }) => `leave only the fields ${names.join(', ') || 'that every sample has'}`,
  'keep-places': ({ flags }) =>
    `keep samples by place, ${String(flags.filter(Boolean).length)} of ${String(flags.length)}`,
  concat: ({ plan }) => `then those of another view: ${planText(plan).join('; ')}`,
  group: groupText,
  patches: ({ field }) => `make a sample of each label of ${field}`,
  slice: sliceText,
  sort: ({ keys }) => `sort by ${keys.map(keyText).join(', ')}`,
  shuffle: ({ seed }) => `shuffle with seed ${String(seed)}`,
};

function stageText(stage: Stage): string {
  // That the function of a kind takes the stage of that kind is what the type of the table says.
  const describe = STAGES[stage.kind] as (stage: Stage) => string;
  return describe(stage);
}

function partText(part: LabelPart): string {
  return part.kind === 'tags' ? 'tags' : part.name;
}

function keyText({ by, descending }: SortKey): string {
  return `${termText(by)}${descending ? ' descending' : ''}`;
}

function groupText({ by, flat, where, sort, order }: GroupStage): string {
  return [
    `${flat ? 'group samples' : 'keep the first sample of each group'} by ${by.map(termText).join(', ')}`,
    ...(order === null ? [] : [`in groups by ${keyText(order)}`]),
    ...(where === null ? [] : [`groups where ${termText(where)}`]),
    ...(sort === null ? [] : [`groups by ${keyText(sort)}`]),
  ].join(', ');
}

function sliceText({ skip, limit, fromEnd }: Extract<Stage, { readonly kind: 'slice' }>): string {
  const where = fromEnd ? 'last' : 'first';
  const skipped = skip === 0 ? '' : `leave out the ${where} ${constantText(skip)} samples`;
  const kept =
    limit === null ? '' : `keep the ${where} ${constantText(limit)}${skip === 0 ? ' samples' : ' of the rest'}`;
  return [skipped, kept].filter((text) => text !== '').join(', ');
}
