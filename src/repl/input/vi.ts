import { asOneChange, redoChange, replaceText, undoChange } from './edit-history.ts';
import type { EditorState } from './editor.ts';
import type { PromptAction } from './keymap.ts';
import { addKill, currentKill } from './kill-ring.ts';
import { lineEnd, lineStart } from './motions.ts';
import { type Find, findOf, firstOfLine, lastOfLine, type Target, targetOf } from './vi-motions.ts';

/** Where vi's editing stands. */
export type ViState = {
  readonly mode: 'insert' | 'normal';
  /** Keys of a command that is not complete, such as `2d`. */
  readonly pending: string;
  /** How many changes there were when inserting began: what follows is undone in one step. */
  readonly since: number;
  readonly find: Find | undefined;
  /** What was deleted or copied last as whole lines; anything else is put back into the line. */
  readonly lines: string | undefined;
};

/** Text is typed until Escape. */
export const VI_INSERT: ViState = { mode: 'insert', pending: '', since: 0, find: undefined, lines: undefined };

/** What a key comes to; `action` is something for the shell to do. */
export type ViStep = { readonly vi: ViState; readonly editor: EditorState; readonly action?: PromptAction };

/** A character or `escape`, `backspace`, `ctrl-r`: what vi makes of it in normal mode, and of Escape while inserting. */
export function viKey(vi: ViState, editor: EditorState, key: string): ViStep {
  if (vi.mode === 'insert') return key === 'escape' ? leaveInsert(vi, editor) : { vi, editor };
  if (key === 'escape') return { vi: { ...vi, pending: '' }, editor };
  const keys = vi.pending + (key === 'backspace' ? 'h' : key === 'ctrl-r' ? REDO : key);
  const command = COMMAND.exec(keys)?.groups;
  const rest = { ...vi, pending: '' };
  if (command === undefined) return { vi: INCOMPLETE.test(keys) ? { ...vi, pending: keys } : rest, editor };
  return runCommand({ vi: rest, editor: onText(editor) }, command);
}

/** The cursor on a character, not behind the last of its line. */
export function onText(editor: EditorState): EditorState {
  const cursor = Math.min(editor.cursor, lastOfLine(editor));
  return cursor === editor.cursor ? editor : { ...editor, cursor };
}

/** Ctrl-R, as the one character that it is. */
const REDO = '\x12';

const COUNT = '[1-9]\\d{0,3}(?!\\d)';
const MOTION = 'gg|[fFtT][^]+|[hlwWbBeE0^$GjkJK;,%]';
const COMMAND = new RegExp(
  `^(?<count>${COUNT})?(?:(?<operator>[dcy])(?<times>${COUNT})?(?<target>${MOTION}|[dcy])|(?<motion>${MOTION})|(?<simple>[iaIAoOxXDCYsSpPuv~/]|${REDO}|r[^]+))$`,
  'u',
);
const INCOMPLETE = new RegExp(`^(?:${COUNT})?(?:[dcy](?:${COUNT})?)?[fFtTg]?$|^(?:${COUNT})?r$`, 'u');

type Groups = Readonly<Record<string, string | undefined>>;

function runCommand(step: ViStep, { count, operator, times, target, motion, simple = '' }: Groups): ViStep {
  const many = Math.min(numberOr1(count) * numberOr1(times), MOST);
  const asked: Asked = { count: many, counted: (count ?? times) !== undefined };
  if (operator !== undefined && target !== undefined) return operate(step, operator as Operator, target, asked);
  if (motion !== undefined) return move(step, motion, asked);
  // Of these only `r` has a character behind it.
  return SIMPLE[simple.charAt(0)]?.(step, asked, simple.slice(1)) ?? step;
}

function numberOr1(digits: string | undefined): number {
  return digits === undefined ? 1 : Number(digits);
}

const MOST = 9999;

type Asked = { readonly count: number; readonly counted: boolean };
type Operator = 'd' | 'c' | 'y';

function leaveInsert(vi: ViState, editor: EditorState): ViStep {
  const one = asOneChange(editor, vi.since);
  const cursor = Math.max(lineStart(one), one.cursor - 1);
  return { vi: { ...vi, mode: 'normal', pending: '' }, editor: settled({ ...one, cursor }) };
}

function insertAt({ vi }: ViStep, editor: EditorState, since: number): ViStep {
  return { vi: { ...vi, mode: 'insert', since }, editor: settled(editor) };
}

/** Up and down go on in the history, as the shell's own keys do. */
function move(step: ViStep, keys: string, asked: Asked): ViStep {
  const { vi, editor } = step;
  if (keys === 'j' || keys === 'k') return { ...step, action: keys === 'j' ? 'history-next' : 'history-previous' };
  const target = targetOf({ keys, ...asked }, editor, vi.find);
  const find = findOf(keys, vi.find);
  const kept = find === undefined || keys === ';' || keys === ',' ? vi : { ...vi, find };
  if (target === undefined) return { vi: kept, editor };
  const cursor = target.takes === 'lines' ? firstOfLine({ ...editor, cursor: target.to }) : target.to;
  return { vi: kept, editor: onText(settled({ ...editor, cursor })) };
}

/** What an operator works on: graphemes from `start` up to `end`, or the lines that these are in. */
type Range = { readonly start: number; readonly end: number; readonly isLines: boolean };

function operate(step: ViStep, operator: Operator, keys: string, asked: Asked): ViStep {
  const { vi, editor } = step;
  if (keys.length === 1 && 'dcy'.includes(keys) && keys !== operator) return step;
  const range = keys === operator ? linesFrom(editor, asked.count) : rangeTo(step, operator, { keys, ...asked });
  if (range === undefined) return step;
  const found = findOf(keys, vi.find);
  const after = { ...step, vi: { ...vi, find: found !== undefined && keys.length > 1 ? found : vi.find } };
  if (operator === 'y') return copy(after, range);
  return operator === 'd' ? cut(after, range) : change(after, range);
}

function rangeTo(
  { vi, editor }: ViStep,
  operator: Operator,
  motion: { readonly keys: string } & Asked,
): Range | undefined {
  // As in vi: changing a word leaves the blanks behind it.
  const onWord = /^\S/u.test(editor.graphemes[editor.cursor] ?? '');
  const keys = operator === 'c' && onWord ? (CHANGED[motion.keys] ?? motion.keys) : motion.keys;
  const target = targetOf({ ...motion, keys }, editor, vi.find);
  return target && rangeOf(editor, target, keys);
}

const CHANGED: Readonly<Record<string, string>> = { w: 'e', W: 'E' };

function rangeOf(editor: EditorState, { to, takes }: Target, keys: string): Range {
  const { cursor, graphemes } = editor;
  const [start, last] = [Math.min(cursor, to), Math.max(cursor, to)];
  if (takes === 'lines') {
    return { start: lineStart({ graphemes, cursor: start }), end: lineEnd({ graphemes, cursor: last }), isLines: true };
  }
  const end = takes === 'with' && graphemes[last] !== '\n' ? Math.min(last + 1, graphemes.length) : last;
  // A word at the end of a line is deleted without the line feed behind it.
  const isWord = keys === 'w' || keys === 'W';
  const stop = isWord && graphemes.slice(start, end).includes('\n') ? lineEnd({ graphemes, cursor: start }) : end;
  return { start, end: Math.max(start, stop), isLines: false };
}

function linesFrom(editor: EditorState, count: number): Range {
  const { graphemes } = editor;
  let end = lineEnd(editor);
  for (let i = 1; i < count && end < graphemes.length; i++) end = lineEnd({ graphemes, cursor: end + 1 });
  return { start: lineStart(editor), end, isLines: true };
}

/** Keeps the text of a range to be put elsewhere. */
function kept({ vi, editor }: ViStep, { start, end, isLines }: Range): ViStep {
  const text = editor.graphemes.slice(start, end).join('');
  if (text === '' && !isLines) return { vi, editor };
  const ring = text === '' ? editor.ring : addKill(editor.ring, text, 'new');
  return { vi: { ...vi, lines: isLines ? text : undefined }, editor: { ...editor, ring } };
}

function copy(step: ViStep, range: Range): ViStep {
  const { vi, editor } = kept(step, range);
  return { vi, editor: onText(settled({ ...editor, cursor: range.isLines ? editor.cursor : range.start })) };
}

function cut(step: ViStep, range: Range): ViStep {
  const { vi, editor } = kept(step, range);
  const { graphemes } = editor;
  if (!range.isLines) return { vi, editor: onText(replaced(editor, range.start, range.end, '')) };
  const hasNext = range.end < graphemes.length;
  const [start, end] = hasNext ? [range.start, range.end + 1] : [Math.max(0, range.start - 1), range.end];
  const left = replaced(editor, start, end, '');
  return { vi, editor: onText({ ...left, cursor: firstOfLine(left) }) };
}

function change(step: ViStep, range: Range): ViStep {
  const { vi, editor } = kept(step, range);
  return insertAt({ vi, editor }, replaced(editor, range.start, range.end, ''), editor.done.length);
}

type Simple = (step: ViStep, asked: Asked, argument: string) => ViStep;

const SIMPLE: Readonly<Record<string, Simple>> = {
  i: (step) => insertAt(step, step.editor, step.editor.done.length),
  a: (step) => insertFrom(step, Math.min(step.editor.cursor + 1, lineEnd(step.editor))),
  I: (step) => insertFrom(step, firstOfLine(step.editor)),
  A: (step) => insertFrom(step, lineEnd(step.editor)),
  o: (step) => openLine(step, lineEnd(step.editor), 1),
  O: (step) => openLine(step, lineStart(step.editor), 0),
  x: (step, asked) => operate(step, 'd', 'l', asked),
  X: (step, asked) => operate(step, 'd', 'h', asked),
  D: (step, asked) => operate(step, 'd', '$', asked),
  C: (step, asked) => operate(step, 'c', '$', asked),
  Y: (step, asked) => operate(step, 'y', 'y', asked),
  s: (step, asked) => operate(step, 'c', 'l', asked),
  S: (step, asked) => operate(step, 'c', 'c', asked),
  p: (step, { count }) => put(step, count, 'behind'),
  P: (step, { count }) => put(step, count, 'before'),
  u: (step, { count }) => ({ ...step, editor: onText(settled(times(step.editor, count, undoChange))) }),
  [REDO]: (step, { count }) => ({ ...step, editor: onText(settled(times(step.editor, count, redoChange))) }),
  r: ({ vi, editor }, { count }, character) => {
    if (character === '\n') return { vi, editor: breakLine(editor, count) };
    return { vi, editor: overwrite(editor, count, () => character) };
  },
  '~': ({ vi, editor }, { count }) => {
    const turned = overwrite(editor, Math.min(count, lineEnd(editor) - editor.cursor), otherCase);
    return { vi, editor: onText({ ...turned, cursor: Math.min(turned.cursor + 1, turned.graphemes.length) }) };
  },
  v: (step) => ({ ...step, action: 'edit-in-editor' }),
  '/': (step) => ({ ...step, action: 'history-search' }),
};

function insertFrom(step: ViStep, cursor: number): ViStep {
  return insertAt(step, { ...step.editor, cursor }, step.editor.done.length);
}

function openLine(step: ViStep, at: number, by: 0 | 1): ViStep {
  const opened = replaced(step.editor, at, at, '\n');
  return insertAt(step, { ...opened, cursor: at + by }, step.editor.done.length);
}

/** Puts back what was deleted or copied last; the cursor goes to its end, of lines to the beginning. */
function put({ vi, editor }: ViStep, count: number, where: 'behind' | 'before'): ViStep {
  const text = currentKill(editor.ring);
  if (vi.lines !== undefined && (vi.lines === '' || vi.lines === text)) {
    const block = Array.from({ length: Math.min(count, MOST_PUT) }, () => vi.lines).join('\n');
    const at = where === 'behind' ? lineEnd(editor) : lineStart(editor);
    const whole = replaced(editor, at, at, where === 'behind' ? `\n${block}` : `${block}\n`);
    return {
      vi,
      editor: onText({ ...whole, cursor: firstOfLine({ ...whole, cursor: at + (where === 'behind' ? 1 : 0) }) }),
    };
  }
  if (text === undefined) return { vi, editor };
  const at = where === 'behind' ? Math.min(editor.cursor + 1, lineEnd(editor)) : editor.cursor;
  const whole = replaced(editor, at, at, text.repeat(Math.min(count, MOST_PUT)));
  return { vi, editor: onText({ ...whole, cursor: Math.max(at, whole.cursor - 1) }) };
}

/** A slip such as `9999p` must not fill the memory. */
const MOST_PUT = 100;

/** Replaces characters one by one; nothing where the line has not so many. The cursor stands on the last of them. */
function overwrite(editor: EditorState, count: number, make: (grapheme: string) => string): EditorState {
  const { cursor, graphemes } = editor;
  if (count === 0 || cursor + count > lineEnd(editor)) return editor;
  const text = graphemes
    .slice(cursor, cursor + count)
    .map(make)
    .join('');
  const whole = replaced(editor, cursor, cursor + count, text);
  return { ...whole, cursor: Math.max(0, whole.cursor - 1) };
}

/** As in vi: one line feed takes the place of all of them, and the cursor begins the line behind it. */
function breakLine(editor: EditorState, count: number): EditorState {
  const { cursor } = editor;
  return cursor + count > lineEnd(editor) ? editor : replaced(editor, cursor, cursor + count, '\n');
}

function otherCase(grapheme: string): string {
  const upper = grapheme.toUpperCase();
  return upper === grapheme ? grapheme.toLowerCase() : upper;
}

function times(editor: EditorState, count: number, step: (state: EditorState) => EditorState): EditorState {
  let now = editor;
  for (let i = 0; i < Math.min(count, 500); i++) now = step(now);
  return now;
}

function replaced(editor: EditorState, start: number, end: number, text: string): EditorState {
  return settled(replaceText(editor, { start, end, text }));
}

function settled(editor: EditorState): EditorState {
  return { ...editor, last: undefined, goalColumn: undefined };
}
