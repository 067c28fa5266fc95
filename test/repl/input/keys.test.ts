import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyEvent } from '../../../src/repl/input/key-event.ts';
import { keyPress } from '../../../src/repl/input/key-event.ts';
import { REPLY_LIMIT } from '../../../src/repl/input/escape-sequence.ts';
import type { DecoderState } from '../../../src/repl/input/keys.ts';
import { INITIAL_KEYS, PASTE_LIMIT, abandon, awaitsFlush, decodeKeys, flush } from '../../../src/repl/input/keys.ts';

const text = (typed: string): KeyEvent => ({ kind: 'text', text: typed });
const paste = (pasted: string, truncated = false): KeyEvent => ({ kind: 'paste', text: pasted, truncated });

/** Feeds the chunks and joins runs of text, which may be cut anywhere. */
function decodeAll(chunks: readonly string[]): { events: KeyEvent[]; state: DecoderState } {
  let state = INITIAL_KEYS;
  const events: KeyEvent[] = [];
  for (const chunk of chunks) {
    const decoded = decodeKeys(state, chunk);
    state = decoded.state;
    for (const event of decoded.events) {
      const last = events.at(-1);
      if (event.kind === 'text' && last?.kind === 'text') events[events.length - 1] = text(last.text + event.text);
      else events.push(event);
    }
  }
  return { events, state };
}

const decode = (...chunks: string[]): KeyEvent[] => decodeAll(chunks).events;

describe('text and control characters', () => {
  it('splits control characters out of runs', () => {
    expect(decode('ds\rab\tcd\x01e\n')).toEqual([
      text('ds'),
      keyPress('enter'),
      text('ab'),
      keyPress('tab'),
      text('cd'),
      keyPress('a', { ctrl: true }),
      text('e'),
      keyPress('j', { ctrl: true }),
    ]);
  });

  it('names the other control characters', () => {
    expect(decode('\x00\x03\x08\x7f\x1f\x1c')).toEqual([
      keyPress('space', { ctrl: true }),
      keyPress('c', { ctrl: true }),
      keyPress('backspace'),
      keyPress('backspace'),
      keyPress('_', { ctrl: true }),
      keyPress('\\', { ctrl: true }),
    ]);
  });

  it('joins a surrogate pair cut in two and replaces a lone half', () => {
    expect(decode('a\ud83e', '\udeb8b')).toEqual([text('a🪸b')]);
    expect(decode('\ud83e', '\rx')).toEqual([text('\ufffd'), keyPress('enter'), text('x')]);
  });

  it('drops stray C1 controls', () => {
    expect(decode('a\x85b\x1b\x85c')).toEqual([text('abc')]);
  });
});

describe('Alt and Escape', () => {
  it('reads ESC and a character as Alt, across chunks too', () => {
    expect(decode('\x1bb\x1b\r\x1b\x7f\x1bF\x1b<', '\x1b', 'é\x1b ')).toEqual([
      keyPress('b', { alt: true }),
      keyPress('enter', { alt: true }),
      keyPress('backspace', { alt: true }),
      keyPress('f', { alt: true, shift: true }),
      keyPress('<', { alt: true }),
      keyPress('é', { alt: true }),
      keyPress('space', { alt: true }),
    ]);
    expect(decode('\x1b\ud83e', '\udeb8')).toEqual([keyPress('🪸', { alt: true })]);
  });

  it.each<[string, KeyEvent[]]>([
    ['\x1b', [keyPress('escape')]],
    ['\x1b\x1b', [keyPress('escape'), keyPress('escape')]],
    ['\x1b]', [keyPress(']', { alt: true })]],
    ['\x1bP', [keyPress('p', { alt: true, shift: true })]],
    ['\x1b_', [keyPress('_', { alt: true })]],
  ])('resolves %j when nothing follows', (held, events) => {
    const { state } = decodeAll([held]);
    expect(awaitsFlush(state)).toBe(true);
    expect(flush(state)).toEqual({ state: INITIAL_KEYS, events });
  });

  it.each(['\x1b[', '\x1b[1;', '\x1b]11;rgb:', '\x1b[200~\x1b', ''])('keeps %j over a slow link', (held) => {
    const { state } = decodeAll([held]);
    expect(awaitsFlush(state)).toBe(false);
    expect(flush(state)).toEqual({ state, events: [] });
  });

  it('reads Escape before Alt', () => {
    expect(decode('\x1b\x1bx')).toEqual([keyPress('escape'), keyPress('x', { alt: true })]);
  });
});

describe('replies of the terminal', () => {
  it.each<[string, KeyEvent]>([
    ['\x1b[?62;4c', { kind: 'reply', protocol: 'csi', body: '?62;4c' }],
    ['\x1b[12;40R', { kind: 'reply', protocol: 'csi', body: '12;40R' }],
    ['\x1b[?2026;2$y', { kind: 'reply', protocol: 'csi', body: '?2026;2$y' }],
    ['\x1b[6;20;10t', { kind: 'reply', protocol: 'csi', body: '6;20;10t' }],
    ['\x1b[?1u', { kind: 'reply', protocol: 'csi', body: '?1u' }],
    ['\x1b[I', { kind: 'reply', protocol: 'csi', body: 'I' }],
    ['\x1b[<0;3;4M', { kind: 'reply', protocol: 'csi', body: '<0;3;4M' }],
    ['\x1b[M !"', { kind: 'reply', protocol: 'csi', body: 'M !"' }],
    ['\x1bP>|tmux 3.3a\x1b\\', { kind: 'reply', protocol: 'dcs', body: '>|tmux 3.3a' }],
    ['\x1b_Gi=7;OK\x1b\\', { kind: 'reply', protocol: 'apc', body: 'Gi=7;OK' }],
    ['\x1b]11;rgb:1e1e/1e1e/1e1e\x07', { kind: 'reply', protocol: 'osc', body: '11;rgb:1e1e/1e1e/1e1e' }],
    ['\x9d11;x\x9c', { kind: 'reply', protocol: 'osc', body: '11;x' }],
  ])('never types %j', (bytes, reply) => {
    expect(decode(`a${bytes}b`)).toEqual([text('a'), reply, text('b')]);
  });

  it('swallows a reply that is too long, to its end', () => {
    const long = `\x1bP${'x'.repeat(REPLY_LIMIT + 1)}`;
    expect(decode(`${long}\x1b\\b`)).toEqual([text('b')]);
    expect(decode(long, 'more\x1b', '\\b')).toEqual([text('b')]);
    expect(decode(`\x1bP${'x'.repeat(REPLY_LIMIT)}\x1b`, '\\b')).toHaveLength(2);
  });

  it('gives the keyboard back when a control character stands in a reply', () => {
    expect(decode('\x1b]11;rgb\rx')).toEqual([keyPress('enter'), text('x')]);
    expect(decode('\x1b_G\x1b[A')).toEqual([keyPress('up')]);
    expect(decode('\x1b[1;\x03x')).toEqual([keyPress('c', { ctrl: true }), text('x')]);
    expect(decode('\x1bO5\r\x1b[[zy')).toEqual([keyPress('enter'), text('zy')]);
  });
});

describe('paste', () => {
  it('is one event, cleaned', () => {
    expect(decode('\x1b[200~a\r\nb\rc\td\x00\x1b[31me\x1b[0m\x1b[201~x')).toEqual([paste('a\nb\nc  de'), text('x')]);
  });

  it('is found with its markers cut anywhere', () => {
    expect(decode('\x1b[20', '0~ab\x1b[2', '01', '~c')).toEqual([paste('ab'), text('c')]);
    expect(decode('\x1b[200~ab\x1b[2', 'é\x1b[201~')).toEqual([paste('ab[2é')]);
  });

  it('is capped and says so', () => {
    const whole = 'a'.repeat(PASTE_LIMIT);
    expect(decode(`\x1b[200~${whole}\x1b[201~`)).toEqual([paste(whole)]);
    expect(decode('\x1b[200~', whole, 'b', '\x1b[201~c')).toEqual([paste(whole, true), text('c')]);
    const cut = `${'a'.repeat(PASTE_LIMIT - 1)}🪸`;
    expect(decode(`\x1b[200~${cut}\x1b[201~`)).toEqual([paste('a'.repeat(PASTE_LIMIT - 1), true)]);
  });

  it('ignores a stray end marker and can be given up', () => {
    expect(decode('\x1b[201~a')).toEqual([text('a')]);
    expect(abandon(decodeAll(['\x1b[200~never ends']).state)).toEqual({
      state: INITIAL_KEYS,
      events: [paste('never ends')],
    });
    expect(abandon(decodeAll(['\x1b[1;']).state)).toEqual({ state: INITIAL_KEYS, events: [] });
  });
});

describe('any input', () => {
  const pieces = [
    ...['ds.where(', 'é🪸', '\ud83e', '\udeb8', '\r', '\n', '\t', '\x03', '\x7f', '\x1b', '[', 'O', ';', '5', 'A', '$'],
    ...['\x1b[A', '\x1b[1;5C', '\x1b[3~', '\x1b[3$', '\x1b[97;5u', '\x1b[[A', '\x1b[M !"', '\x1bOP', '\x1bO5A', '\x9b'],
    ...['\x1b[200~', '\x1b[201~', '\x1b[?62c', '\x1bP>|x', '\x1b\\', '\x07', '\x1b_Gi=1', '\x1b]11;', '\x9c', '\x85'],
    ...['0'.repeat(130), 'y'.repeat(REPLY_LIMIT - 2)],
  ];
  const input = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 14 })
    .map((parts) => parts.join(''));

  it('gives the same events however it is cut', () => {
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 12 });
    fc.assert(
      fc.property(input, cuts, (bytes, offsets) => {
        const at = [0, ...offsets.map((offset) => offset % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        const chunks = at.slice(1).map((end, index) => bytes.slice(at[index], end));
        expect(decodeAll(chunks)).toEqual(decodeAll([bytes]));
      }),
      { numRuns: 2000 },
    );
  });

  it('does not look behind the end of a chunk that is a slice, optimised or not', () => {
    const bytes = `${'a'.repeat(20)}\x1b🪸x`;
    const expected = [text('a'.repeat(20)), keyPress('🪸', { alt: true }), text('x')];
    const runs = Array.from({ length: 2000 }, () => decode(bytes.slice(0, 22), bytes.slice(22)));
    expect(runs.find((events) => events.length !== expected.length || events[2]?.kind !== 'text')).toBeUndefined();
    expect(runs.at(-1)).toEqual(expected);
  });

  it('gives the same events one unit at a time', () => {
    const short = fc
      .array(fc.constantFrom(...pieces.filter((piece) => piece.length < 100)), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(short, (bytes) => {
        expect(decodeAll(bytes.split(''))).toEqual(decodeAll([bytes]));
      }),
      { numRuns: 2000 },
    );
  });

  it('never types a control character', () => {
    fc.assert(
      fc.property(input, (bytes) => {
        const typed = decode(bytes).map((event) => (event.kind === 'text' || event.kind === 'paste' ? event.text : ''));
        expect(typed.join('')).not.toMatch(/(?!\n)\p{Cc}/u);
      }),
    );
  });
});
