import { describe, expect, it } from 'vitest';
import type { KeyEvent } from '../../../src/repl/input/key-event.ts';
import { keyPress } from '../../../src/repl/input/key-event.ts';
import { INITIAL_KEYS, decodeKeys } from '../../../src/repl/input/keys.ts';

const decode = (bytes: string): readonly KeyEvent[] => decodeKeys(INITIAL_KEYS, bytes).events;
const text = (typed: string): KeyEvent => ({ kind: 'text', text: typed });
const ctrl = { ctrl: true };
const alt = { alt: true };
const shift = { shift: true };

describe('xterm', () => {
  it.each<[string, KeyEvent]>([
    ['[A', keyPress('up')],
    ['OB', keyPress('down')],
    ['[1;5C', keyPress('right', ctrl)],
    ['[1;3D', keyPress('left', alt)],
    ['[1;8A', keyPress('up', { ctrl: true, alt: true, shift: true })],
    ['[H', keyPress('home')],
    ['OF', keyPress('end')],
    ['[E', keyPress('clear')],
    ['[3~', keyPress('delete')],
    ['[3;5~', keyPress('delete', ctrl)],
    ['[5~', keyPress('pageup')],
    ['[Z', keyPress('tab', shift)],
    ['OP', keyPress('f1')],
    ['O2P', keyPress('f1', shift)],
    ['[1;5R', keyPress('f3', ctrl)],
    ['[R', keyPress('f3')],
    ['[15~', keyPress('f5')],
    ['[24;2~', keyPress('f12', shift)],
    ['OM', keyPress('enter')],
    ['OI', keyPress('tab')],
    ['Oj', text('*')],
    ['Oy', text('9')],
    ['OX', text('=')],
    ['O3k', keyPress('+', alt)],
  ])('ESC %s', (bytes, event) => {
    expect(decode(`\x1b${bytes}`)).toEqual([event]);
  });
});

describe('rxvt and the Linux console', () => {
  it.each<[string, KeyEvent]>([
    ['[7~', keyPress('home')],
    ['[8~', keyPress('end')],
    ['[3$', keyPress('delete', shift)],
    ['[3^', keyPress('delete', ctrl)],
    ['[3@', keyPress('delete', { ctrl: true, shift: true })],
    ['[a', keyPress('up', shift)],
    ['Od', keyPress('left', ctrl)],
    ['\x1b[A', keyPress('up', alt)],
    ['\x1bOc', keyPress('right', { alt: true, ctrl: true })],
    ['\x1b[3~', keyPress('delete', alt)],
    ['[[A', keyPress('f1')],
    ['[[E', keyPress('f5')],
    ['[1~', keyPress('home')],
    ['[11~', keyPress('f1')],
  ])('ESC %j', (bytes, event) => {
    expect(decode(`\x1b${bytes}`)).toEqual([event]);
  });

  it('takes 8-bit introducers', () => {
    expect(decode('\x9bA\x8fP')).toEqual([keyPress('up'), keyPress('f1')]);
  });
});

describe('modifyOtherKeys and the kitty protocol', () => {
  it.each<[string, KeyEvent[]]>([
    ['[27;5;13~', [keyPress('enter', ctrl)]],
    ['[27;6;65~', [keyPress('a', { ctrl: true, shift: true })]],
    ['[13;2u', [keyPress('enter', shift)]],
    ['[27u', [keyPress('escape')]],
    ['[127;3u', [keyPress('backspace', alt)]],
    ['[97;5u', [keyPress('a', ctrl)]],
    ['[97;6u', [keyPress('a', { ctrl: true, shift: true })]],
    ['[32;5u', [keyPress('space', ctrl)]],
    ['[44:60;4u', [keyPress('<', alt)]],
    ['[1089::99;5u', [keyPress('c', ctrl)]],
    ['[97u', [text('a')]],
    ['[97;2u', [text('A')]],
    ['[49:33;2u', [text('!')]],
    ['[97;65u', [text('A')]],
    ['[97;66u', [text('a')]],
    ['[97;1;228u', [text('ä')]],
    ['[57400u', [text('1')]],
    ['[57414u', [keyPress('enter')]],
    ['[57419;5u', [keyPress('up', ctrl)]],
    ['[57376u', [keyPress('f13')]],
    ['[57441u', []],
    ['[57358u', []],
    ['[97;5:3u', []],
    ['[97;9u', []],
    ['[1;5:3C', []],
    ['[1;5:2C', [keyPress('right', ctrl)]],
    ['[99999999u', []],
    ['[u', [{ kind: 'reply', protocol: 'csi', body: 'u' }]],
  ])('ESC %s', (bytes, events) => {
    expect(decode(`\x1b${bytes}`)).toEqual(events);
  });

  it('types nothing for keys it does not know', () => {
    expect(decode('\x1b[99~\x1b[2C\x1bOz').filter((event) => event.kind !== 'reply')).toEqual([]);
  });
});
