import { counted } from '../../dataset/model/counted.ts';
import { statementStart } from '../completion/complete.ts';
import type { ViewCount } from '../completion/live-count.ts';
import { readCommandName } from '../completion/complete-command.ts';
import { editorText } from '../input/editor.ts';
import type { Menu, ShellState } from './shell-state.ts';

/** The statement whose view is to be counted: the last of the text, as it would be with the selected completion taken. */
export function textToCount({ editor, menu, running }: Pick<ShellState, 'editor' | 'menu' | 'running'>): string {
  if (running !== undefined) return '';
  const text = menu === undefined ? editorText(editor) : withCompletion(editorText(editor), menu);
  const statement = text.slice(statementStart(text, text.length));
  return readCommandName(statement) === undefined ? statement : '';
}

function withCompletion(text: string, { items, selected, replace }: Menu): string {
  const completion = items[selected]?.text ?? text.slice(replace.start, replace.end);
  return text.slice(0, replace.start) + completion + text.slice(replace.end);
}

/** How much the view being typed holds; `so far` where that is the part before what is being written. */
export function countOfText(state: ShellState): string | undefined {
  const { count } = state;
  if (count === undefined) return undefined;
  const text = textToCount(state);
  if (text === count.of) return sizes(count);
  const goesOn = count.isPrefix && text.startsWith(count.of) && text.charAt(count.of.length) === '.';
  return goesOn ? `${sizes(count)} so far` : undefined;
}

/** How much is kept with the selected completion, where that is known. */
export function countInMenu(state: ShellState): string | undefined {
  const { count } = state;
  return count === undefined || count.isPrefix || count.of !== textToCount(state) ? undefined : sizes(count);
}

function sizes({ samples, labels }: ViewCount): string {
  return `${counted(samples, 'sample')}, ${counted(labels, 'label')}`;
}
