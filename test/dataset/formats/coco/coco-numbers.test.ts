import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coco } from '../../../../src/dataset/formats/coco/coco.ts';
import { AS_TEXT, LOST, parseMember } from '../../../../src/dataset/formats/coco/parse-member.ts';
import { newFolder, put, readAll } from '../read-format.ts';

const read = (images: string, annotations = '', categories = '') =>
  readAll(
    coco,
    put(
      newFolder(),
      'a.json',
      `{"images": [${images}], "annotations": [${annotations}], "categories": [${categories}]}`,
    ),
  );

const parsed = (text: string, infinite?: 'kept') =>
  parseMember('a.json', { offset: 0, bytes: Buffer.from(text) }, infinite);

describe('numbers of a COCO file that JSON or a number cannot hold', () => {
  test('in an image: infinities are kept, NaN is missing and told, large whole numbers are text and told', async () => {
    const { samples, skipped } = await read(`
      {"id": 1, "file_name": "a.jpg", "depth": NaN, "far": Infinity, "near": -Infinity, "serial": 9223372036854775807, "ok": 1},
      {"id": 2, "file_name": "b.jpg", "depth": 2.5, "far": 1e999, "deep": {"a": NaN, "b": [Infinity]}}`);
    expect(samples.map(({ fields }) => fields)).toEqual([
      { far: Infinity, near: -Infinity, serial: '9223372036854775807', ok: 1 },
      { depth: 2.5, far: Infinity, deep: { a: null, b: [null] } },
    ]);
    expect(skipped).toEqual([
      { reason: LOST, count: 2, examples: ['depth of image id 1', 'deep of image id 2'] },
      { reason: AS_TEXT, count: 1, examples: ['serial of image id 1'] },
    ]);
  });

  test('in an annotation: what is not finite is missing, large whole numbers are text; both are told', async () => {
    const { samples, skipped } = await read(
      '{"id": 1, "file_name": "a.jpg"}',
      `{"id": 9007199254740997, "image_id": 1, "category_id": 1, "segmentation": [[0, 0, 5, 0, 5, 5]], "score": NaN,
        "heat": Infinity, "big": 1e300, "attributes": {"x": -Infinity, "y": -12345678901234567890, "s": "NaN 9007199254740993"}}`,
      '{"id": 1, "name": "Porites"}',
    );
    expect(samples[0]?.labels['ground_truth']).toMatchObject([
      {
        label: 'Porites',
        confidence: null,
        attributes: {
          coco_id: '9007199254740997',
          big: 1e300,
          x: null,
          y: '-12345678901234567890',
          s: 'NaN 9007199254740993',
        },
      },
    ]);
    const name = 'annotation 9007199254740997 of image 1';
    expect(skipped).toEqual([
      { reason: LOST, count: 3, examples: ['score', 'heat', 'attributes'].map((key) => `${key} of ${name}`) },
      { reason: AS_TEXT, count: 2, examples: ['id', 'attributes'].map((key) => `${key} of ${name}`) },
    ]);
  });

  test('ids beyond 2^53 that a number would take for one another are told apart, and found', async () => {
    const { samples, skipped } = await read(
      '{"id": 9007199254740993, "file_name": "a.jpg"}, {"id": 9007199254740992, "file_name": "b.jpg"}',
      `{"id": 1, "image_id": 9007199254740993, "category_id": 9007199254740993, "bbox": [0, 0, 1, 1]},
       {"id": 2, "image_id": 9007199254740992, "category_id": 9007199254740992, "bbox": [0, 0, 2, 2]}`,
      '{"id": 9007199254740993, "name": "Porites"}, {"id": 9007199254740992, "name": "Pavona"}',
    );
    expect(
      samples.map(({ filepath, labels }) => [filepath.at(-5), labels['ground_truth']?.map(({ label }) => label)]),
    ).toEqual([
      ['a', ['Porites']],
      ['b', ['Pavona']],
    ]);
    expect(skipped).toEqual([]);
  });

  test('a list of images of which none can be read is refused, an empty one is not', async () => {
    await expect(read('{"id": 1.5, "file_name": "a.jpg"}')).rejects.toThrow(
      'has no image that can be read: image without an id, image 0',
    );
    expect((await read('')).samples).toEqual([]);
  });

  test('all else is as JSON reads it', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.json().map((text) => JSON.parse(text) as unknown),
        ),
        (member) => {
          fc.pre(!/\d{16}/.test(JSON.stringify(member)));
          expect(parsed(JSON.stringify(member))).toEqual({
            value: JSON.parse(JSON.stringify(member)) as unknown,
            lost: [],
            texts: [],
          });
        },
      ),
    );
  });

  test('any whole number keeps its digits, wherever it stands', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), fc.boolean(), (number, isOdd) => {
        const { value } = parsed(
          `{"a": [{"b": ${String(number)}}], "c": ${isOdd ? 'NaN' : '1'}, "s": "Infinity ${String(number)}"}`,
        );
        const [{ b }] = (value as { a: [{ b: number | string }] }).a;
        expect(BigInt(b)).toBe(number);
        expect(value).toMatchObject({ c: isOdd ? null : 1, s: `Infinity ${String(number)}` });
      }),
    );
  });
});
