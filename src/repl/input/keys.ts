import { csiKeys, ss3Keys, typeOrPress } from './csi-keys.ts';
import type { Sequence } from './escape-sequence.ts';
import { isHighSurrogate, scanSequence, scanStringEnd, startsSequence } from './escape-sequence.ts';
import type { KeyEvent, KeyPress } from './key-event.ts';
import { keyPress } from './key-event.ts';
import { plainText } from './plain-text.ts';

/** Longest paste that is kept, in UTF-16 units; what comes after is dropped and the event says so. */
export const PASTE_LIMIT = 1024 * 1024;

const PASTE_START = '200~';
const PASTE_END = '\x1b[201~';

/** What the decoder remembers between two chunks. */
export type DecoderState =
  /** `held`: the beginning of a sequence or of a surrogate pair. */
  | { readonly mode: 'keys'; readonly held: string }
  /** Inside a reply too long to keep. `held`: an ESC that may belong to its terminator. */
  | { readonly mode: 'discard'; readonly held: string }
  /** Inside a paste. `held`: the beginning of what may be the end marker. */
  | { readonly mode: 'paste'; readonly held: string; readonly pasted: string; readonly truncated: boolean };

/** The state and the events of a chunk. */
export type Decoded = { readonly state: DecoderState; readonly events: readonly KeyEvent[] };

/** The state before anything has been read. */
export const INITIAL_KEYS: DecoderState = { mode: 'keys', held: '' };

/**
 * Decodes a chunk of terminal input (UTF-8 already decoded). The events do not depend on how the input was cut into
 * chunks, except that a run of text may come in several events. Whatever a terminal answers becomes a `reply`,
 * never text.
 */
export function decodeKeys(state: DecoderState, chunk: string): Decoded {
  const events: KeyEvent[] = [];
  let current = state;
  let rest = state.held + chunk;
  while (rest !== '') {
    const step = READERS[current.mode](current, rest);
    for (const event of step.events) events.push(event);
    current = step.state;
    if (step.rest === undefined) break;
    rest = step.rest;
  }
  return { state: current, events };
}

/**
 * Resolves a lone ESC as the Escape key, and ESC with the first character of a string as that key with Alt. The caller
 * does so when nothing followed for 50 ms; sequences cut later than that stay held, a slow link delivers the rest.
 */
export function flush(state: DecoderState): Decoded {
  if (!awaitsFlush(state)) return { state, events: [] };
  const escapes = state.held === '\x1b' || state.held === '\x1b\x1b';
  const events = escapes ? Array.from(state.held, () => keyPress('escape')) : pressAlt(state.held);
  return { state: INITIAL_KEYS, events };
}

/** Whether `flush` would resolve something, so that the caller should start its timer. */
export function awaitsFlush(state: DecoderState): boolean {
  return state.mode === 'keys' && AMBIGUOUS.has(state.held);
}

/**
 * Gives up on what is unfinished, for a caller that has waited for seconds: the end of a paste that never came must
 * not make the keyboard dead. What was pasted so far is delivered, half sequences are dropped.
 */
export function abandon(state: DecoderState): Decoded {
  const events = state.mode === 'paste' ? [pasteEvent(state.pasted, state.truncated)] : [];
  return { state: INITIAL_KEYS, events };
}

/** What one step of a reader yields; `rest` is undefined when it needs more input. */
type Step = Decoded & { readonly rest: string | undefined };

const READERS = { keys: readKeys, discard: readDiscarded, paste: readPaste } as const satisfies Record<
  DecoderState['mode'],
  (state: DecoderState, input: string) => Step
>;

/** Reads keys and text up to the end of the input, the start of a paste or of an overlong reply. */
function readKeys(_state: DecoderState, input: string): Step {
  const events: KeyEvent[] = [];
  let at = 0;
  while (at < input.length) {
    const textEnd = endOfText(input, at);
    if (textEnd > at) {
      events.push({ kind: 'text', text: input.slice(at, textEnd).toWellFormed() });
      at = textEnd;
      continue;
    }
    const scan = scanOne(input, at);
    if (scan === undefined) return { state: { mode: 'keys', held: input.slice(at) }, events, rest: undefined };
    const rest = input.slice(scan.end);
    if (scan.sequence.type === 'overlong') return { state: { mode: 'discard', held: '' }, events, rest };
    if (isPasteStart(scan.sequence)) {
      return { state: { mode: 'paste', held: '', pasted: '', truncated: false }, events, rest };
    }
    events.push(...eventsOf(scan.sequence));
    at = scan.end;
  }
  return { state: INITIAL_KEYS, events, rest: undefined };
}

type Control = { readonly type: 'control'; readonly character: string };

function scanOne(
  input: string,
  at: number,
): { readonly sequence: Sequence | Control; readonly end: number } | undefined {
  const character = input.charAt(at);
  if (startsSequence(character)) return scanSequence(input, at);
  if (isHighSurrogate(character)) return undefined;
  return { sequence: { type: 'control', character }, end: at + 1 };
}

/** Where the run of printable characters ends; half a surrogate pair at the very end does not belong to it. */
function endOfText(input: string, from: number): number {
  CONTROL.lastIndex = from;
  const end = CONTROL.exec(input)?.index ?? input.length;
  return end === input.length && isHighSurrogate(input) ? end - 1 : end;
}

function isPasteStart(sequence: Sequence | Control): boolean {
  return sequence.type === 'csi' && sequence.body === PASTE_START;
}

function eventsOf(sequence: Sequence | Control): readonly KeyEvent[] {
  switch (sequence.type) {
    case 'control':
      return controlKeys(sequence.character);
    case 'escape':
      return [keyPress('escape')];
    case 'alt':
      return pressAlt(`\x1b${sequence.character}`);
    case 'csi':
      return csiKeys(sequence.body, sequence.alt) ?? [{ kind: 'reply', protocol: 'csi', body: sequence.body }];
    case 'ss3':
      return ss3Keys(sequence.body, sequence.alt);
    case 'string':
      return [{ kind: 'reply', protocol: sequence.protocol, body: sequence.body }];
    case 'overlong':
    case 'malformed':
      return [];
  }
}

function pressAlt(pair: string): readonly KeyEvent[] {
  const character = pair.slice(1).toWellFormed();
  const control = controlKeys(character);
  if (control.length > 0) return control.map((key) => ({ ...key, alt: true }));
  return isControl(character) ? [] : typeOrPress(character, { ctrl: false, alt: true, shift: false });
}

/** The key of a C0 control character; none for printable characters and C1 controls. */
function controlKeys(character: string): readonly KeyPress[] {
  const name = CONTROL_NAMES.get(character);
  if (name !== undefined) return [keyPress(name)];
  const code = character.charCodeAt(0);
  if (code >= 0x20) return [];
  if (code === 0) return [keyPress('space', { ctrl: true })];
  return [keyPress(String.fromCharCode(code + 0x40).toLowerCase(), { ctrl: true })];
}

function isControl(character: string): boolean {
  CONTROL.lastIndex = 0;
  return CONTROL.test(character);
}

function readDiscarded(_state: DecoderState, input: string): Step {
  const ending = scanStringEnd(input, 0);
  if (ending !== undefined) return { state: INITIAL_KEYS, events: [], rest: input.slice(ending.end) };
  const held = input.endsWith('\x1b') ? '\x1b' : '';
  return { state: { mode: 'discard', held }, events: [], rest: undefined };
}

function readPaste(state: DecoderState, input: string): Step {
  const before = state.mode === 'paste' ? state : { pasted: '', truncated: false };
  const end = input.indexOf(PASTE_END);
  const held = end < 0 ? markerBeginning(input) : '';
  const raw = input.slice(0, end < 0 ? input.length - held.length : end);
  const pasted = before.pasted + raw.slice(0, PASTE_LIMIT - before.pasted.length);
  const truncated = before.truncated || pasted.length < before.pasted.length + raw.length;
  if (end < 0) return { state: { mode: 'paste', held, pasted, truncated }, events: [], rest: undefined };
  const rest = input.slice(end + PASTE_END.length);
  return { state: INITIAL_KEYS, events: [pasteEvent(pasted, truncated)], rest };
}

/** The longest end of the input with which the end marker may begin. */
function markerBeginning(input: string): string {
  for (let length = Math.min(PASTE_END.length - 1, input.length); length > 0; length -= 1) {
    const end = input.slice(-length);
    if (PASTE_END.startsWith(end)) return end;
  }
  return '';
}

function pasteEvent(pasted: string, truncated: boolean): KeyEvent {
  const whole = truncated && isHighSurrogate(pasted) ? pasted.slice(0, -1) : pasted;
  return { kind: 'paste', text: plainText(whole), truncated };
}

// eslint-disable-next-line no-control-regex -- control characters are keys
const CONTROL = /[\x00-\x1f\x7f-\x9f]/g;

const CONTROL_NAMES: ReadonlyMap<string, string> = new Map([
  ['\x08', 'backspace'],
  ['\x09', 'tab'],
  ['\x0d', 'enter'],
  ['\x1b', 'escape'],
  ['\x7f', 'backspace'],
]);

/** What `flush` resolves: ESC, and ESC with a character that also introduces a string. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['\x1b', '\x1b]', '\x1bP', '\x1b_', '\x1b^', '\x1bX', '\x1b\x1b']);
