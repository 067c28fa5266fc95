import type { KeyEvent, Modifiers } from './key-event.ts';
import { keyPress } from './key-event.ts';

/** What a sequence says besides the key. `ignored`: the key was released, or is a shortcut of the desktop. */
type Report = { readonly modifiers: Modifiers; readonly capsLock: boolean; readonly ignored: boolean };

/**
 * The key of a control sequence (`body` is what follows `ESC [`), undefined when it is none.
 * The list is empty for what is a key but types nothing: releases, lone modifiers.
 *
 * Sources: xterm ctlseqs, rxvt, console_codes(4), the kitty keyboard protocol. `1;2R` to `1;16R` is F3 with modifiers;
 * a cursor report in row 1 looks the same, so whoever asks for the position asks with `CSI ? 6 n`.
 */
export function csiKeys(body: string, alt: boolean): readonly KeyEvent[] | undefined {
  if (body === STRAY_PASTE_END) return [];
  const named = LINUX_CONSOLE.get(body);
  if (named !== undefined) return [keyPress(named, { alt })];
  const fields = fieldsOf(body);
  if (fields === undefined) return undefined;
  const { first, second, third, final } = fields;
  if (final === 'u') return first === '' ? undefined : unicodeKey(first, second, third);
  if (first === '27' && final === '~' && third !== '') return unicodeKey(third, second, '');
  return legacyKey(fields, alt);
}

/** The key of `ESC O` and `body`: application cursor keys, F1 to F4, the keypad. */
export function ss3Keys(body: string, alt: boolean): readonly KeyEvent[] {
  const final = body.slice(-1);
  const { modifiers } = report(body.slice(0, -1));
  const ctrlArrow = ARROWS.get(final.toUpperCase());
  if (ctrlArrow !== undefined && final >= 'a') return [keyPress(ctrlArrow, { alt, ctrl: true })];
  const name = final === 'M' ? 'enter' : final === 'I' ? 'tab' : LETTERS.get(final);
  if (name !== undefined) return [keyPress(name, { ...modifiers, alt: alt || modifiers.alt })];
  const typed = KEYPAD.get(final);
  return typed === undefined ? [] : typeOrPress(typed, { ...modifiers, alt: alt || modifiers.alt });
}

/** The character as text, or as a key when Ctrl or Alt is held. */
export function typeOrPress(character: string, modifiers: Modifiers): readonly KeyEvent[] {
  if (!modifiers.ctrl && !modifiers.alt) return [{ kind: 'text', text: character }];
  if (character === ' ') return [keyPress('space', modifiers)];
  const lower = character.toLowerCase();
  return [keyPress(lower, { ...modifiers, shift: lower !== character || (modifiers.shift && isLetter(lower)) })];
}

type Fields = { readonly first: string; readonly second: string; readonly third: string; readonly final: string };

function fieldsOf(body: string): Fields | undefined {
  const parameters = body.slice(0, -1).split(';');
  if (parameters.length > 3 || !parameters.every((parameter) => /^[\d:]*$/.test(parameter))) return undefined;
  const [first = '', second = '', third = ''] = parameters;
  return { first, second, third, final: body.slice(-1) };
}

function legacyKey({ first, second, final }: Fields, alt: boolean): readonly KeyEvent[] | undefined {
  const { modifiers, ignored } = report(second);
  const held = { ...modifiers, alt: alt || modifiers.alt };
  if (final === 'Z') return [keyPress('tab', { ...held, shift: true })];
  const rxvtArrow = first === '' && final >= 'a' ? ARROWS.get(final.toUpperCase()) : undefined;
  if (rxvtArrow !== undefined) return [keyPress(rxvtArrow, { ...held, shift: true })];
  const name = TILDES.has(final) ? NUMBERS.get(first) : letterKey(first, second, final);
  if (name === undefined) return undefined;
  return ignored ? [] : [keyPress(name, { ...held, ...RXVT_MODIFIERS.get(final) })];
}

function letterKey(first: string, second: string, final: string): string | undefined {
  if (first !== '' && first !== '1') return undefined;
  if (final === 'R' && second !== '' && !/^([2-9]|1[0-6])(:\d+)?$/.test(second)) return undefined;
  return LETTERS.get(final);
}

/** A key named by its code point: kitty's `code:shifted:base ; modifiers:event ; text u`, and modifyOtherKeys. */
function unicodeKey(codes: string, modifierField: string, textField: string): readonly KeyEvent[] {
  const { modifiers, ignored, capsLock } = report(modifierField);
  if (ignored) return [];
  const [code, shifted, base] = numbersOf(codes);
  const named = CODES.get(code) ?? functionKey(code);
  if (named !== undefined) return [keyPress(named, modifiers)];
  const keypad = KITTY_KEYPAD.charAt(code - KITTY_KEYPAD_START);
  if (keypad !== '') return typeOrPress(keypad, modifiers);
  if (!isPrintable(code)) return [];
  if (modifiers.ctrl || modifiers.alt) return heldKey([code, shifted, base], modifiers);
  const said = String.fromCodePoint(...textField.split(':').map(Number).filter(isPrintable));
  const typed = said === '' ? shiftedCharacter(code, shifted, modifiers.shift !== capsLock) : said;
  return [{ kind: 'text', text: typed }];
}

/** Ctrl and Alt are bound to the keys of a Latin layout, whatever the layout in use writes on them. */
function heldKey([code, shifted, base]: readonly [number, number, number], modifiers: Modifiers): readonly KeyEvent[] {
  const latin = code > 127 && isPrintable(base);
  const character = latin
    ? shiftedCharacter(base, 0, modifiers.shift)
    : shiftedCharacter(code, shifted, modifiers.shift);
  return typeOrPress(character, modifiers);
}

function numbersOf(codes: string): readonly [number, number, number] {
  const [code, shifted, base] = codes.split(':').map(Number);
  return [code ?? 0, shifted ?? 0, base ?? 0];
}

function shiftedCharacter(code: number, shifted: number, upper: boolean): string {
  const character = String.fromCodePoint(code);
  if (!upper) return character;
  if (isPrintable(shifted)) return String.fromCodePoint(shifted);
  return character.toUpperCase();
}

function functionKey(code: number): string | undefined {
  return code >= 57376 && code <= 57398 ? `f${String(code - 57376 + 13)}` : undefined;
}

/** Reads `modifiers:event`; the number is one more than a set of bits: shift, alt, ctrl, super, hyper, meta, caps. */
function report(field: string): Report {
  const [bits = 1, event = 1] = field.split(':').map((part) => Number(part === '' ? 1 : part));
  const set = Math.max(bits - 1, 0);
  const modifiers = { shift: (set & 1) !== 0, alt: (set & 34) !== 0, ctrl: (set & 4) !== 0 };
  return { modifiers, capsLock: (set & 64) !== 0, ignored: event === RELEASE || (set & 24) !== 0 };
}

function isLetter(character: string): boolean {
  return character.toUpperCase() !== character;
}

/** A code point that types something: no control, no surrogate, none of kitty's private numbers for keys. */
function isPrintable(code: number): boolean {
  if (code < 32 || code > 0x10ffff || (code >= 0x7f && code < 0xa0)) return false;
  return !(code >= 0xd800 && code <= 0xdfff) && !(code >= 57344 && code <= 57454);
}

const ARROWS: ReadonlyMap<string, string> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
]);

const LETTERS: ReadonlyMap<string, string> = new Map([
  ...ARROWS,
  ['E', 'clear'],
  ['F', 'end'],
  ['H', 'home'],
  ['P', 'f1'],
  ['Q', 'f2'],
  ['R', 'f3'],
  ['S', 'f4'],
]);

/** Final characters after a key number; the last three are rxvt's way to tell modifiers. */
const TILDES: ReadonlySet<string> = new Set(['~', '$', '^', '@']);

const RXVT_MODIFIERS: ReadonlyMap<string, Partial<Modifiers>> = new Map([
  ['$', { shift: true }],
  ['^', { ctrl: true }],
  ['@', { ctrl: true, shift: true }],
]);

const NUMBERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ 1: 'home', 2: 'insert', 3: 'delete', 4: 'end', 5: 'pageup', 6: 'pagedown', 7: 'home', 8: 'end' },
    ...{ 11: 'f1', 12: 'f2', 13: 'f3', 14: 'f4', 15: 'f5', 17: 'f6', 18: 'f7', 19: 'f8', 20: 'f9', 21: 'f10' },
    ...{ 23: 'f11', 24: 'f12', 25: 'f13', 26: 'f14', 28: 'f15', 29: 'f16', 31: 'f17', 32: 'f18', 33: 'f19', 34: 'f20' },
  }),
);

const LINUX_CONSOLE: ReadonlyMap<string, string> = new Map([
  ['[A', 'f1'],
  ['[B', 'f2'],
  ['[C', 'f3'],
  ['[D', 'f4'],
  ['[E', 'f5'],
]);

/** What the keypad types in application mode. */
const KEYPAD: ReadonlyMap<string, string> = new Map([
  [' ', ' '],
  ['X', '='],
  ...Array.from('jklmnopqrstuvwxy', (letter, at): [string, string] => [letter, '*+,-./0123456789'.charAt(at)]),
]);

const RELEASE = 3;
const STRAY_PASTE_END = '201~';

const KITTY_KEYPAD_START = 57399;
const KITTY_KEYPAD = '0123456789./*-+\r=,';

const CODES: ReadonlyMap<number, string> = new Map([
  [8, 'backspace'],
  [9, 'tab'],
  [13, 'enter'],
  [27, 'escape'],
  [127, 'backspace'],
  [57414, 'enter'],
  [57417, 'left'],
  [57418, 'right'],
  [57419, 'up'],
  [57420, 'down'],
  [57421, 'pageup'],
  [57422, 'pagedown'],
  [57423, 'home'],
  [57424, 'end'],
  [57425, 'insert'],
  [57426, 'delete'],
  [57427, 'clear'],
]);
