import { UserError } from '../diagnostics.ts';
import type { DatasetEdit } from '../dataset/library.ts';
import { nearest } from '../dataset/model/nearest.ts';
import type { Plan } from '../dataset/query/plan.ts';
import type { Output } from '../output.ts';
import { changeOutput } from './change-output.ts';
import type { Context } from './context.ts';
import type { Flag } from './declaration.ts';

/** The flag of commands that change labels. */
export const FIELDS = {
  name: 'fields',
  aliases: ['label-fields'],
  type: 'string',
  summary: 'Label fields: a,b; default: those that the stages of the view name, else all.',
} as const satisfies Flag;

/** Changes the dataset of the view that a command works on, in one step; with `planned` only says what that would be. */
export async function changeView(
  { target, library, statement, job }: Context,
  planned: boolean | undefined,
  work: (edit: DatasetEdit, plan: Plan) => Promise<void>,
): Promise<Output> {
  const { dataset, plan } = await target();
  const options = { statement, job, planned: planned === true };
  const changed = await library.change(dataset.name, options, (edit) => work(edit, plan));
  return changeOutput(dataset.name, changed, { planned });
}

/** Changes the labels that a view shows, in `fields` or those that its stages name. @throws UserError `unknown-field` */
export async function changeLabels(
  context: Context,
  { fields, plan: planned }: { readonly fields: string | undefined; readonly plan: boolean | undefined },
  work: (edit: DatasetEdit, plan: Plan, fields: readonly string[]) => Promise<void>,
): Promise<Output> {
  const named = fields?.split(',').map((name) => name.trim());
  await checkLabelFields(named ?? [], context);
  return changeView(context, planned, async (edit, plan) => {
    await work(edit, plan, named ?? (await edit.labelFields(plan)));
  });
}

/** @throws UserError `bad-argument` for a tag without a character. */
export function checkTags(tags: readonly string[]): void {
  if (tags.some((tag) => tag === '')) throw new UserError('bad-argument', 'a tag has at least one character');
}

/** @throws UserError `unknown-field` with the nearest name */
export async function checkLabelFields(names: readonly string[], { target }: Context): Promise<void> {
  if (names.length === 0) return;
  const { fields } = await (await target()).dataset.catalog();
  const known = fields.flatMap(({ kind, name }) => (kind === 'labels' ? [name] : []));
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, known);
  throw new UserError('unknown-field', `there is no label field ${unknown}`, {
    hint: near === undefined ? `label fields: ${known.join(', ')}` : `did you mean ${near}?`,
  });
}
