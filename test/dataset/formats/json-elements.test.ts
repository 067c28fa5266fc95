import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { eachElement, eachListElement, parseElement } from '../../../src/dataset/formats/json-elements.ts';
import { openSource } from '../../../src/dataset/formats/source-file.ts';
import type { Json } from '../../../src/dataset/model/label.ts';
import { newFolder, put } from './read-format.ts';

const folder = newFolder();
let files = 0;

/** Key, index, value and text of every element of the wanted members. */
async function elementsOf(text: string | Uint8Array, wanted: readonly string[] = ['a', 'b']) {
  files += 1;
  const file = await openSource(put(folder, `${String(files)}.json`, text));
  const found: { key: string; index: number | null; value: Json; offset: number }[] = [];
  try {
    const job = { signal: new AbortController().signal, report: () => undefined };
    await eachElement(file, new Set(wanted), job, (element) => {
      const { key, index, offset } = element;
      found.push({ key, index, offset, value: parseElement(file.path, element) });
    });
  } finally {
    await file.handle.close();
  }
  return found;
}

describe('elements of a list that is the document', () => {
  test.each([
    ['[]', []],
    [' [ 1, {"a": [2]}, "]" ] \n', [1, { a: [2] }, ']']],
    ['{"a": 1}', 'a JSON list should begin here'],
    ['', 'the file is empty'],
    ['[1', 'the file ends in the middle after 0 elements'],
    ['[1,]', 'a value should stand here'],
    ['[1],', 'the document has ended, and something follows'],
  ])('%j', async (text, expected) => {
    files += 1;
    const file = await openSource(put(folder, `${String(files)}.json`, text));
    const found: Json[] = [];
    const job = { signal: new AbortController().signal, report: () => undefined };
    const reading = eachListElement(file, job, (element) => {
      expect(element).toMatchObject({ key: '', index: found.length });
      found.push(parseElement(file.path, element));
    });
    if (typeof expected === 'string') await expect(reading).rejects.toThrow(expected);
    else
      await reading.then(() => {
        expect(found).toEqual(expected);
      });
    await file.handle.close();
  });
});

describe('elements of a JSON document', () => {
  it('hands out elements of wanted lists, and other values whole', async () => {
    const text = ' {"x": {"a": [9]}, "a" : [1, {"b":"]}"},"\\"", [2,[3]], null ], "b":{"c":true}, "y": -1.5e3 } ';
    expect(await elementsOf(text)).toEqual([
      { key: 'a', index: 0, offset: 26, value: 1 },
      { key: 'a', index: 1, offset: 29, value: { b: ']}' } },
      { key: 'a', index: 2, offset: 40, value: '"' },
      { key: 'a', index: 3, offset: 46, value: [2, [3]] },
      { key: 'a', index: 4, offset: 55, value: null },
      { key: 'b', index: null, offset: 67, value: { c: true } },
    ]);
  });

  it('finds in any document what JSON.parse finds', async () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const document = fc.record({ a: fc.array(value), b: value, 'quo"te\\': value }, { requiredKeys: [] });
    const indent = fc.constantFrom(undefined, 2, '\t');
    await fc.assert(
      fc.asyncProperty(document, indent, async (object, spaces) => {
        const text = JSON.stringify(object, null, spaces);
        const parsed = JSON.parse(text) as Record<string, Json>;
        const expected = Object.entries(parsed)
          .filter(([key]) => key === 'a' || key === 'b')
          .flatMap(([, member]) => (Array.isArray(member) ? (member as Json[]) : [member]));
        expect((await elementsOf(text)).map((element) => element.value)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('puts elements together that lie across the pieces in which the file is read', async () => {
    const long = `${'x'.repeat(700_000)}\\\\\\"é`;
    const text = `{"a":["${long}","${long}","${long}"],"b":[${'1'.repeat(20)}]}`;
    const found = await elementsOf(text);
    expect(found.map(({ value }) => value)).toEqual([
      ...Array<Json>(3).fill(JSON.parse(`"${long}"`) as Json),
      11111111111111110000,
    ]);
  });

  it('takes a byte order mark, and the words of Python for what is no number', async () => {
    expect(await elementsOf('\uFEFF{"a":[NaN,-Infinity,{"NaN":"NaN"}]}')).toMatchObject([
      { value: null },
      { value: null },
      { value: { NaN: 'NaN' } },
    ]);
  });

  it.each([
    ['', 'line 1, column 1 (byte 0): the file is empty'],
    ['[1]', 'line 1, column 1 (byte 0): a JSON object should begin here'],
    ['{"a":[1,\n2', 'line 2, column 2 (byte 10): the file ends in the middle, in "a" after 1 elements'],
    ['{"a":[1,\n{"c":"d', 'line 2, column 8 (byte 16): the file ends in the middle, in "a" after 1 elements'],
    ['{"a":[1 2]}', 'line 1, column 9 (byte 8): a comma or ] should stand here'],
    ['{"a":[1,]}', 'line 1, column 9 (byte 8): a value should stand here'],
    ['{"a":1}}', 'line 1, column 8 (byte 7): the document has ended, and something follows'],
    ['{a:1}', 'line 1, column 2 (byte 1): a name in quotation marks should stand here'],
    ['{"a" 1}', 'line 1, column 6 (byte 5): a colon should stand here'],
    ['{"a":[{"b":[}]]}', 'line 1, column 7 (byte 6): what begins here is no JSON'],
    [`{"a":[${'['.repeat(300)}`, 'more than 256 brackets inside each other'],
  ])('refuses %j with its place', async (text, message) => {
    await expect(elementsOf(text)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(message) as string,
    });
  });

  it('refuses text that is not UTF-8', async () => {
    const bytes = Buffer.from('{"a":["caf\xe9"]}', 'latin1');
    await expect(elementsOf(bytes)).rejects.toMatchObject({
      message: expect.stringContaining('(byte 6): the text is not UTF-8') as string,
    });
  });
});
