import fc from 'fast-check';
import { mergeRules } from '../../../src/commands/merge-flags.ts';
import type { Library } from '../../../src/dataset/library.ts';
import type { Label } from '../../../src/dataset/model/label.ts';
import type { FieldLabels, Sample } from '../../../src/dataset/model/sample.ts';
import { wholeDataset } from '../../../src/dataset/query/plan.ts';
import type { MergeRules } from '../../../src/dataset/versions/merge-rules.ts';
import { box, outline, sampleOf, testJob } from '../library-fixture.ts';

/** An id. */
export const hex = (n: number): string => n.toString(16).padStart(24, '0');

/** Few of each, so that the same often comes twice. */
const anyLabel = (id: number): fc.Arbitrary<Label> =>
  fc
    .record({
      label: fc.constantFrom(null, 'Porites', 'Pavona'),
      confidence: fc.constantFrom(null, 0.5),
      tags: fc.constantFrom([], [], ['x'], ['x', 'y'], ['y', 'x']),
      attributes: fc.constantFrom({}, { a: 1 }, { b: [2], a: 1 }),
      shape: fc.constantFrom('square', 'open', 'far', 'box'),
    })
    .map(({ label, shape, ...rest }) => {
      const more = { ...rest, id: hex(id) };
      if (shape === 'box') return box(label, [0.1, 0.1, 0.2, 0.2], more);
      const x = shape === 'far' ? 50 : 0;
      return outline(label, [x, 0, x + 10, 0, x + 10, 10], { ...more, closed: shape !== 'open' });
    });

const list = fc
  .oneof(
    { weight: 4, arbitrary: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }) },
  )
  .chain((ids) => fc.tuple(...ids.map(anyLabel)));

/** The same label, mostly, or with another part. */
const varied = (label: Label): fc.Arbitrary<Label> =>
  fc
    .tuple(
      anyLabel(Number.parseInt(label.id ?? '0', 16)),
      fc.constantFrom('none', 'none', 'none', 'label', 'confidence', 'tags', 'attributes', 'shape'),
    )
    .map(([other, part]) => {
      const { label: name, confidence, tags, attributes } = label;
      if (part === 'shape') return { ...other, label: name, confidence, tags, attributes };
      return part === 'none' ? label : { ...label, [part]: other[part as 'label'] };
    });

const renamed = (label: Label, i: number): Label => (i === 0 ? { ...label, id: hex(9) } : label);

/** A list, and what it is on the other side: mostly with labels of the same ids at the same places. */
const twoLists = (odd: number): fc.Arbitrary<readonly [FieldLabels, FieldLabels]> =>
  list.chain((labels) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.tuple(...labels.map(varied)).map((there) => [labels, there] as const) },
      { weight: odd, arbitrary: fc.constant([labels, labels.toReversed()] as const) },
      { weight: odd, arbitrary: fc.constant([labels, labels.slice(1)] as const) },
      { weight: odd, arbitrary: fc.constant([labels, labels.map(renamed)] as const) },
      { weight: odd, arbitrary: list.map((there) => [labels, there] as const) },
      { weight: odd, arbitrary: fc.constantFrom([labels, null] as const, [null, labels] as const) },
      { weight: 1, arbitrary: fc.constant([null, null] as const) },
    ),
  );

/** A sample as it is in either dataset. */
export type Two = readonly [here: Sample, there: Sample];

const twoSamples = (n: number): fc.Arbitrary<Two> =>
  fc
    .record({
      gt: twoLists(1),
      pred: twoLists(0),
      one: twoLists(0),
      year: fc.tuple(fc.constantFrom(null, 1, 2), fc.constantFrom(null, 1, 2)),
      tags: fc.tuple(fc.subarray(['a', 'b']), fc.subarray(['b', 'a'])),
    })
    .map(({ gt, pred, one, year, tags }) => {
      const side = (at: 0 | 1): Sample =>
        sampleOf(`${String(n)}.jpg`, {
          tags: tags[at],
          fields: { year: year[at] },
          labels: { gt: gt[at], pred: pred[at], one: one[at]?.slice(0, 1) ?? null },
        });
      return [side(0), side(1)];
    });

/** Samples of two datasets; the last is only in the second. */
export const anyTwo: fc.Arbitrary<readonly Two[]> = fc.tuple(...[1, 2, 3, 4, 5].map(twoSamples));

/** Which datasets have the field `pred`, and in which the first label of each sample was removed, so that none has its place. */
export type Present = { readonly pred: string; readonly gap: readonly Name[] };
type Name = 'reef' | 'other';

/** Any of that. */
export const anyPresent: fc.Arbitrary<Present> = fc.record({
  pred: fc.constantFrom('both', 'both', 'both', 'reef', 'other'),
  gap: fc.subarray<Name>(['reef', 'other']),
});

/** What a merge may be told. */
export const anyRules: fc.Arbitrary<MergeRules> = fc
  .record({
    ...Object.fromEntries(
      ['overwrite', 'mergeLists', 'mergeEmbeddedDocs', 'includeInfo'].map((name) => [name, fc.boolean()]),
    ),
    insertNew: fc.boolean(),
    skipExisting: fc.constantFrom(...Array<boolean>(9).fill(false), true),
    fields: fc.constantFrom(
      ...[
        ...Array<undefined>(9).fill(undefined),
        'gt',
        'gt=pred,pred=gt',
        'gt=fresh,year',
        'gt=pred',
        'gt=x,pred=x',
        'one,gt',
      ],
      'pred=gt,gt=gt',
    ),
    omitFields: fc.constantFrom(...Array<undefined>(5).fill(undefined), 'gt', 'tags'),
  })
  .map((flags) => mergeRules(flags));

/** Makes the datasets `reef` and `other`. */
export async function makeTwo(library: Library, pairs: readonly Two[], { pred, gap }: Present): Promise<void> {
  const here = pairs.slice(0, -1).map(([sample]) => sample);
  const there = pairs.map(([, sample]) => sample);
  await makeOne(library, 'reef', here, pred !== 'other');
  await makeOne(library, 'other', there, pred !== 'reef');
  for (const name of gap) await removeFirst(library, name);
}

const FIELDS = [
  ['gt', true],
  ['pred', true],
  ['one', false],
] as const;

/** Makes a dataset. */
export async function makeOne(
  library: Library,
  name: string,
  samples: readonly Sample[],
  hasPred = false,
): Promise<void> {
  await library.create(name, { statement: 'import', job: testJob() }, (writer) => {
    for (const [field, isList] of FIELDS) {
      if (field === 'pred' && !hasPred) continue;
      writer.declareField({ kind: 'labels', name: field, label: 'mixed', list: isList, attributes: {} });
    }
    writer.write(samples.map((sample) => (hasPred ? sample : withoutPred(sample))));
    return Promise.resolve();
  });
}

function withoutPred({ labels, ...sample }: Sample): Sample {
  return { ...sample, labels: Object.fromEntries(Object.entries(labels).filter(([name]) => name !== 'pred')) };
}

async function removeFirst(library: Library, name: string): Promise<void> {
  await library.change(name, { statement: 'edit', job: testJob() }, async (edit) => {
    for await (const { id = '', labels } of edit.samples(wholeDataset(name))) {
      const first = labels['gt']?.[0]?.id;
      if (first !== undefined) edit.removeLabel(id, 'gt', first);
    }
  });
}
