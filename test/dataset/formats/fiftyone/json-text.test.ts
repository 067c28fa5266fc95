import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberIn } from '../../../../src/dataset/formats/fiftyone/extended-json.ts';
import {
  dateText,
  floatText,
  jsonText,
  pointsText,
  stringText,
} from '../../../../src/dataset/formats/fiftyone/json-text.ts';
import type { Json } from '../../../../src/dataset/model/label.ts';

const parse = (text: string): Json => JSON.parse(text) as Json;

describe('JSON for FiftyOne', () => {
  test('every float comes back, and is a float to Python', () => {
    fc.assert(
      fc.property(fc.double(), (number) => {
        const text = floatText(number);
        expect(numberIn(parse(text))).toBe(number);
        expect(text).toMatch(/[.e]|numberDouble/);
      }),
    );
    expect([3, -0, 1e21, 0.1].map(floatText)).toEqual(['3.0', '-0.0', '1e+21', '0.1']);
  });

  test('points come back, whatever their numbers, in fractions of the picture', () => {
    const number = fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }), fc.constantFrom(0, -0, 1));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number)), (pairs) => {
        const read = parse(pointsText(pairs.flat(), [1, 1])) as readonly (readonly Json[])[];
        expect(read.map((pair) => pair.map(numberIn))).toEqual(pairs);
      }),
    );
    expect(parse(pointsText([50, 20, 100, 80], [100, 80]))).toEqual([
      [0.5, 0.25],
      [1, 1],
    ]);
    expect(pointsText([0.5, 1], [1, 1])).toBe('[[0.5, 1.0]]');
  });

  test('texts are ASCII, and come back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        const text = stringText(given);
        expect(parse(text)).toBe(given);
        expect(parse(jsonText({ [given]: [given] }))).toEqual(JSON.parse(JSON.stringify({ [given]: [given] })));
        expect(Buffer.byteLength(text)).toBe(text.length);
      }),
    );
  });

  test.each([
    ['2021-05-01T08:00:00.000Z', '{"$date": "2021-05-01T08:00:00Z"}'],
    ['2021-05-01T08:00:00.120Z', '{"$date": "2021-05-01T08:00:00.120Z"}'],
    ['+010000-01-01T00:00:00.000Z', '{"$date": {"$numberLong": "253402300800000"}}'],
  ])('a date: %s', (iso, text) => {
    expect(dateText(new Date(iso))).toBe(text);
  });
});
