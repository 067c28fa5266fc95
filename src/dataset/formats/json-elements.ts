import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import type { Json } from '../model/label.ts';
import { pieces, placeOf, type SourceFile } from './source-file.ts';

/**
 * A piece of a JSON document that is an object: an element of an array among its members, or the whole value of a member
 * that is no array (then `index` is null).
 */
export type JsonElement = {
  readonly key: string;
  readonly index: number | null;
  /** Where it begins in the file, in bytes. */
  readonly offset: number;
  readonly bytes: Buffer;
};

/**
 * Walks through a JSON document of any size in one pass and hands out the elements of the wanted members, one at a time:
 * no more than one of them is in memory. Brackets and strings are followed through the whole file; what lies inside an
 * element is not looked at, `parseElement` does that.
 *
 * @returns the wanted members that are there, empty or not
 * @throws UserError `invalid` with line and byte where the document is no object, is cut off or goes on after its end
 */
export async function eachElement(
  file: SourceFile,
  wanted: ReadonlySet<string>,
  job: Job,
  take: (element: JsonElement) => void,
): Promise<ReadonlySet<string>> {
  const scan: Scan = { ...atStart(), path: file.path, wanted, take };
  await scanAll(scan, file, job);
  return scan.found;
}

/**
 * The same for a document that is a list: its elements, whose `key` is empty.
 *
 * @throws UserError `invalid` as `eachElement`, and where the document is no list
 */
export async function eachListElement(file: SourceFile, job: Job, take: (element: JsonElement) => void): Promise<void> {
  await scanAll({ ...atStart(), isList: true, path: file.path, wanted: ONLY, take }, file, job);
}

async function scanAll(scan: Scan, file: SourceFile, job: Job): Promise<void> {
  for await (const piece of pieces(file, job, `reading ${basename(file.path)}`)) scanPiece(scan, piece);
  expectEnd(scan);
}

/** Elements of a list that is the document are taken for those of a member without a name. */
const ONLY: ReadonlySet<string> = new Set(['']);

/**
 * The same for readers that go through a file once: what each megabyte brought, and which of the wanted members were met so
 * far. A file that is cut off is known as such only at its end.
 */
export async function* elementBatches(
  file: SourceFile,
  wanted: ReadonlySet<string>,
  job: Job,
): AsyncGenerator<{ readonly elements: readonly JsonElement[]; readonly found: ReadonlySet<string> }> {
  let elements: JsonElement[] = [];
  const scan: Scan = { ...atStart(), path: file.path, wanted, take: (element) => elements.push(element) };
  for await (const piece of pieces(file, job, `reading ${basename(file.path)}`)) {
    scanPiece(scan, piece);
    yield { elements, found: scan.found };
    elements = [];
  }
  expectEnd(scan);
}

/**
 * The value of an element. NaN and infinities, which Python writes and JSON does not know, become null, or what `notFinite`
 * makes of the word.
 * @throws UserError `invalid` with line and byte where it is no JSON
 */
export function parseElement(
  path: string,
  { offset, bytes }: Pick<JsonElement, 'offset' | 'bytes'>,
  notFinite: (word: string) => string = () => 'null',
): Json {
  if (!isUtf8(bytes)) throw broken(path, offset, 'the text is not UTF-8');
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text) as Json;
  } catch {
    try {
      return JSON.parse(
        text.replace(NOT_FINITE, (found) => (found.startsWith('"') ? found : notFinite(found))),
      ) as Json;
    } catch (error) {
      throw broken(path, offset, `what begins here is no JSON (${error instanceof Error ? error.message : ''})`);
    }
  }
}

/** Strings, to be passed over, and the three words. */
const NOT_FINITE = /"(?:[^"\\]|\\.)*"|NaN|-?Infinity/gs;

/** An element larger than this is refused: one picture or outline does not come near it. */
const LARGEST = 256 << 20;
const DEEPEST = 256;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const ARRAY_START = 0x5b;
const ARRAY_END = 0x5d;
const OBJECT_START = 0x7b;
const OBJECT_END = 0x7d;

/** What a byte means inside a value: 1 opens, 2 closes, 3 quotes. */
const ROLE = new Uint8Array(256);
ROLE[OBJECT_START] = ROLE[ARRAY_START] = 1;
ROLE[OBJECT_END] = ROLE[ARRAY_END] = 2;
ROLE[QUOTE] = 3;

const SPACE = new Uint8Array(256);
for (const byte of [0x20, 0x09, 0x0a, 0x0d]) SPACE[byte] = 1;

/** What may come next, outside of names and values. */
type Expected =
  | 'root'
  | 'first name'
  | 'name'
  | 'colon'
  | 'value'
  | 'first element'
  | 'element'
  | 'after element'
  | 'after member'
  | 'nothing';

/** Inside of one: a name, a bare word or number, brackets, or a string (also one inside brackets). */
type Inside = 'name' | 'word' | 'brackets' | 'string';

type Scan = {
  readonly path: string;
  readonly wanted: ReadonlySet<string>;
  readonly take: (element: JsonElement) => void;
  readonly found: Set<string>;
  /** Whether the document is a list. */
  readonly isList: boolean;
  expected: Expected;
  inside: Inside | null;
  /** Open brackets of the value. */
  depth: number;
  /** The last piece ended between a backslash and what it escapes. */
  isEscaped: boolean;
  key: string;
  index: number | null;
  /** Offset of the piece at hand; of the value; and the bytes of the value in pieces before. */
  base: number;
  start: number;
  kept: Buffer[];
};

function atStart(): Omit<Scan, 'path' | 'wanted' | 'take'> {
  const numbers = { depth: 0, index: null, base: 0, start: 0 };
  const names = { key: '', isList: false, found: new Set<string>() };
  return { ...numbers, ...names, expected: 'root', inside: null, isEscaped: false, kept: [] };
}

function scanPiece(scan: Scan, piece: Buffer): void {
  let at = scan.base === 0 && piece.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
  while (at < piece.length) {
    if (scan.inside !== null) at = PASS[scan.inside](scan, piece, at);
    else if (SPACE[piece[at] ?? 0] === 1) at += 1;
    else at = TAKE[scan.expected](scan, piece[at] ?? 0, at);
  }
  keepRest(scan, piece);
  scan.base += piece.length;
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

function expectEnd(scan: Scan): void {
  if (scan.expected === 'nothing') return;
  if (scan.expected === 'root') fail(scan, 0, 'the file is empty');
  const where = scan.key === '' ? '' : `, in ${JSON.stringify(scan.key)}`;
  const after = scan.index === null ? '' : ` after ${String(scan.index)} elements`;
  fail(scan, 0, `the file ends in the middle${where}${after}`);
}

/** Goes through a name or value from `at`; each returns where it stopped. */
const PASS: { readonly [I in Inside]: (scan: Scan, piece: Buffer, at: number) => number } = {
  name: passString,
  string: passString,
  brackets: passBrackets,
  word: (scan, piece, from) => {
    let at = from;
    while (at < piece.length && !endsWord(piece[at] ?? 0)) at += 1;
    if (at < piece.length) finish(scan, piece, at);
    return at;
  },
};

function passString(scan: Scan, piece: Buffer, from: number): number {
  let at = scan.isEscaped ? from + 1 : from;
  scan.isEscaped = false;
  for (; at < piece.length; at++) {
    const byte = piece[at];
    if (byte === QUOTE) {
      if (scan.depth > 0) scan.inside = 'brackets';
      else finish(scan, piece, at + 1);
      return at + 1;
    }
    if (byte === BACKSLASH) at += 1;
  }
  scan.isEscaped = at > piece.length;
  return piece.length;
}

function passBrackets(scan: Scan, piece: Buffer, from: number): number {
  for (let at = from; at < piece.length; at++) {
    const role = ROLE[piece[at] ?? 0];
    if (role === 0) continue;
    if (role === 3) {
      scan.inside = 'string';
      return at + 1;
    }
    scan.depth += role === 1 ? 1 : -1;
    if (scan.depth > DEEPEST) fail(scan, at, `more than ${String(DEEPEST)} brackets inside each other`);
    if (scan.depth > 0) continue;
    finish(scan, piece, at + 1);
    return at + 1;
  }
  return piece.length;
}

/** Takes the byte at `at`, which is no space, as what is expected; each returns where to go on. */
const TAKE: { readonly [E in Expected]: (scan: Scan, byte: number, at: number) => number } = {
  root: (scan, byte, at) => {
    if (!scan.isList) return go(scan, 'first name', at, byte === OBJECT_START || 'a JSON object should begin here');
    scan.index = 0;
    return go(scan, 'first element', at, byte === ARRAY_START || 'a JSON list should begin here');
  },
  'first name': (scan, byte, at) => (byte === OBJECT_END ? go(scan, 'nothing', at, true) : takeName(scan, byte, at)),
  name: takeName,
  colon: (scan, byte, at) => {
    scan.index = null;
    return go(scan, 'value', at, byte === COLON || 'a colon should stand here');
  },
  value: (scan, byte, at) => {
    if (byte !== ARRAY_START) return takeValue(scan, byte, at);
    scan.index = 0;
    return go(scan, 'first element', at, true);
  },
  'first element': (scan, byte, at) =>
    byte === ARRAY_END ? go(scan, afterList(scan), at, true) : takeValue(scan, byte, at),
  element: takeValue,
  'after element': (scan, byte, at) => {
    scan.index = (scan.index ?? 0) + 1;
    if (byte === ARRAY_END) return go(scan, afterList(scan), at, true);
    return go(scan, 'element', at, byte === COMMA || 'a comma or ] should stand here');
  },
  'after member': (scan, byte, at) => {
    if (byte === OBJECT_END) return go(scan, 'nothing', at, true);
    return go(scan, 'name', at, byte === COMMA || 'a comma or } should stand here');
  },
  nothing: (scan, _, at) => fail(scan, at, 'the document has ended, and something follows'),
};

function afterList({ isList }: Scan): Expected {
  return isList ? 'nothing' : 'after member';
}

/** Goes on to what comes next, unless `isRight` is a complaint. */
function go(scan: Scan, expected: Expected, at: number, isRight: true | string): number {
  if (isRight !== true) fail(scan, at, isRight);
  scan.expected = expected;
  return at + 1;
}

function takeName(scan: Scan, byte: number, at: number): number {
  if (byte !== QUOTE) fail(scan, at, 'a name in quotation marks should stand here');
  return begin(scan, 'name', at) + 1;
}

function takeValue(scan: Scan, byte: number, at: number): number {
  if (byte === QUOTE) return begin(scan, 'string', at) + 1;
  if (ROLE[byte] === 1) return begin(scan, 'brackets', at);
  if (endsWord(byte)) fail(scan, at, 'a value should stand here');
  return begin(scan, 'word', at);
}

function begin(scan: Scan, inside: Inside, at: number): number {
  scan.inside = inside;
  scan.start = scan.base + at;
  scan.depth = 0;
  return at;
}

function finish(scan: Scan, piece: Buffer, end: number): void {
  const last = piece.subarray(Math.max(0, scan.start - scan.base), end);
  const bytes = scan.kept.length === 0 ? last : Buffer.concat([...scan.kept, last]);
  const { key, index, start: offset } = scan;
  if (scan.inside === 'name') {
    const name = parseElement(scan.path, { offset, bytes });
    scan.key = typeof name === 'string' ? name : '';
    if (scan.wanted.has(scan.key)) scan.found.add(scan.key);
    scan.expected = 'colon';
  } else {
    if (scan.wanted.has(key)) scan.take({ key, index, offset, bytes });
    scan.expected = index === null ? 'after member' : 'after element';
  }
  scan.inside = null;
  scan.kept = [];
}

/** Keeps the part of an unfinished name or wanted value that lies in this piece. */
function keepRest(scan: Scan, piece: Buffer): void {
  if (scan.inside === null || !(scan.inside === 'name' || scan.wanted.has(scan.key))) return;
  if (scan.base + piece.length - scan.start > LARGEST) {
    fail(scan, 0, `a value of more than ${String(LARGEST >> 20)} megabytes`);
  }
  scan.kept.push(piece.subarray(Math.max(0, scan.start - scan.base)));
}

function endsWord(byte: number): boolean {
  return SPACE[byte] === 1 || byte === COMMA || ROLE[byte] === 2;
}

function fail(scan: Scan, at: number, message: string): never {
  throw broken(scan.path, scan.base + at, message);
}

function broken(path: string, offset: number, message: string): UserError {
  const { line, column } = placeOf(path, offset);
  const place = `line ${String(line)}, column ${String(column)} (byte ${String(offset)})`;
  return new UserError('invalid', `${path}, ${place}: ${message}`, {
    hint: 'nothing was imported; get the file again, or mend it there',
  });
}
