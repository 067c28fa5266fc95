import type { DatasetEdit } from '../dataset/library.ts';
import type { Output } from '../output.ts';
import { changeOutput } from './change-output.ts';
import type { Context } from './context.ts';
import { escapePattern } from './escape-pattern.ts';

/** Takes a name away from a field, in one step. Saved views that name it are told of: their texts stay as they are. */
export async function takeName(
  { target, library, statement, job }: Context,
  { field, planned }: { readonly field: string; readonly planned: boolean | undefined },
  work: (edit: DatasetEdit) => Promise<void>,
): Promise<Output> {
  const { dataset } = await target();
  const views = (await dataset.savedViews()).filter(({ text }) => mentions(text, field));
  const changed = await library.change(dataset.name, { statement, job, planned: planned === true }, work);
  const names = views.map(({ name }) => name).join(', ');
  const more = names === '' ? [] : [`saved views name ${field}, and cannot be opened without it: ${names}`];
  return changeOutput(dataset.name, changed, { planned, more });
}

/** Whether a name stands in a text as a word of its own. */
function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}_])${escapePattern(name)}(?![\\p{L}\\p{N}_])`, 'u').test(text);
}
