import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instanceMask, numpyArray } from '../../../../src/dataset/formats/fiftyone/instance-mask.ts';

/** A `.npy` file as NumPy 1 and 2 write it. */
export function npy(type: string, shape: readonly number[], data: Uint8Array): Buffer {
  const tuple = shape.length === 1 ? `(${String(shape[0])},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  return Buffer.concat([start, Buffer.from(`${dictionary.padEnd(length - 1)}\n`, 'latin1'), data]);
}

const TYPES = [
  ['|b1', 1],
  ['|u1', 1],
  ['<i4', 4],
  ['<f8', 8],
] as const;

describe('instance masks', () => {
  test('are read in any size and type', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), fc.constantFrom(...TYPES), (height, width, [type, size]) => {
        const bytes = npy(type, [height, width], new Uint8Array(height * width * size));
        expect(numpyArray(bytes)).toEqual({ height, width, type });
        const base64 = deflateSync(bytes).toString('base64');
        expect(instanceMask({ $binary: { base64, subType: '00' } })).toEqual({
          base64,
          array: { height, width, type },
        });
      }),
    );
  });

  test('are refused where bytes are missing or too many, wherever the cut is', () => {
    const bytes = npy('|u1', [3, 5], new Uint8Array(15));
    for (let length = 0; length < bytes.length; length++) {
      expect(numpyArray(bytes.subarray(0, length))).toBeUndefined();
    }
    expect(numpyArray(Buffer.concat([bytes, Buffer.of(0)]))).toBeUndefined();
  });

  test.each([
    ['one dimension', npy('|u1', [15], new Uint8Array(15))],
    ['three dimensions', npy('|u1', [1, 3, 5], new Uint8Array(15))],
    ['Python objects', npy('|O', [3, 5], new Uint8Array(15))],
    ['something else', Buffer.from('PNG')],
  ])('are refused: %s', (_, bytes) => {
    expect(numpyArray(bytes)).toBeUndefined();
  });

  test('are refused where the stream is none, or cut off', () => {
    const stream = deflateSync(npy('|u1', [3, 5], new Uint8Array(15)));
    for (const bytes of [stream.subarray(0, 20), Buffer.from('abc'), Buffer.alloc(0)]) {
      expect(instanceMask({ $binary: { base64: bytes.toString('base64') } })).toBeUndefined();
    }
    expect(instanceMask('eJw=')).toBeUndefined();
  });
});
