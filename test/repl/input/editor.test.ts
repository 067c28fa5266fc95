import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EditorAction, EditorCommand, EditorState } from '../../../src/repl/input/editor.ts';
import {
  createEditor,
  cursorOffset,
  cursorPosition,
  edit,
  editorText,
  isOnFirstLine,
  isOnLastLine,
} from '../../../src/repl/input/editor.ts';

/** The editor as one string with `|` where the cursor stands. */
function shown(state: EditorState): string {
  const [text, offset] = [editorText(state), cursorOffset(state)];
  return `${text.slice(0, offset)}|${text.slice(offset)}`;
}

/** An editor from a text with `|` where the cursor is to stand. */
function at(marked: string): EditorState {
  const offset = marked.indexOf('|');
  return edit(createEditor(), { type: 'set-text', text: marked.replace('|', ''), offset });
}

function after(state: EditorState, ...actions: (EditorCommand | EditorAction)[]): EditorState {
  return actions.reduce((now, action) => edit(now, typeof action === 'string' ? { type: action } : action), state);
}

const insert = (text: string): EditorAction => ({ type: 'insert', text });

describe('typing', () => {
  it('inserts at the cursor', () => {
    expect(shown(after(at('ds|()'), insert('.where'), 'newline', insert('x')))).toBe('ds.where\nx|()');
  });

  it('keeps graphemes whole: marks and joiners join what is beside them', () => {
    const accented = after(at('ae|b'), insert('\u0301'));
    expect(shown(accented)).toBe('ae\u0301|b');
    expect(shown(after(accented, 'backward-char'))).toBe('a|e\u0301b');
    expect(shown(after(accented, 'backward-delete-char'))).toBe('a|b');
    expect(shown(after(at('👩|👧'), insert('\u200d')))).toBe('👩\u200d👧|');
    expect(shown(after(at('|\u0301b'), insert('a')))).toBe('a\u0301|b');
    expect(shown(after(at('\u0600|'), insert('a'), 'backward-char'))).toBe('|\u0600a');
  });

  it('cleans what comes in', () => {
    expect(shown(after(createEditor('a\r\nb'), { type: 'paste', text: '\tc\rd\x07\u2028' }))).toBe('a\nb  c\nd\n|');
    expect(shown(after(createEditor(), insert('a\ud83e\x1b]0;title\x07\x1b[1mb')))).toBe('a\ufffdb|');
  });

  it('replaces a range given in UTF-16 units', () => {
    const replaced = after(at('🪸.wh|()'), { type: 'replace-range', start: 3, end: 5, text: 'where' });
    expect(shown(replaced)).toBe('🪸.where|()');
    expect(shown(after(replaced, { type: 'replace-range', start: 1, end: 0, text: 'x' }))).toBe('🪸x|.where()');
  });
});

describe('motion', () => {
  it.each<[EditorCommand, string, string]>([
    ['backward-char', 'ab|c', 'a|bc'],
    ['backward-char', '|abc', '|abc'],
    ['forward-char', 'a|🪸c', 'a🪸|c'],
    ['forward-char', 'abc|', 'abc|'],
    ['backward-word', "ds.where('x')|", "ds.where('|x')"],
    ['backward-word', 'a_1 |', '|a_1 '],
    ['forward-word', 'ds|.where(x)', 'ds.where|(x)'],
    ['beginning-of-line', 'ab\ncd|e\nf', 'ab\n|cde\nf'],
    ['beginning-of-line', 'ab|', '|ab'],
    ['end-of-line', 'ab\nc|de\nf', 'ab\ncde|\nf'],
    ['beginning-of-buffer', 'ab\ncd|', '|ab\ncd'],
    ['end-of-buffer', 'a|b\ncd', 'ab\ncd|'],
    ['up-line', 'abc\nde|f', 'ab|c\ndef'],
    ['up-line', 'ab|c', 'ab|c'],
    ['down-line', 'abc|\nd\nefg', 'abc\nd|\nefg'],
    ['down-line', 'abc\n|', 'abc\n|'],
    ['down-line', '|\n\n', '\n|\n'],
    ['up-line', '\n\n|', '\n|\n'],
  ])('%s %j', (command, before, expected) => {
    expect(shown(after(at(before), command))).toBe(expected);
  });

  it('keeps the column of cells over shorter lines', () => {
    expect(shown(after(at('abcd|\nx\nabcdef'), 'down-line', 'down-line'))).toBe('abcd\nx\nabcd|ef');
    expect(shown(after(at('礁礁|\nabcdef'), 'down-line'))).toBe('礁礁\nabcd|ef');
    expect(shown(after(at('abc|\n礁礁'), 'down-line'))).toBe('abc\n礁|礁');
    expect(shown(after(at('abcd|\nx\nabcdef'), 'down-line', 'end-of-line', 'down-line'))).toBe('abcd\nx\na|bcdef');
  });

  it('says when it is at an edge, where history takes over', () => {
    expect([isOnFirstLine(at('a|\nb')), isOnLastLine(at('a|\nb'))]).toEqual([true, false]);
    expect([isOnFirstLine(at('a\n|b')), isOnLastLine(at('a\n|b'))]).toEqual([false, true]);
  });

  it('tells line and column in graphemes and cells', () => {
    expect(cursorPosition(at('ab\n礁e\u0301|x'))).toEqual({ line: 1, column: 2, cell: 3 });
    expect(cursorPosition(createEditor())).toEqual({ line: 0, column: 0, cell: 0 });
  });
});

describe('deleting and killing', () => {
  it.each<[EditorCommand, string, string]>([
    ['delete-char', 'a|🪸c', 'a|c'],
    ['delete-char', 'a|', 'a|'],
    ['backward-delete-char', 'a\n|b', 'a|b'],
    ['backward-delete-char', '|b', '|b'],
    ['kill-line', 'a|bc\nd', 'a|\nd'],
    ['kill-line', 'a|\nd', 'a|d'],
    ['kill-line', 'a|', 'a|'],
    ['unix-line-discard', 'a\nbc|d', 'a\n|d'],
    ['unix-line-discard', 'a\n|d', 'a|d'],
    ['kill-word', 'ds|.where(', 'ds|('],
    ['backward-kill-word', 'ds.where|(', 'ds.|('],
    ['unix-word-rubout', 'tag a.b-c |x', 'tag |x'],
    ['transpose-chars', 'ab|c', 'acb|'],
    ['transpose-chars', 'abc|', 'acb|'],
    ['transpose-chars', '|abc', '|abc'],
    ['transpose-chars', 'x\na|', 'x\na|'],
    ['transpose-chars', 'x\n|ab', 'x\n|ab'],
  ])('%s %j', (command, before, expected) => {
    expect(shown(after(at(before), command))).toBe(expected);
  });

  it('yanks what was killed, kills in a row as one', () => {
    expect(shown(after(at('a b|c d'), 'kill-word', 'kill-line', 'beginning-of-line', 'yank'))).toBe('c d|a b');
    expect(shown(after(at('ab cd|'), 'backward-kill-word', 'backward-kill-word', 'yank', 'yank'))).toBe('ab cdab cd|');
    expect(shown(after(at('a|'), 'yank'))).toBe('a|');
  });

  it('yank-pop goes through older kills, and only after a yank', () => {
    const two = after(at('one two|'), 'backward-kill-word', 'end-of-line', 'backward-kill-word');
    expect(shown(after(two, 'yank'))).toBe('one |');
    expect(shown(after(two, 'yank', 'yank-pop'))).toBe('two|');
    expect(shown(after(two, 'yank', 'yank-pop', 'yank-pop'))).toBe('one |');
    expect(shown(after(two, 'yank', 'end-of-line', 'yank-pop'))).toBe('one |');
  });
});

describe('undo', () => {
  it('takes typing back word by word', () => {
    const typed = after(createEditor(), insert('d'), insert('s'), insert(' '), insert('x'));
    expect(shown(after(typed, 'undo'))).toBe('ds|');
    expect(shown(after(typed, 'undo', 'undo', 'undo'))).toBe('|');
    expect(shown(after(typed, 'undo', 'undo', 'redo', 'redo', 'redo'))).toBe('ds x|');
    expect(shown(after(at('é|aaa'), insert('a'), insert('b'), 'undo', 'undo'))).toBe('é|aaa');
  });

  it('forgets what was undone when something else is typed', () => {
    expect(shown(after(createEditor('a'), insert('b'), 'undo', insert('c'), 'redo'))).toBe('ac|');
  });

  it('undoes set-text and puts the cursor back', () => {
    expect(shown(after(at('a|bc'), { type: 'set-text', text: 'new' }, 'undo'))).toBe('a|bc');
  });

  it('keeps the latest 500 changes', () => {
    const lines = after(createEditor(), ...Array.from({ length: 510 }, (): EditorCommand => 'newline'));
    const undone = after(lines, ...Array.from({ length: 510 }, (): EditorCommand => 'undo'));
    expect(editorText(undone)).toBe('\n'.repeat(10));
  });

  it('keeps the latest change however large, and drops older ones for it', () => {
    const pages = after(createEditor('x'), ...Array.from({ length: 6 }, () => insert(` ${'a'.repeat(1024 * 1024)}`)));
    const undone = after(pages, ...Array.from({ length: 6 }, (): EditorCommand => 'undo'));
    expect(editorText(undone)).toHaveLength(1 + 3 * (1024 * 1024 + 1));
  });
});

describe('any sequence of edits', () => {
  const text = fc.oneof(
    fc.constantFrom(
      'a',
      ' ',
      '\n',
      'ds.where(',
      '礁',
      '\u0301',
      '\u200d',
      '👩',
      '🇫',
      '🇷',
      '\u0600',
      'é',
      '\r',
      '\t',
      '\ud83e',
    ),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
  );
  const changing: EditorCommand[] = [
    ...(['newline', 'delete-char', 'backward-delete-char', 'kill-line', 'unix-line-discard', 'kill-word'] as const),
    ...(['backward-kill-word', 'unix-word-rubout', 'yank', 'yank-pop', 'transpose-chars'] as const),
  ];
  const moving: EditorCommand[] = [
    ...(['backward-char', 'forward-char', 'backward-word', 'forward-word', 'beginning-of-line'] as const),
    ...(['end-of-line', 'up-line', 'down-line', 'beginning-of-buffer', 'end-of-buffer'] as const),
  ];
  const editing: fc.Arbitrary<EditorAction> = fc.oneof(
    fc.record({ type: fc.constantFrom('insert', 'paste', 'set-text'), text }),
    fc.record({ type: fc.constant('replace-range'), start: fc.nat(12), end: fc.nat(12), text }),
    fc.record({ type: fc.constantFrom(...changing, ...moving, ...moving) }),
  );
  const undoing: fc.Arbitrary<EditorAction> = fc.record({ type: fc.constantFrom('undo', 'redo') });

  it('is restored by undo and made again by redo', () => {
    fc.assert(
      fc.property(text, fc.array(editing, { maxLength: 30 }), (start, actions) => {
        const first = createEditor(start);
        const last = after(first, ...actions);
        const steps = last.done.length;
        const back = after(last, ...Array.from({ length: steps }, (): EditorCommand => 'undo'));
        expect(editorText(back)).toBe(editorText(first));
        expect(editorText(after(back, ...Array.from({ length: steps }, (): EditorCommand => 'redo')))).toBe(
          editorText(last),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the cursor on a boundary and the text split as if it were new', () => {
    fc.assert(
      fc.property(text, fc.array(fc.oneof(editing, undoing), { maxLength: 30 }), (start, actions) => {
        const state = after(createEditor(start), ...actions);
        expect(state.graphemes).toEqual(createEditor(editorText(state)).graphemes);
        expect(state.cursor).toBeGreaterThanOrEqual(0);
        expect(state.cursor).toBeLessThanOrEqual(state.graphemes.length);
        const { line, column } = cursorPosition(state);
        const lines = editorText(state).slice(0, cursorOffset(state)).split('\n');
        expect(line).toBe(lines.length - 1);
        expect(createEditor(lines.at(-1)).graphemes).toHaveLength(column);
      }),
      { numRuns: 500 },
    );
  });
});
