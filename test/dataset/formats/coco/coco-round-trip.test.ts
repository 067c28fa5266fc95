import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coco } from '../../../../src/dataset/formats/coco/coco.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { findingsIn } from '../findings-in.ts';
import { newFolder, onlyLabel, readAll } from '../read-format.ts';
import { job, writeOptions } from '../write-options.ts';

describe('labels and results, there and back', () => {
  const number = fc
    .oneof(fc.integer({ min: 0, max: 90 }), fc.double({ min: 0, max: 90, noNaN: true }))
    .map((x) => x + 0);
  const score = fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0);
  const about = fc.record({ label: fc.constantFrom('A', 'Sable & débris', '珊瑚'), tags: fc.constant([]) });
  const whole = fc.integer({ min: 0, max: 8 });
  const shape = fc.oneof(
    fc
      .tuple(number, number, number, number)
      .map((box) => ({ kind: 'detection' as const, units: 'pixel' as const, box, attributes: {} })),
    fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 4, maxLength: 4 }).map((xy) => ({
      ...{ kind: 'keypoint' as const, units: 'pixel' as const, xy },
      attributes: { visibility: xy.filter((_, i) => i % 2 === 0).map(() => 2), bbox: [1, 2, 3, 4] },
    })),
    // Cut to its set pixels: the corners are set.
    fc.tuple(whole, whole).map(([left, top]) => ({
      kind: 'mask' as const,
      left,
      top,
      width: 3,
      height: 2,
      counts: [0, 1, 1, 1, 2, 1],
      attributes: {},
    })),
  );
  const labelWith = (confidence: fc.Arbitrary<number | null>): fc.Arbitrary<Label> =>
    fc.tuple(about, shape, confidence).map(([one, other, value]) => ({ ...one, ...other, confidence: value }));
  const fields = fc.record({
    ground_truth: fc.array(labelWith(fc.constant(null)), { minLength: 1, maxLength: 3 }),
    predictions: fc.array(labelWith(score), { maxLength: 4 }),
  });

  test('both fields are the same, and written again the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fields, { minLength: 1, maxLength: 3 }), async (lists) => {
        const samples = lists.map((labels, i): Sample => {
          return { filepath: `${String(i)}.jpg`, width: 100, height: 100, tags: [], fields: {}, labels };
        });
        const [first, second] = [newFolder(), newFolder()];
        const choices = { media: 'none' as const, fields: ['ground_truth'], predictions: 'predictions' };
        await coco.write(writeOptions({ out: first, media: first }, samples, choices), job());
        const told = await readAll(coco, first);
        expect(told.skipped).toEqual([]);
        expect(told.samples.map(({ labels }) => labels['predictions'])).toEqual(lists.map((one) => one.predictions));
        expect(told.samples.map(({ labels }) => labels['ground_truth']?.map(withoutOwn))).toEqual(
          lists.map((one) => one.ground_truth),
        );
        expect((await findingsIn(coco, first)).filter(({ severity }) => severity === 'error')).toEqual([]);
        await coco.write(writeOptions({ out: second, media: second }, told.samples, choices), job());
        for (const name of ['labels.json', 'predictions.json']) {
          expect(readFileSync(join(second, name), 'utf8')).toBe(readFileSync(join(first, name), 'utf8'));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('an outline comes back as the mask of its pixels', async () => {
    const out = newFolder();
    const outline: Label = {
      ...{ kind: 'polyline', units: 'pixel', rings: [{ xy: [2, 2, 7, 2, 7, 7, 2, 7], hole: false }] },
      ...{ closed: true, filled: true, label: 'A', confidence: 0.5, tags: [], attributes: {} },
    };
    const sample: Sample = {
      ...{ filepath: 'a.jpg', width: 10, height: 10, tags: [], fields: {} },
      labels: { gt: [outline], pred: [outline] },
    };
    const options = writeOptions({ out, media: out }, [sample], { media: 'none', fields: ['gt'], predictions: 'pred' });
    await coco.write(options, job());
    const told = await readAll(coco, out, { predictionsField: 'pred' });
    expect(onlyLabel(told.samples[0], 'pred')).toEqual({
      ...{ kind: 'mask', left: 2, top: 2, width: 5, height: 5, counts: [0, 25] },
      ...{ label: 'A', confidence: 0.5, tags: [], attributes: {} },
    });
  });
});

/** Without what COCO adds. */
function withoutOwn(label: Label): Label {
  const own = Object.entries(label.attributes).filter(([key]) => key !== 'coco_id' && key !== 'iscrowd');
  return { ...label, attributes: Object.fromEntries(own) };
}
