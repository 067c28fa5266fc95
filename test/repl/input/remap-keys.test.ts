import { expect, test } from 'vitest';
import { keyPress } from '../../../src/repl/input/key-event.ts';
import { KEYMAP, keymapHelp, matchKey } from '../../../src/repl/input/keymap.ts';
import { canonicalKey, remapKeys, shownKey } from '../../../src/repl/input/remap-keys.ts';

const remap = (action: string, keys: readonly string[], context = 'prompt', line = 1) => ({
  action,
  keys,
  context,
  line,
});

test('a key goes to the action it is given to, from the one that had it and has others', () => {
  const { keymap, problems } = remapKeys([remap('history-search', ['Ctrl-F'])]);
  expect(problems).toEqual([]);
  expect(matchKey(keyPress('f', { ctrl: true }), 'prompt', keymap)).toBe('history-search');
  expect(matchKey(keyPress('r', { ctrl: true }), 'prompt', keymap)).toBeUndefined();
  expect(matchKey(keyPress('right'), 'prompt', keymap)).toBe('forward-char');
  expect(matchKey(keyPress('f', { ctrl: true }), 'search', keymap)).toBe('forward-char');
  expect(keymapHelp('prompt', keymap).find(({ action }) => action === 'history-search')?.keys).toBe('Ctrl-F');
  expect(keymapHelp('prompt', keymap).find(({ action }) => action === 'forward-char')?.keys).toBe('Right');
  expect(shownKey('history-search', keymap)).toBe('Ctrl-F');
  expect(remapKeys([]).keymap).toBe(KEYMAP);
});

test('a key of two actions, or the last of another, is refused and both are named', () => {
  const twice = remapKeys([remap('undo', ['f5'], 'prompt', 3), remap('redo', ['f5'], 'prompt', 4)]);
  expect(twice.problems).toEqual([{ line: 4, message: 'f5 in keys.prompt is given to undo and to redo' }]);
  expect(matchKey(keyPress('f5'), 'prompt', twice.keymap)).toBe('undo');
  const robbed = remapKeys([remap('redraw', ['ctrl-r'])]);
  expect(robbed.problems).toMatchObject([
    { message: 'ctrl-r in keys.prompt is history-search, which would have no key beside redraw' },
  ]);
  expect(matchKey(keyPress('r', { ctrl: true }), 'prompt', robbed.keymap)).toBe('history-search');
  const meant = remapKeys([remap('redraw', ['ctrl-r']), remap('history-search', [])]);
  expect(meant.problems).toEqual([]);
  const swapped = remapKeys([remap('redraw', ['ctrl-r']), remap('history-search', ['ctrl-l'])]);
  expect(swapped.problems).toEqual([]);
  expect(matchKey(keyPress('l', { ctrl: true }), 'prompt', swapped.keymap)).toBe('history-search');
  expect(matchKey(keyPress('l', { ctrl: true }), 'running', swapped.keymap)).toBe('redraw');
});

test.each([
  [remap('undo', ['f5'], 'promt'), 'keys has no part promt', 'did you mean prompt?'],
  [remap('histry-search', ['f5']), 'nothing in keys.prompt is called histry-search', 'did you mean history-search?'],
  [remap('undo', ['ctrl-bakspace']), 'no key is called ctrl-bakspace', 'did you mean backspace?'],
  [remap('undo', ['x']), 'x types itself', 'write ctrl-x, alt-x or f5'],
  [remap('undo', ['ctrl-m']), 'a terminal sends enter for ctrl-m', 'write enter'],
  [remap('submit-or-newline', []), 'submit-or-newline needs a key', undefined],
])('%j', (asked, message, hint) => {
  const { keymap, problems } = remapKeys([asked]);
  expect(problems).toEqual([{ line: 1, message, ...(hint !== undefined && { hint }) }]);
  expect(keymap).toEqual(KEYMAP);
});

test('keys are written in any case, with modifiers in any order', () => {
  expect(['Alt-Ctrl-A', 'ESC', 'shift-Return', 'ctrl--'].map(canonicalKey)).toEqual([
    ...['ctrl-alt-a', 'escape', 'shift-enter', 'ctrl--'],
  ]);
});

test('characters are keys of the sheet and of long texts, each by its own case', () => {
  const given = remapKeys([
    remap('frequency', ['x'], 'sheet'),
    remap('select', ['X', 'Space'], 'sheet'),
    remap('search', ['s'], 'pager'),
  ]);
  expect(given.problems).toEqual([]);
  const sheet = (text: string) => matchKey({ kind: 'text', text }, 'sheet', given.keymap);
  expect(['x', 'X', ' ', 'F', '|'].map(sheet)).toEqual(['frequency', 'select', 'select', undefined, 'select-matching']);
  expect(matchKey({ kind: 'text', text: 's' }, 'pager', given.keymap)).toBe('search');
  expect(matchKey({ kind: 'text', text: 'x' }, 'prompt', given.keymap)).toBeUndefined();
  expect(shownKey('select', given.keymap, 'sheet')).toBe('X');
});

test.each([
  [remap('frequncy', ['x'], 'sheet'), 'nothing in keys.sheet is called frequncy', 'did you mean frequency?'],
  [remap('search', ['x'], 'pagr'), 'keys has no part pagr', 'did you mean pager?'],
  [remap('keep', ['shift-x'], 'sheet'), 'a terminal sends X for shift-x', 'write X'],
  [remap('back', [], 'sheet'), 'back needs a key', undefined],
  [
    remap('plot', ['F'], 'sheet'),
    'F in keys.sheet is frequency, which would have no key beside plot',
    'give frequency another key, or none: keys.sheet.frequency: none',
  ],
  [remap('undo', ['space']), 'space types itself', 'write ctrl-space, alt-space or f5'],
])('full screens: %j', (asked, message, hint) => {
  const { keymap, problems } = remapKeys([asked]);
  expect(problems).toEqual([{ line: 1, message, ...(hint !== undefined && { hint }) }]);
  expect(keymap).toEqual(KEYMAP);
});

test('one key of two actions of the sheet is refused, and both are named', () => {
  const { problems } = remapKeys([remap('plot', ['x'], 'sheet', 3), remap('keep', ['x'], 'sheet', 4)]);
  expect(problems).toEqual([{ line: 4, message: 'x in keys.sheet is given to plot and to keep' }]);
});
