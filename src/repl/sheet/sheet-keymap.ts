import type { KeyEvent } from '../input/key-event.ts';
import { keyName } from '../input/keymap.ts';

/** What a key does in a sheet. */
export type SheetAction =
  | 'down'
  | 'up'
  | 'right'
  | 'left'
  | 'page-down'
  | 'page-up'
  | 'first-row'
  | 'last-row'
  | 'first-column'
  | 'last-column'
  | 'sort-up'
  | 'sort-down'
  | 'filter'
  | 'frequency'
  | 'describe'
  | 'select'
  | 'select-none'
  | 'keep'
  | 'hide'
  | 'show-all'
  | 'yank'
  | 'yank-row'
  | 'take'
  | 'help'
  | 'back'
  | 'interrupt';

/** A row of the keymap; text keys are written as they are typed. */
export type SheetBinding = {
  readonly keys: readonly string[];
  readonly action: SheetAction;
  readonly help: string;
};

/** All keys of a sheet, VisiData's where it has one; `?` shows this table. */
export const SHEET_KEYS: readonly SheetBinding[] = [
  row('down', 'j down ctrl-n', 'One row down'),
  row('up', 'k up ctrl-p', 'One row up'),
  row('left', 'h left', 'One column to the left'),
  row('right', 'l right', 'One column to the right'),
  row('page-down', 'pagedown ctrl-f', 'One page down'),
  row('page-up', 'pageup ctrl-b', 'One page up'),
  row('first-row', 'g ctrl-home', 'First row'),
  row('last-row', 'G ctrl-end', 'Last row'),
  row('first-column', 'home', 'First column'),
  row('last-column', 'end', 'Last column'),
  row('sort-up', '[', 'Sort by the column, ascending'),
  row('sort-down', ']', 'Sort by the column, descending'),
  row('filter', '/', 'Keep rows: a condition such as year > 2020, in a table a text'),
  row('frequency', 'F', 'How often each value of the column occurs'),
  row('describe', 'I', 'Describe the columns'),
  row('select', 'space', 'Select the row, or no longer'),
  row('select-none', 'u', 'Select nothing'),
  row('keep', '"', 'Keep only the selected rows'),
  row('hide', '-', 'Hide the column'),
  row('show-all', 'w', 'More columns: show those that are hidden'),
  row('yank', 'y', 'Copy the selected rows, else the value'),
  row('yank-row', 'Y', 'Copy the row'),
  row('take', 'enter ctrl-m', 'Put the selection, the view or the value into the prompt'),
  row('help', '? f1', 'These keys'),
  row('back', 'q escape', 'One level back; from the first back to the prompt'),
  row('interrupt', 'ctrl-c', 'Stop what is being read; else back'),
];

/** The actions of a key; a run of typed characters is as many keys. */
export function sheetActions(event: KeyEvent): readonly SheetAction[] {
  if (event.kind === 'text') return Array.from(event.text).flatMap((key) => actionOf(key === ' ' ? 'space' : key));
  if (event.kind !== 'key') return [];
  return actionOf(keyName(event));
}

function actionOf(key: string): readonly SheetAction[] {
  const found = SHEET_KEYS.find(({ keys }) => keys.includes(key));
  return found === undefined ? [] : [found.action];
}

function row(action: SheetAction, keys: string, help: string): SheetBinding {
  return { action, keys: keys.split(' '), help };
}
