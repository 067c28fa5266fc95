import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEditor, cursorOffset, edit, editorText, type EditorState } from '../../../src/repl/input/editor.ts';
import { toGraphemes } from '../../../src/repl/input/graphemes.ts';
import { VI_INSERT, viKey, type ViStep } from '../../../src/repl/input/vi.ts';

/** A text with `|` before the character that the cursor is on, in normal mode. */
function at(marked: string): ViStep {
  const offset = marked.indexOf('|');
  const editor = edit(createEditor(), { type: 'set-text', text: marked.replace('|', ''), offset });
  return { vi: { ...VI_INSERT, mode: 'normal' }, editor: { ...editor, done: [] } };
}

function shown({ editor }: { readonly editor: EditorState }): string {
  const [text, offset] = [editorText(editor), cursorOffset(editor)];
  return `${text.slice(0, offset)}|${text.slice(offset)}`;
}

/** Types keys one by one; `<` is Escape and `>` Ctrl-R. Text is inserted where vi inserts. */
function typed(step: ViStep, keys: string): ViStep {
  return toGraphemes(keys).reduce<ViStep>(({ vi, editor }, key) => {
    if (vi.mode === 'insert' && key !== '<') return { vi, editor: edit(editor, { type: 'insert', text: key }) };
    return viKey(vi, editor, key === '<' ? 'escape' : key === '>' ? 'ctrl-r' : key);
  }, step);
}

describe('motions', () => {
  it.each([
    ['a|bc', 'h', '|abc'],
    ['|abc', '2l', 'ab|c'],
    ['|abc', '9l', 'ab|c'],
    ['|ds.where(x)', 'w', 'ds|.where(x)'],
    ['|ds.where(x)', '3w', 'ds.where|(x)'],
    ['|a.b c d', 'W', 'a.b |c d'],
    ['ds.wher|e(x)', 'b', 'ds.|where(x)'],
    ['a.b| c', 'B', '|a.b c'],
    ['|ds.where(x)', 'ee', 'ds|.where(x)'],
    ['|ab cd', '2e', 'ab c|d'],
    ['  ab|c', '0', '|  abc'],
    ['  ab|c', '^', '  |abc'],
    ['|abc\nd', '$', 'ab|c\nd'],
    ['a\nb\n|c', 'gg', '|a\nb\nc'],
    ['|a\nb\nc', 'G', 'a\nb\n|c'],
    ['|a\nb\nc', '2G', 'a\n|b\nc'],
    ['|abcabc', 'fc', 'ab|cabc'],
    ['|abcabc', 'fc;', 'abcab|c'],
    ['|abcabc', '2fc,', 'ab|cabc'],
    ['|abcabc', 'tc', 'a|bcabc'],
    ['|abcabc', 'tc;', 'abca|bc'],
    ['abcab|c', 'Fb', 'abca|bc'],
    ['abcab|c', 'Tb', 'abcab|c'],
    ['|abc', 'fx', '|abc'],
    ['a|(b[c])d', '%', 'a(b[c]|)d'],
    ['a(b[c]|)d', '%', 'a|(b[c])d'],
    ['|', 'wbe$fx;%', '|'],
  ])('%j %s', (before, keys, after) => {
    expect(shown(typed(at(before), keys))).toBe(after);
  });
});

describe('changes', () => {
  it.each([
    ['a|bc', 'iX<', 'a|Xbc'],
    ['a|bc', 'aX<', 'ab|Xc'],
    ['  a|b', 'IX<', '  |Xab'],
    ['a|b\nc', 'AX<', 'ab|X\nc'],
    ['a|b\nc', 'oX<', 'ab\n|X\nc'],
    ['a\nb|c', 'OX<', 'a\n|X\nbc'],
    ['a|bcd', '2x', 'a|d'],
    ['ab|cd', '2X', '|cd'],
    ['ab|cd\ne', 'D', 'a|b\ne'],
    ['ab|cd', 'Cx<', 'ab|x'],
    ['a\n|\nb', 'D', 'a\n|\nb'],
    ['a\n|b\nc', 'dd', 'a\n|c'],
    ['a\nb\n|c', 'dd', 'a\n|b'],
    ['|a\nb\nc', '2dd', '|c'],
    ['|a\nb\nc', 'dj', '|c'],
    ['a\nb\n|c', 'dk', '|a'],
    ['a\n|b\nc', 'dG', '|a'],
    ['|ds.where(x)', 'd2w', '|where(x)'],
    ['|ds.where(x)', '2dw', '|where(x)'],
    ['a |b\nc', 'dw', 'a| \nc'],
    ['|one two', 'cwX<', '|X two'],
    ['x|one two', 'cw<', '|x two'],
    ['|f(a, b)', 'dt,', '|, b)'],
    ['f|(a, b)c', 'd%', 'f|c'],
    ['|a b', 'ccX<', '|X'],
    ['|abc', 'rX', '|Xbc'],
    ['|abc', '2rX', 'X|Xc'],
    ['ab|c', '2rX', 'ab|c'],
    ['a|b', 'r\n', 'a\n|'],
    ['a|bcd', '2r\n', 'a\n|d'],
    ['ab|c', '2r\n', 'ab|c'],
    ['|aBc', '3~', 'Ab|C'],
    ['|ab', 'xp', 'b|a'],
    ['|ab', 'x3P', 'aa|ab'],
    ['|a\nb', 'ddp', 'b\n|a'],
    ['a\n|b', 'yyP', 'a\n|b\nb'],
    ['|ab cd', 'ywP', 'ab| ab cd'],
    ['|abc', 'xxu', '|bc'],
    ['|abc', 'xxuu>>', '|c'],
    ['|珊瑚 a\u0301b', 'xwx', '瑚 |b'],
    ['|abc', 'd<x', '|bc'],
    ['|abc', 'dz', '|abc'],
    ['|abc', 'dcx', '|bc'],
  ])('%j %s', (before, keys, after) => {
    expect(shown(typed(at(before), keys))).toBe(after);
  });

  it('takes back what was typed between two Escapes in one step', () => {
    const inserted = typed(at('|x'), 'iab cd ef<');
    expect(shown(inserted)).toBe('ab cd e|fx');
    expect(shown(typed(inserted, 'u'))).toBe('|x');
    expect(shown(typed(typed(at('|one two'), 'cwa b<'), 'u'))).toBe('|one two');
  });

  it('leaves the history, the search and the editor to the shell', () => {
    expect(['j', 'k', '/', 'v'].map((key) => typed(at('a|b'), key).action)).toEqual([
      ...['history-next', 'history-previous', 'history-search', 'edit-in-editor'],
    ]);
  });

  it('tells what is pending', () => {
    expect(
      ['2', '2d', '2d3', 'f', 'dt', 'g', 'r', '2r', 'dd', 'z'].map((keys) => typed(at('|ab'), keys).vi.pending),
    ).toEqual([...['2', '2d', '2d3', 'f', 'dt', 'g', 'r', '2r', '', '']]);
  });
});

const COMMANDS = toGraphemes('hlwbe0$^iaIAoOxXDCYsSrfFtTgG;,%dcypPu~123<>jk()ab. \u0301é🪸\n');
const KEYS = fc.string({ unit: fc.constantFrom(...COMMANDS), maxLength: 60 });
const CHARACTERS = ['a', 'b', '_', '1', ' ', '.', '(', '[', '"', '\n', 'é', '珊', '🪸', 'a\u0301'] as const;
const TEXT = fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 40 });

describe('any keys', () => {
  it('leave whole characters, and a cursor on one of them', () => {
    fc.assert(
      fc.property(TEXT, KEYS, (text, keys) => {
        const { vi, editor } = typed(at(`|${text}`), keys);
        expect(editor.graphemes).toEqual(toGraphemes(editorText(editor)));
        expect(editor.cursor).toBeGreaterThanOrEqual(0);
        expect(editor.cursor).toBeLessThanOrEqual(editor.graphemes.length);
        const isBehindLine = editor.cursor > 0 && [undefined, '\n'].includes(editor.graphemes[editor.cursor]);
        if (vi.mode === 'normal' && isBehindLine) expect(editor.graphemes[editor.cursor - 1]).toBe('\n');
      }),
      { numRuns: 2000 },
    );
  });

  it('are all taken back by undo, and made again by redo', () => {
    fc.assert(
      fc.property(TEXT, KEYS, (text, keys) => {
        const start = at(`|${text}`);
        const end = typed(start, `${keys}<<`);
        const back = typed(end, '500u');
        expect(editorText(back.editor)).toBe(editorText(start.editor));
        const again = typed(back, '500>');
        if (end.editor.undone.length === 0) expect(editorText(again.editor)).toBe(editorText(end.editor));
      }),
      { numRuns: 1000 },
    );
  });
});
