import type { ReplyKind } from './key-event.ts';

const ESC = '\x1b';

/** A string reply longer than this (UTF-16 units) is swallowed to its end without being kept. */
export const REPLY_LIMIT = 4096;

/** One escape sequence, taken apart but not interpreted. `alt`: a further ESC stood before it. */
export type Sequence =
  | { readonly type: 'escape' }
  | { readonly type: 'alt'; readonly character: string }
  | { readonly type: 'csi'; readonly body: string; readonly alt: boolean }
  | { readonly type: 'ss3'; readonly body: string; readonly alt: boolean }
  | { readonly type: 'string'; readonly protocol: ReplyKind; readonly body: string }
  /** The start of a string that is too long: everything up to its terminator is to be dropped. */
  | { readonly type: 'overlong' }
  | { readonly type: 'malformed' };

/** A sequence and the offset after it, or undefined while its end has not arrived. */
export type Scan = { readonly sequence: Sequence; readonly end: number } | undefined;

/** Whether a sequence begins with this character: ESC, or a C1 control as 8-bit terminals send them. */
export function startsSequence(character: string): boolean {
  return character === ESC || C1_INTRODUCERS.has(character);
}

/** Reads the escape sequence that begins at `start`. */
export function scanSequence(input: string, start: number): Scan {
  const c1 = C1_INTRODUCERS.get(input.charAt(start));
  if (c1 !== undefined) return scanAfter(input, start + 1, { introducer: c1, alt: false });
  const next = input.charAt(start + 1);
  if (next === '') return undefined;
  if (next !== ESC) return scanAfter(input, start + 2, { introducer: next, alt: false });
  const third = input.charAt(start + 2);
  if (third === '') return undefined;
  // rxvt sends ESC before the sequence of a key for Alt; any other second ESC is a key of its own
  if (third === '[' || third === 'O') return scanAfter(input, start + 3, { introducer: third, alt: true });
  return { sequence: { type: 'escape' }, end: start + 1 };
}

/**
 * The end of a string that began before `from`: the offset after its terminator (BEL, ST), or that of a control
 * character, which no reply contains, so that a key pressed by a person always ends it.
 */
export function scanStringEnd(input: string, from: number): StringEnd | undefined {
  STRING_END.lastIndex = from;
  const found = STRING_END.exec(input);
  if (found === null) return undefined;
  const at = found.index;
  if (found[0] === ESC && at + 1 === input.length) return undefined;
  const terminator = terminatorLength(input, at);
  return { at, end: at + terminator, terminated: terminator > 0 };
}

export type StringEnd = { readonly at: number; readonly end: number; readonly terminated: boolean };

type Lead = { readonly introducer: string; readonly alt: boolean };

function scanAfter(input: string, from: number, { introducer, alt }: Lead): Scan {
  if (introducer === '[') return scanCsi(input, from, alt);
  if (introducer === 'O') return scanSs3(input, from, alt);
  const protocol = STRINGS.get(introducer);
  if (protocol !== undefined) return scanString(input, from, protocol);
  const character = characterAt(input, from - 1);
  if (character.length === 1 && from === input.length && isHighSurrogate(character)) return undefined;
  return { sequence: { type: 'alt', character }, end: from - 1 + character.length };
}

/** Not `codePointAt`: optimised by V8 it pairs the last unit of a slice with the unit behind the slice. */
function characterAt(input: string, at: number): string {
  const pair = input.slice(at, at + 2);
  return SURROGATE_PAIR.test(pair) ? pair : pair.slice(0, 1);
}

function scanCsi(input: string, from: number, alt: boolean): Scan {
  for (const whole of CSI_SHAPES) {
    whole.lastIndex = from;
    const found = whole.exec(input);
    if (found !== null) return { sequence: { type: 'csi', body: found[0], alt }, end: whole.lastIndex };
  }
  CSI_PART.lastIndex = from;
  CSI_PART.exec(input);
  const end = Math.max(CSI_PART.lastIndex, from);
  if (end === input.length) return undefined;
  // what follows cannot belong to it: a new sequence, a control character, text
  return { sequence: { type: 'malformed' }, end };
}

function scanSs3(input: string, from: number, alt: boolean): Scan {
  SS3.lastIndex = from;
  const found = SS3.exec(input);
  if (found !== null) return { sequence: { type: 'ss3', body: found[0], alt }, end: SS3.lastIndex };
  const end = /^\d$/.test(input.charAt(from)) ? from + 1 : from;
  return end === input.length ? undefined : { sequence: { type: 'malformed' }, end };
}

function scanString(input: string, from: number, protocol: ReplyKind): Scan {
  const ending = scanStringEnd(input, from);
  const length = (ending?.at ?? input.length - (input.endsWith(ESC) ? 1 : 0)) - from;
  if (length > REPLY_LIMIT) return { sequence: { type: 'overlong' }, end: from + REPLY_LIMIT };
  if (ending === undefined) return undefined;
  if (!ending.terminated) return { sequence: { type: 'malformed' }, end: ending.end };
  return { sequence: { type: 'string', protocol, body: input.slice(from, ending.at) }, end: ending.end };
}

function terminatorLength(input: string, at: number): number {
  if (input.startsWith('\x1b\\', at)) return 2;
  return input[at] === '\x07' || input[at] === '\x9c' ? 1 : 0;
}

/** Whether the text ends in the first half of a surrogate pair. */
export function isHighSurrogate(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00;
}

const SURROGATE_PAIR = /^[\ud800-\udbff][\udc00-\udfff]$/;

const STRINGS: ReadonlyMap<string, ReplyKind> = new Map([
  ['P', 'dcs'],
  [']', 'osc'],
  ['_', 'apc'],
  ['^', 'pm'],
  ['X', 'sos'],
]);

const C1_INTRODUCERS: ReadonlyMap<string, string> = new Map([
  ['\x8f', 'O'],
  ['\x90', 'P'],
  ['\x98', 'X'],
  ['\x9b', '['],
  ['\x9d', ']'],
  ['\x9e', '^'],
  ['\x9f', '_'],
]);

/* eslint-disable no-control-regex -- control characters are what is matched here */
/** Whole control sequences, the odd ones first; sticky, so that they are matched in place. */
const CSI_SHAPES: readonly RegExp[] = [
  /\[[A-E]/y, // F1 to F5 of the Linux console
  /M[^\x00-\x1f]{3}/y, // X10 mouse report, left switched on by a program that crashed
  /\d{1,2}\$/y, // rxvt with Shift: a final character that elsewhere is an intermediate one
  /(?!M|\[|\d{1,2}\$)[0-?]{0,128}[ -/]{0,8}[@-~]/y,
];
const CSI_PART = /\[|M[^\x00-\x1f]{0,2}|[0-?]{0,128}[ -/]{0,8}/y;
const SS3 = /\d?[ -/@-~]/y;
const STRING_END = /[\x00-\x1f\x7f\x9c]/g;
/* eslint-enable no-control-regex */
