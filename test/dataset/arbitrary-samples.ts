import fc from 'fast-check';
import type { Json, Label } from '../../src/dataset/model/label.ts';
import type { FieldValue, Sample } from '../../src/dataset/model/sample.ts';

const coordinate = fc.oneof(
  fc.double({ noDefaultInfinity: true }),
  fc.float({ noDefaultInfinity: true }),
  fc.integer({ min: -10, max: 5000 }),
);

const pairs = (minLength: number): fc.Arbitrary<number[]> =>
  fc.array(fc.tuple(coordinate, coordinate), { minLength, maxLength: 8 }).map((points) => points.flat());

const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('Porites', 'Acropora', 'Pavona'));

/** JSON as it is written: `JSON.stringify` makes 0 of -0, which the generator may yield. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);

const attributes = fc.dictionary(text, json, { maxKeys: 3 });

const base = fc.record({
  label: fc.option(text),
  confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  tags: fc.uniqueArray(text, { maxLength: 2 }),
  attributes,
});

const units = fc.constantFrom('pixel', 'normalised');

const run = fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: 2 ** 32 - 1 }));

/** Any label, with coordinates of any size and shape, NaN included. */
export const anyLabel: fc.Arbitrary<Label> = fc
  .oneof(
    fc.tuple(
      base,
      fc.record({
        kind: fc.constant('polyline' as const),
        units,
        rings: fc.array(fc.record({ xy: pairs(0), hole: fc.boolean() }), { maxLength: 3 }),
        closed: fc.boolean(),
        filled: fc.boolean(),
      }),
    ),
    fc.tuple(
      base,
      fc.record({
        kind: fc.constant('detection' as const),
        units,
        box: fc.tuple(coordinate, coordinate, coordinate, coordinate),
      }),
    ),
    fc.tuple(base, fc.record({ kind: fc.constant('keypoint' as const), units, xy: pairs(0) })),
    fc.tuple(
      base,
      fc.record({
        kind: fc.constant('mask' as const),
        left: fc.integer({ min: -5, max: 5000 }),
        top: fc.integer({ min: -5, max: 5000 }),
        width: fc.nat({ max: 5000 }),
        height: fc.nat({ max: 5000 }),
        counts: fc.array(run, { maxLength: 10 }),
      }),
    ),
    fc.tuple(base, fc.record({ kind: fc.constant('classification' as const) })),
  )
  .map(([common, shape]) => ({ ...common, ...shape }));

const values: Readonly<Record<string, fc.Arbitrary<FieldValue>>> = {
  depth: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isSafeInteger(value)),
  year: fc.integer(),
  area: text,
  reviewed: fc.boolean(),
  captured: fc.date({ noInvalidDate: true, min: new Date(0) }),
  notes: fc.array(text, { maxLength: 3 }),
};

const sample: fc.Arbitrary<Omit<Sample, 'filepath'>> = fc.record({
  width: fc.option(fc.integer({ min: 1, max: 5000 })),
  height: fc.option(fc.integer({ min: 1, max: 5000 })),
  tags: fc.uniqueArray(text, { maxLength: 3 }),
  fields: fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<Record<string, FieldValue>>,
  labels: fc.record(
    {
      ground_truth: fc.option(fc.array(anyLabel, { maxLength: 4 })),
      predictions: fc.option(fc.array(anyLabel, { maxLength: 2 })),
    },
    { requiredKeys: [] },
  ),
});

/** Some samples, each of its own file. */
export const anySamples: fc.Arbitrary<Sample[]> = fc
  .array(sample, { maxLength: 5 })
  .map((list) => list.map((one, i) => ({ ...one, filepath: `site/${String(i)}.jpg` })));
