/** What a key does in a text over the whole screen. */
export type PagerAction =
  | 'down'
  | 'up'
  | 'page-down'
  | 'page-up'
  | 'first'
  | 'last'
  | 'search'
  | 'next'
  | 'previous'
  | 'redraw'
  | 'help'
  | 'back';

/** All keys of the pager, those of `less`: the action, its keys as the keymap writes them, and what it does. */
export const PAGER_KEYS: readonly (readonly [PagerAction, string, string])[] = [
  ['down', 'j down enter ctrl-m', 'One line down'],
  ['up', 'k up', 'One line up'],
  ['page-down', 'space pagedown ctrl-f', 'One page down'],
  ['page-up', 'b pageup ctrl-b', 'One page up'],
  ['first', 'g home', 'First line'],
  ['last', 'G end', 'Last line'],
  ['search', '/', 'Look for a text, whatever the case'],
  ['next', 'n', 'Next line that has it'],
  ['previous', 'N', 'Line before that has it'],
  ['redraw', 'ctrl-l', 'Draw the screen again'],
  ['help', '? f1', 'These keys'],
  ['back', 'q escape ctrl-c', 'Back to what was there before'],
];
