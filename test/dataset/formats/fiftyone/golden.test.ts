import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fiftyone } from '../../../../src/dataset/formats/fiftyone/fiftyone.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';
import type { FieldLabels, FieldValue, Sample } from '../../../../src/dataset/model/sample.ts';
import { type Field, listKeyOf } from '../../../../src/dataset/model/schema.ts';
import { readAll } from '../read-format.ts';

// Exports that FiftyOne wrote, and the neutral files from which it was filled; not everywhere at hand.
const SHARED = '../shared/fiftyone';
const isThere = existsSync(SHARED);

type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
type Members = { readonly [key: string]: Value };
type Neutral = {
  readonly fields: Readonly<Record<string, string>>;
  readonly label_attributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly info: Value;
  readonly default_classes: readonly string[];
  readonly samples: readonly Members[];
};

function neutral(name: string): Neutral {
  const bytes = readFileSync(join(SHARED, name));
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()) as Neutral;
}

/** A read sample in the form of the neutral files: absent is missing, null is null. */
function neutralSample(sample: Sample, fields: readonly Field[]): Members {
  const { id = '', filepath, tags, extras = {}, nulls = [], width, height } = sample;
  const metadata = extras['metadata'] as Members | undefined;
  return {
    id,
    filepath,
    tags,
    ...(metadata !== undefined && { metadata: { ...metadata, width, height } }),
    ...Object.fromEntries(Object.entries(sample.fields).map(([name, value]) => [name, neutralValue(value)])),
    ...Object.fromEntries(
      Object.entries(sample.labels).map(([name, labels]) => [name, neutralLabels(labels, fields, name)]),
    ),
    ...Object.fromEntries(nulls.filter((name) => !isNan(sample, name)).map((name) => [name, null])),
  };
}

function isNan({ extras }: Sample, name: string): boolean {
  const nan = extras?.['nan'];
  return Array.isArray(nan) && nan.includes(name);
}

function neutralLabels(labels: FieldLabels, fields: readonly Field[], name: string): Value {
  const field = fields.find((one) => one.name === name);
  if (field?.kind !== 'labels') throw new Error(`${name} is not declared`);
  const list = (labels ?? []).map(neutralLabel);
  return field.list ? { [listKeyOf(field.label)]: list } : (list[0] ?? null);
}

function neutralValue(value: FieldValue): Value {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $float: String(value) };
  return value;
}

function neutralLabel(label: Label): Members {
  const { id = '', confidence, tags, attributes } = label;
  const about = { id, label: label.label, tags, ...(confidence !== null && { confidence }), ...attributes };
  switch (label.kind) {
    case 'polyline':
      return { ...about, points: label.rings.map(({ xy }) => pairs(xy)), closed: label.closed, filled: label.filled };
    case 'detection':
      return { ...about, bounding_box: label.box };
    case 'keypoint':
      return { ...about, points: pairs(label.xy) };
    case 'classification':
    case 'mask':
      return about;
  }
}

function pairs(xy: readonly number[]): Value {
  return Array.from({ length: xy.length / 2 }, (_, i) => xy.slice(2 * i, 2 * i + 2).map(neutralValue));
}

/** What FiftyOne does not keep apart: dates have milliseconds, and a label without a name has null. */
function expected({ samples }: Neutral): readonly Members[] {
  return JSON.parse(JSON.stringify(samples), (key, value: Value) =>
    key === '$date' && typeof value === 'string' ? new Date(value).toISOString() : value,
  ) as readonly Members[];
}

describe.skipIf(!isThere)('an export of FiftyOne is what FiftyOne was given', () => {
  test.each([
    ['dataset-12.json', 'golden/12/fiftyone-labels-only', '/data/coral'],
    ['dataset-300.json.gz', 'golden/300-labels-only', null],
  ])('%s', async (name, folder, media) => {
    const given = neutral(name);
    const told = await readAll(fiftyone, join(SHARED, folder), { media });
    expect(told.samples.map((sample) => neutralSample(sample, told.fields))).toEqual(expected(given));
    expect(told.details['info']).toEqual(given.info);
    expect(told.details['default_classes']).toEqual(given.default_classes);
    expect(told.skipped).toEqual([]);
  });

  test.each([
    ['dataset-12.json', 'golden/12/fiftyone-labels-only'],
    ['dataset-300.json.gz', 'golden/300-labels-only'],
  ])('%s has the declared fields', async (name, folder) => {
    const given = neutral(name);
    const { fields } = await readAll(fiftyone, join(SHARED, folder));
    expect(Object.fromEntries(fields.map((field) => [field.name, typeName(field)]))).toEqual(given.fields);
    for (const field of fields) {
      if (field.kind !== 'labels') continue;
      const { index, mask_path: file, logits, ...declared } = field.attributes;
      const path = field.list ? `${field.name}.${listKeyOf(field.label)}` : field.name;
      expect(declared).toEqual(given.label_attributes[path] ?? {});
      expect([index ?? 'int', file ?? 'string', logits ?? 'dict']).toEqual(['int', 'string', 'dict']);
    }
  });

  test('a view holds what the view showed', async () => {
    const told = await readAll(fiftyone, join(SHARED, 'golden/12/fiftyone-view'));
    const shown = expected(neutral('dataset-12.json'))
      .filter(({ id }) => told.samples.some((sample) => sample.id === id))
      .map((sample) => {
        const { polylines } = sample['gt_polylines'] as { readonly polylines: readonly Members[] };
        return { ...sample, gt_polylines: { polylines: polylines.filter(({ label }) => label === 'Acropora') } };
      });
    expect(told.samples.map((sample) => neutralSample(sample, told.fields))).toEqual(shown);
    expect(shown).toHaveLength(3);
  });
});

function typeName(field: Field): string {
  if (field.kind === 'value') {
    const name = field.type === 'date' ? 'datetime' : field.type;
    return field.element === undefined ? name : `${name}<${field.element}>`;
  }
  const one = field.label.charAt(0).toUpperCase() + field.label.slice(1);
  return field.list ? `${one}s` : one;
}
