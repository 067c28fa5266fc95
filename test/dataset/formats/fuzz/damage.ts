import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';

/** What stands in the place of some bytes, or of a whole number, word or string. */
const ODD = [
  ...[
    '',
    'null',
    '[]',
    '{}',
    '"',
    '"x"',
    '-1',
    '0',
    '1e999',
    '1e400',
    'NaN',
    '99999999999999999999',
    '-0.0',
    'true',
    '[[[[[',
  ],
  ...['\u0000', '\ufffd', '../../x', '/etc/passwd', '&lol;', '<', ']]>', ',', '\n', '\ufeff', '{"$oid": 1}', ' '],
];

/** Values that are whole, where others are expected. */
const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 0.5, -0.5, 1e308, -1e308, 5e-324, 4294967296, 2 ** 53, 1e21],
  ...[
    '',
    'x',
    '1',
    'NaN',
    '../../x',
    '/etc/passwd',
    '\u0000',
    '\ud800',
    'é',
    '__proto__',
    'x'.repeat(300),
    '2021-02-30T25:00:00Z',
  ],
  ...[
    [],
    {},
    [[]],
    [null],
    [1],
    ['a'],
    [1, 2, 3],
    [[1, 2]],
    { a: 1 },
    { $oid: 'x' },
    { $numberDouble: 'NaN' },
    { $date: 1e99 },
  ],
];

const place = {
  file: fc.nat(),
  // Not `fc.double`: of its numbers nearly all are so small that only the first bytes would be damaged.
  at: fc.nat(999_999).map((millionths) => millionths / 1_000_000),
  length: fc.oneof(fc.nat(3), fc.nat(400)),
};

/** One to three accidents to the bytes of the files of a source, or one to four to values in them, which stay well-formed. */
export const damage = fc.oneof(
  fc.array(
    fc.record({
      ...place,
      what: fc.constantFrom(...VALUES.map((value) => ({ kind: 'value' as const, value })), { kind: 'gone' as const }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  fc.array(
    fc.record({
      ...place,
      what: fc.oneof(
        fc.constantFrom(...ODD).map((text) => ({ kind: 'put' as const, text })),
        fc.constantFrom(...ODD).map((text) => ({ kind: 'word' as const, text })),
        fc.constant({ kind: 'cut' as const }),
        fc.constant({ kind: 'twice' as const }),
        fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => ({ kind: 'bytes' as const, bytes })),
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
);
/** An accident. */
export type Damage = (typeof damage extends fc.Arbitrary<infer D> ? D : never)[number];

function damaged(content: Buffer, { at, length, what }: Damage): Buffer {
  const from = Math.floor(at * content.length);
  const [head, rest] = [content.subarray(0, from), content.subarray(from)];
  switch (what.kind) {
    case 'value':
    case 'gone':
      return withValue(content, at, what.kind === 'gone' ? undefined : what.value);
    case 'cut':
      return head;
    case 'twice':
      return Buffer.concat([head, rest.subarray(0, length), rest]);
    case 'put':
      return Buffer.concat([head, Buffer.from(what.text), rest.subarray(length)]);
    case 'bytes':
      return Buffer.concat([head, what.bytes, rest.subarray(length)]);
    case 'word': {
      // Latin-1 keeps places of bytes.
      const word = /"[^"]*"|[-\w.]+/u.exec(rest.toString('latin1'));
      if (word === null) return content;
      const end = word.index + word[0].length;
      return Buffer.concat([head, rest.subarray(0, word.index), Buffer.from(what.text), rest.subarray(end)]);
    }
  }
}

/** A value of a JSON document or an attribute of XML is another one, or gone; in other files, a word is. */
function withValue(content: Buffer, at: number, value: unknown): Buffer {
  const text = content.toString('utf8');
  const document = parsed(text);
  if (document !== undefined) return Buffer.from(JSON.stringify(withOther(document, at, value)));
  const words = [...text.matchAll(text.startsWith('<') ? /(?<==")[^"<>]*(?=")/gu : /[^\s:,]+/gu)];
  const word = words[Math.floor(at * words.length)];
  if (word === undefined) return content;
  const other = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  const escaped = text.startsWith('<') ? other.replaceAll('"', '&quot;').replaceAll('\u0000', '') : other;
  return Buffer.from(text.slice(0, word.index) + escaped + text.slice(word.index + word[0].length));
}

function parsed(text: string): object | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}

/** The document, in which a value is another or gone: any of them, large lists or not. */
function withOther(document: object, at: number, value: unknown): object {
  const places: (readonly [holder: object, key: string])[] = [];
  const visit = (holder: object): void => {
    for (const [key, inside] of Object.entries(holder)) {
      places.push([holder, key]);
      if (typeof inside === 'object' && inside !== null) visit(inside as object);
    }
  };
  visit(document);
  const [holder, key = ''] = places[Math.floor(at * places.length)] ?? [];
  if (holder === undefined) return document;
  if (value === undefined) Reflect.deleteProperty(holder, key);
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
  return document;
}

/** A copy of a source, in a folder, in which some files are damaged. */
export function damagedCopy(source: string, all: readonly Damage[], folder: string): string {
  const copy = join(folder, basename(source));
  cpSync(source, copy, { recursive: true });
  const files = statSync(copy).isFile()
    ? [copy]
    : readdirSync(copy, { recursive: true, encoding: 'utf8' })
        .map((name) => join(copy, name))
        .filter((file) => statSync(file).isFile() && !file.endsWith('manifest.json'))
        .sort();
  for (const one of all) {
    const file = files[one.file % files.length] ?? '';
    writeFileSync(file, damaged(readFileSync(file), one));
  }
  return copy;
}
