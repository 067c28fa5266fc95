import { describe, expect, it } from 'vitest';
import type { EditorCommand } from '../../../src/repl/input/editor.ts';
import { createEditor, edit } from '../../../src/repl/input/editor.ts';
import { keyPress } from '../../../src/repl/input/key-event.ts';
import type { Action, KeyContext } from '../../../src/repl/input/keymap.ts';
import { KEYMAP, keyName, keymapHelp, matchKey } from '../../../src/repl/input/keymap.ts';
import { INITIAL_KEYS, decodeKeys } from '../../../src/repl/input/keys.ts';

const CONTEXTS: readonly KeyContext[] = ['prompt', 'menu', 'search', 'settings', 'running'];

/** The action of the bytes of a key. */
function pressed(bytes: string, context: KeyContext = 'prompt'): Action | undefined {
  const [event] = decodeKeys(INITIAL_KEYS, bytes).events;
  return event === undefined ? undefined : matchKey(event, context);
}

describe('matchKey', () => {
  it.each<[string, Action | undefined]>([
    ['\r', 'submit-or-newline'],
    ['\x1b\r', 'newline'],
    ['\n', 'newline'],
    ['\x1b[13;2u', 'newline'],
    ['\t', 'complete'],
    ['\x1b[A', 'history-previous'],
    ['\x10', 'history-previous'],
    ['\x0e', 'history-next'],
    ['\x12', 'history-search'],
    ['\x03', 'clear-line'],
    ['\x04', 'end-of-input'],
    ['\x0c', 'redraw'],
    ['\x1bOP', 'help'],
    ['\x1bb', 'backward-word'],
    ['\x1b[1;5C', 'forward-word'],
    ['\x1b\x7f', 'backward-kill-word'],
    ['\x1f', 'undo'],
    ['\x1b/', 'redo'],
    ['\x1b<', 'beginning-of-buffer'],
    ['\x1b[1;2D', 'backward-char'],
    ['\x1b[97;6u', undefined],
    ['\x1bq', undefined],
    ['a', undefined],
    ['\x1b[200~a\x1b[201~', undefined],
    ['\x1b[?62c', undefined],
  ])('%j at the prompt', (bytes, action) => {
    expect(pressed(bytes)).toBe(action);
  });

  it('takes the keys of the menu first and leaves the others to the prompt', () => {
    expect(['\t', '\x1b[Z', '\x1b[B', '\r', '\x07'].map((bytes) => pressed(bytes, 'menu'))).toEqual([
      ...['menu-next', 'menu-previous', 'menu-next', 'menu-accept', 'menu-close'],
    ]);
    expect(pressed('\x7f', 'menu')).toBe('backward-delete-char');
  });

  it('keeps the search and a running job to their own keys', () => {
    expect(['\x12', '\x1b[A', '\x13', '\r', '\x03', '\x7f'].map((bytes) => pressed(bytes, 'search'))).toEqual([
      ...['search-scope', 'search-older', 'search-newer', 'search-accept', 'search-cancel', 'backward-delete-char'],
    ]);
    expect(pressed('\x03', 'running')).toBe('interrupt');
    expect(pressed('\r', 'running')).toBeUndefined();
  });
});

describe('the table', () => {
  it.each(CONTEXTS)('gives no key of %s to two actions', (context) => {
    const keys = KEYMAP.filter((binding) => binding.context.includes(context)).flatMap((binding) => binding.keys);
    expect(keys).toEqual(Array.from(new Set(keys)));
  });

  it('writes keys as keyName does', () => {
    expect(keyName(keyPress('left', { ctrl: true, alt: true, shift: true }))).toBe('ctrl-alt-shift-left');
    const keys = KEYMAP.flatMap((binding) => binding.keys);
    expect(keys.filter((key) => !/^(ctrl-)?(alt-)?(shift-)?([a-z]+|f\d+|[^a-z\s])$/.test(key))).toEqual([]);
  });

  it('binds every command of the editor but those that Up, Down and nothing else stand for', () => {
    const bound = new Set<string>(KEYMAP.map((binding) => binding.action));
    const commands: Record<EditorCommand, boolean> = {
      ...{ newline: true, 'backward-char': true, 'forward-char': true, 'backward-word': true, 'forward-word': true },
      ...{ 'beginning-of-line': true, 'end-of-line': true, 'beginning-of-buffer': true, 'end-of-buffer': true },
      ...{ 'up-line': false, 'down-line': false, 'delete-char': true, 'backward-delete-char': true, undo: true },
      ...{ 'kill-line': true, 'unix-line-discard': true, 'kill-word': true, 'backward-kill-word': true, redo: true },
      ...{ 'unix-word-rubout': true, yank: true, 'yank-pop': true, 'transpose-chars': true },
    };
    expect(Object.fromEntries(Object.keys(commands).map((command) => [command, bound.has(command)]))).toEqual(commands);
    expect(edit(createEditor('ab'), { type: 'transpose-chars' }).graphemes).toEqual(['b', 'a']);
  });
});

describe('keymapHelp', () => {
  it('has a row for each action of the context, in words', () => {
    expect(keymapHelp('prompt').slice(0, 3)).toEqual([
      { keys: 'Enter', action: 'submit-or-newline', help: 'Run the line, or go on below while a bracket is open' },
      { keys: 'Alt-Enter, Ctrl-J', action: 'newline', help: 'Start a new line' },
      { keys: 'Tab', action: 'complete', help: 'Complete the word before the cursor' },
    ]);
    expect(keymapHelp('running').map((row) => `${row.keys}: ${row.action}`)).toEqual([
      'Ctrl-L: redraw',
      'Ctrl-C: interrupt',
      'Ctrl-B: send-behind',
    ]);
    expect(
      CONTEXTS.flatMap((context) => keymapHelp(context)).filter((row) => row.keys === '' || row.help === ''),
    ).toEqual([]);
  });
});
