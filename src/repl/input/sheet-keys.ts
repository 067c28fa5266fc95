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
  | 'plot'
  | 'select'
  | 'select-matching'
  | 'select-none'
  | 'keep'
  | 'hide'
  | 'show-all'
  | 'yank'
  | 'yank-row'
  | 'take'
  | 'redraw'
  | 'help'
  | 'back'
  | 'interrupt';

/** All keys of a sheet, VisiData's where it has one: the action, its keys as the keymap writes them, and what it does. */
export const SHEET_KEYS: readonly (readonly [SheetAction, string, string])[] = [
  ['down', 'j down ctrl-n', 'One row down'],
  ['up', 'k up ctrl-p', 'One row up'],
  ['left', 'h left', 'One column to the left'],
  ['right', 'l right', 'One column to the right'],
  ['page-down', 'pagedown ctrl-f', 'One page down'],
  ['page-up', 'pageup ctrl-b', 'One page up'],
  ['first-row', 'g ctrl-home', 'First row'],
  ['last-row', 'G ctrl-end', 'Last row'],
  ['first-column', 'home', 'First column'],
  ['last-column', 'end', 'Last column'],
  ['sort-up', '[', 'Sort by the column, ascending'],
  ['sort-down', ']', 'Sort by the column, descending'],
  ['filter', '/', 'Keep rows: a condition such as year > 2020, in a table a text'],
  ['frequency', 'F', 'How often each value of the column occurs'],
  ['describe', 'I', 'Describe the columns'],
  ['plot', '.', 'Draw how the values of the column are spread'],
  ['select', 'space', 'Select the row, or no longer'],
  ['select-matching', '|', 'Select rows by a regular expression for the column'],
  ['select-none', 'u', 'Select nothing'],
  ['keep', '"', 'Keep only the selected rows'],
  ['hide', '-', 'Hide the column'],
  ['show-all', 'w', 'More columns: show those that are hidden'],
  ['yank', 'y', 'Copy the selected rows, else the value'],
  ['yank-row', 'Y', 'Copy the row'],
  ['take', 'enter ctrl-m', 'Put the selection, the view or the value into the prompt'],
  ['redraw', 'ctrl-l', 'Draw the screen again'],
  ['help', '? f1', 'These keys'],
  ['back', 'q escape', 'One level back; from the first back to the prompt'],
  ['interrupt', 'ctrl-c', 'Stop what is being read; else back'],
];
