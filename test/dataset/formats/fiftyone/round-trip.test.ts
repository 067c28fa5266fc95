import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, Label } from '../../../../src/dataset/model/label.ts';
import type { FieldValue, Sample } from '../../../../src/dataset/model/sample.ts';
import { importSamples, temporaryFolder, testLibrary } from '../../library-fixture.ts';
import { importExport, withoutDataset, writeDataset } from './written.ts';

const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('Porites', 'Acropora'));
const coordinate = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer({ min: -1, max: 2 }), fc.constant(-0));
const points = fc.array(fc.tuple(coordinate, coordinate), { maxLength: 6 }).map((pairs) => pairs.flat());
const free = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const attributes = fc.dictionary(fc.constantFrom('health', 'cvat_id', 'index', 'Größe', 'a b'), free, { maxKeys: 3 });
const id = fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('hex'));

const about = fc.record({
  id,
  label: fc.option(text),
  tags: fc.uniqueArray(text, { maxLength: 2 }),
  attributes,
  // One that is not finite is dropped on the way in, and told.
  confidence: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
});
const units = fc.constant('normalised' as const);

/** Labels of one kind each, in fractions of the picture and without marked holes: what FiftyOne can say. */
const LABELS = {
  polylines: fc
    .tuple(
      about,
      fc.record({
        kind: fc.constant('polyline' as const),
        units,
        rings: fc.array(
          points.map((xy) => ({ xy, hole: false })),
          { maxLength: 3 },
        ),
        closed: fc.boolean(),
        filled: fc.boolean(),
      }),
    )
    .map(merged),
  boxes: fc
    .tuple(
      about,
      fc.record({
        kind: fc.constant('detection' as const),
        units,
        box: fc.tuple(coordinate, coordinate, coordinate, coordinate),
      }),
    )
    .map(merged),
  landmarks: fc
    .tuple(
      about.map((common) => ({ ...common, confidence: null })),
      fc.record({ kind: fc.constant('keypoint' as const), units, xy: points }),
    )
    .map(merged),
  quality: fc.tuple(about, fc.constant({ kind: 'classification' as const })).map(merged),
};

function merged<A extends object, S extends object>([common, shape]: readonly [A, S]): A & S {
  return { ...common, ...shape };
}

const labels = fc.record(
  {
    polylines: fc.option(fc.array(LABELS.polylines, { maxLength: 3 })),
    boxes: fc.option(fc.array(LABELS.boxes, { maxLength: 3 })),
    landmarks: fc.option(fc.array(LABELS.landmarks, { maxLength: 2 })),
    quality: fc.option(fc.tuple(LABELS.quality)),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, readonly Label[] | null>>;

const fields = fc.record(
  {
    year: fc.maxSafeInteger(),
    depth: fc.double({ noNaN: true }).filter((value) => !Number.isSafeInteger(value)),
    site: text,
    reviewed: fc.boolean(),
    at: fc.date({ noInvalidDate: true }),
    notes: fc.array(text, { maxLength: 3 }),
    extra: fc.dictionary(
      fc.string().map((name) => `k${name}`),
      free,
      { maxKeys: 3 },
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, FieldValue>>;

const samples = fc.array(
  fc.record({
    width: fc.option(fc.integer({ min: 1, max: 9000 })),
    height: fc.option(fc.integer({ min: 1, max: 9000 })),
    tags: fc.uniqueArray(text, { maxLength: 3 }),
    fields,
    labels,
    nulls: fc.uniqueArray(fc.constantFrom('never', 'other'), { maxLength: 2 }),
  }),
  { maxLength: 5 },
);

/** A name with everything that a path may have. */
function numbered(list: readonly Omit<Sample, 'filepath'>[]): Sample[] {
  return list.map((sample, i) => ({ ...sample, filepath: `/reef/é & <${String(i)}>/100%.jpg` }));
}

describe('a dataset that goes out comes in again', () => {
  test('with the same digests, and the same bytes when it goes out again', async () => {
    const library = testLibrary(temporaryFolder());
    let run = 0;
    await fc.assert(
      fc.asyncProperty(samples, async (list) => {
        run += 1;
        const [first, second] = [`a${String(run)}`, `b${String(run)}`];
        await importSamples(library, first, numbered(list));
        const before = await library.open(first, { runner: 'in-place' });
        const written = await writeDataset(before);
        const after = await importExport(library, second, written.folder);
        try {
          expect(await after.digests()).toEqual(await before.digests());
          const again = await writeDataset(after);
          expect(again.samples.map(withoutDataset)).toEqual(written.samples.map(withoutDataset));
        } finally {
          await before.close();
          await after.close();
        }
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});
