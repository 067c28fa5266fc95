import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCocoCounts, maskFromColumns, runsOf } from '../../../src/dataset/geometry/rle.ts';

/** What pycocotools does to write run lengths as text. */
function cocoText(counts: readonly number[]): string {
  let text = '';
  counts.forEach((count, i) => {
    let x = i > 2 ? count - (counts[i - 2] ?? 0) : count;
    for (let more = true; more;) {
      let group = x & 0x1f;
      x >>= 5;
      more = (group & 0x10) !== 0 ? x !== -1 : x !== 0;
      if (more) group |= 0x20;
      text += String.fromCharCode(group + 48);
    }
  });
  return text;
}

/** Pixels row by row of a picture of that size. */
function unpack(mask: ReturnType<typeof maskFromColumns>, width: number, height: number): number[] {
  const pixels = Array<number>(width * height).fill(0);
  if (mask === undefined) return pixels;
  let at = 0;
  mask.counts.forEach((run, i) => {
    for (let k = 0; k < run; k++, at++) {
      const x = mask.left + (at % mask.width);
      const y = mask.top + Math.floor(at / mask.width);
      if (i % 2 === 1) pixels[y * width + x] = 1;
    }
  });
  return pixels;
}

describe('run lengths of COCO', () => {
  it('reads the text that pycocotools wrote', () => {
    // 32 = 0b1_00000: a group 0 with more to follow, then 1. The last two are differences: 3 - 3, 55 - 7.
    expect(decodeCocoCounts('P1370`1')).toEqual([32, 3, 7, 3, 55]);
    expect(decodeCocoCounts(cocoText([32, 3, 7, 3, 55]))).toEqual([32, 3, 7, 3, 55]);
  });

  it('reads any counts back', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40_000_000 })), (counts) => {
        expect(decodeCocoCounts(cocoText(counts))).toEqual(counts);
      }),
    );
  });

  it.each(['a ', '\u007f', 'oooooooooooo', 'o', '\u0000'])('refuses the text %j', (text) => {
    expect(decodeCocoCounts(text)).toBeUndefined();
  });

  it('turns columns into rows of the box of the set pixels', () => {
    expect(maskFromColumns([32, 3, 7, 3, 55], 10, 10)).toEqual({
      left: 3,
      top: 2,
      width: 2,
      height: 3,
      counts: [0, 6],
    });
    expect(maskFromColumns([1, 4, 1], 2, 3)).toEqual({ left: 0, top: 0, width: 2, height: 3, counts: [1, 4, 1] });
    expect(maskFromColumns([0, 1, 1, 1], 2, 2)).toEqual({ left: 0, top: 0, width: 2, height: 1, counts: [0, 2] });
  });

  it('sets exactly the pixels of the source', () => {
    const picture = fc
      .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
      .chain((size) =>
        fc.record({
          size: fc.constant(size),
          pixels: fc.array(fc.nat(1), { minLength: size.width * size.height, maxLength: size.width * size.height }),
        }),
      );
    fc.assert(
      fc.property(picture, ({ size: { width, height }, pixels }) => {
        const columns = pixels.map((_, i) => pixels[(i % height) * width + Math.floor(i / height)] ?? 0);
        const mask = maskFromColumns(runsOf(Uint8Array.from(columns)), width, height);
        expect(unpack(mask, width, height)).toEqual(pixels);
      }),
    );
  });

  it.each([
    { counts: [5], width: 2, height: 2, what: 'more pixels than the picture' },
    { counts: [4], width: 2, height: 2, what: 'nothing set' },
    { counts: [1.5, 1], width: 2, height: 2, what: 'a fraction' },
    { counts: [-1, 1], width: 2, height: 2, what: 'less than none' },
    { counts: [0, 1], width: 2 ** 30, height: 2 ** 30, what: 'a picture that cannot be' },
    { counts: [0, 2 ** 39], width: 2 ** 20, height: 2 ** 20, what: 'a box too large to unpack' },
  ])('refuses $what', ({ counts, width, height }) => {
    expect(maskFromColumns(counts, width, height)).toBeUndefined();
  });
});
