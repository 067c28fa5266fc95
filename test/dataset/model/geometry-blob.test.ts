import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeGeometry, encodeGeometry, isShape } from '../../../src/dataset/model/geometry-blob.ts';
import { anyLabel } from '../arbitrary-samples.ts';
import { box, outline } from '../library-fixture.ts';

describe('geometry blob', () => {
  test('gives back every number of every kind of label', () => {
    fc.assert(
      fc.property(anyLabel, (label) => {
        if (!isShape(label)) return;
        const decoded = decodeGeometry(label.kind, encodeGeometry(label));
        expect({ ...label, ...decoded }).toEqual(label);
      }),
    );
  });

  test('is as documented, byte by byte, for an outline with a hole in halves of a pixel', () => {
    const label = outline('Porites', [], {
      rings: [
        { xy: [0, 0, 1.5, 0, 0, 2], hole: false },
        { xy: [0.5, 0.5], hole: true },
      ],
    });
    const bytes = Buffer.from(encodeGeometry(label));
    expect(bytes.subarray(0, 16).toString('hex')).toBe('0c000000' + '02000000' + '03000000' + '01000080');
    expect(bytes.length).toBe(16 + 8 * 4);
    expect(bytes.readFloatLE(24)).toBe(1.5);
  });

  test('takes 8 bytes a coordinate only where 4 do not hold it', () => {
    expect(encodeGeometry(box('a', [0.5, 0.25, 1, 2])).length).toBe(4 + 16);
    expect(encodeGeometry(box('a', [0.1, 0.25, 1, 2])).length).toBe(4 + 32);
  });

  test('refuses coordinates that do not come in pairs', () => {
    expect(() => encodeGeometry(outline('a', [1, 2, 3]))).toThrow('pairs');
  });

  test('refuses a blob that is cut off or too long', () => {
    const blob = encodeGeometry(outline('a', [1, 2, 3, 4]));
    expect(() => decodeGeometry('polyline', blob.subarray(0, -1))).toThrow(RangeError);
    expect(() => decodeGeometry('polyline', Buffer.concat([blob, Buffer.alloc(1)]))).toThrow(RangeError);
    expect(() => decodeGeometry('mask', blob)).toThrow(RangeError);
  });
});
