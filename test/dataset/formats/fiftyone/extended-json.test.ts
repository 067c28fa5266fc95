import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  binaryIn,
  dateIn,
  numberIn,
  objectIdIn,
  plainJson,
} from '../../../../src/dataset/formats/fiftyone/extended-json.ts';
import type { Json } from '../../../../src/dataset/model/label.ts';

const date = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z') });

/** How pymongo writes a number. */
function written(number: number): Json {
  return Number.isFinite(number) ? number : { $numberDouble: String(number) };
}

describe('extended JSON', () => {
  test('dates are read from text, from milliseconds, and from milliseconds as text', () => {
    fc.assert(
      fc.property(date, (moment) => {
        const iso = moment.toISOString();
        for (const form of [iso, iso.replace('Z', ''), iso.replace('Z', '+00:00'), moment.getTime()]) {
          expect(dateIn({ $date: form })).toEqual(moment);
        }
        expect(dateIn({ $date: { $numberLong: String(moment.getTime()) } })).toEqual(moment);
      }),
    );
  });

  test.each([
    ['with a zone', '2021-05-01T10:00:00+02:00', '2021-05-01T08:00:00.000Z'],
    ['without fractions', '2021-05-01T08:00:00Z', '2021-05-01T08:00:00.000Z'],
    ['with microseconds', '2021-05-01T08:00:00.123456Z', '2021-05-01T08:00:00.123Z'],
  ])('a date %s', (_, text, iso) => {
    expect(dateIn({ $date: text })?.toISOString()).toBe(iso);
  });

  test.each([
    ['2021-02-30'],
    ['2021-13-01T00:00:00Z'],
    ['yesterday'],
    [''],
    [null],
    [true],
    [1e300],
    [{}],
    ['1/2/2021'],
  ])('no date: %j', (given) => {
    expect(dateIn({ $date: given })).toBeUndefined();
  });

  test('numbers come back, also those that JSON does not know', () => {
    fc.assert(
      fc.property(fc.double(), (any) => {
        const number = any + 0; // `String` has no sign for zero
        expect(numberIn(written(number))).toBe(number);
        expect(numberIn({ $numberDouble: String(number) })).toBe(number);
      }),
    );
    expect(numberIn({ $numberLong: '-12' })).toBe(-12);
    expect(numberIn({ $numberInt: '7' })).toBe(7);
    expect(numberIn({ $numberDecimal: '1.5' })).toBe(1.5);
    for (const wrong of [{ $numberLong: '' }, { $numberDouble: '0x10' }, { $numberDouble: null }, '1', null, [1], {}]) {
      expect(numberIn(wrong)).toBeUndefined();
    }
  });

  test('ids and binary values are taken only whole', () => {
    expect(objectIdIn({ $oid: '66B0000000000000000000A1' })).toBe('66b0000000000000000000a1');
    expect([{ $oid: '66b0' }, { $oid: 1 }, '66b0000000000000000000a1', null].map(objectIdIn)).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    expect(binaryIn({ $binary: { base64: 'eJw=', subType: '00' } })).toBe('eJw=');
    expect(binaryIn({ $binary: 'eJw=', $type: '00' })).toBe('eJw=');
    expect(binaryIn({ $binary: { base64: 'a b' } })).toBeUndefined();
  });

  test('free values come back: what JSON has as it is, the rest as what stands for it', () => {
    type Pair = readonly [Json, Json];
    const object = (entries: readonly (readonly [string, Pair])[], at: 0 | 1): Json =>
      Object.fromEntries(entries.map(([name, pair]) => [`k${name}`, pair[at]]));
    const { value } = fc.letrec<{ value: Pair }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(fc.string(), fc.boolean(), fc.constant(null)).map((plain): Pair => [plain, plain]),
        fc.double().map((number): Pair => [written(number), Number.isFinite(number) ? number : null]),
        date.map((moment): Pair => [{ $date: moment.getTime() }, moment.toISOString()]),
        fc.array(tie('value'), { maxLength: 3 }).map((list): Pair => [list.map(([a]) => a), list.map(([, b]) => b)]),
        fc
          .array(fc.tuple(fc.string(), tie('value')), { maxLength: 3 })
          .map((entries): Pair => [object(entries, 0), object(entries, 1)]),
      ),
    }));
    fc.assert(
      fc.property(value, ([given, plain]) => {
        expect(plainJson(given, () => undefined)).toEqual(plain);
      }),
    );
  });

  test('what becomes null or a text is counted', () => {
    const counted: (string | number)[] = [];
    const value = { a: [{ $numberDouble: 'NaN' }, 1], b: { c: { $numberDouble: '-Infinity' }, d: { $date: 0 } } };
    const plain = { a: [null, 1], b: { c: null, d: '1970-01-01T00:00:00.000Z' } };
    expect(plainJson(value, (replaced) => counted.push(replaced))).toEqual(plain);
    expect(counted).toEqual([NaN, -Infinity, plain.b.d]);
  });
});
