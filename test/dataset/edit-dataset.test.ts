import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Changed, DatasetEdit, Library } from '../../src/dataset/library.ts';
import type { Label } from '../../src/dataset/model/label.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { firstSamples, type Plan, wholeDataset } from '../../src/dataset/query/plan.ts';
import { openForReading } from '../../src/dataset/store/open-database.ts';
import { anyLabel, anySamples } from './arbitrary-samples.ts';
import {
  box,
  dump,
  importSamples,
  outline,
  sampleOf,
  temporaryFolder,
  testJob,
  testLibrary,
} from './library-fixture.ts';

const FIELDS = ['ground_truth', 'predictions'] as const;
const ALL = wholeDataset('reef');

/** A sample in which everything has its id. */
type Whole = Sample & { readonly id: string };

function id(kind: string, n: number): string {
  return `${Buffer.from(kind).toString('hex')}${String(n)}`.slice(0, 24).padEnd(24, '0').replaceAll(/0(?=0*$)/g, 'f');
}

let counter = 0;

function withIds(sample: Sample): Whole {
  const labels = Object.fromEntries(
    Object.entries(sample.labels).map(([field, list]) => [field, list?.map(labelled) ?? null]),
  );
  return { ...sample, id: id('s', counter++), filepath: `${String(counter)}/${sample.filepath}`, labels };
}

function labelled(label: Label): Label {
  return { ...label, id: id('l', counter++) };
}

/** An edit, and what it makes of a list of samples. */
type Step = {
  readonly what: string;
  readonly edit: (edit: DatasetEdit, samples: readonly Whole[]) => Promise<void> | void;
  readonly expected: (samples: readonly Whole[]) => readonly Whole[];
};

const at = <T>(list: readonly T[], n: number): number => (list.length === 0 ? -1 : n % list.length);

function replaceAt(samples: readonly Whole[], n: number, change: (sample: Whole) => Whole): readonly Whole[] {
  return samples.map((sample, i) => (i === at(samples, n) ? change(sample) : sample));
}

const one = anySamples.filter((list) => list.length > 0).map((list) => list[0] as Sample);
const place = fc.nat({ max: 20 });
const field = fc.constantFrom(...FIELDS);
const tag = fc.constantFrom('train', 'val', 'check');

const addStep = one.map((sample): Step => {
  const whole = withIds(sample);
  return {
    what: 'add',
    edit: (edit) => void edit.addSample(whole),
    expected: (samples) => [...samples, whole],
  };
});

const removeStep = place.map(
  (n): Step => ({
    what: 'remove',
    edit: (edit, samples) => {
      const sample = samples[at(samples, n)];
      if (sample !== undefined) edit.removeSample(sample.id);
    },
    expected: (samples) => samples.filter((_, i) => i !== at(samples, n)),
  }),
);

const replaceStep = fc.tuple(one, place).map(([sample, n]): Step => {
  const { id: _, ...rest } = withIds(sample);
  return {
    what: 'replace',
    edit: (edit, samples) => {
      const old = samples[at(samples, n)];
      if (old !== undefined) edit.replaceSample({ ...rest, id: old.id });
    },
    expected: (samples) => replaceAt(samples, n, (old) => ({ ...rest, id: old.id })),
  };
});

const updateStep = fc
  .tuple(one, place, fc.boolean(), fc.boolean())
  .map(([sample, n, resize, reverse]): Step => {
    const { fields, labels, tags, width, height } = withIds(sample);
    const size = resize ? { width, height } : {};
    const next = (old: Whole): Whole => ({
      ...old,
      ...size,
      tags,
      fields: { ...old.fields, ...fields },
      labels: reverse ? { ...old.labels, ...reversed(old) } : { ...old.labels, ...labels },
    });
    return {
      what: 'update',
      edit: (edit, samples) => {
        const old = samples[at(samples, n)];
        if (old !== undefined) edit.updateSample(old.id, { ...size, tags, fields, labels: reverse ? reversed(old) : labels });
      },
      expected: (samples) => replaceAt(samples, n, next),
    };
  });

/** The same labels in another order, the first one away. */
function reversed({ labels }: Whole): Sample['labels'] {
  return Object.fromEntries(Object.entries(labels).map(([name, list]) => [name, list?.slice(1).reverse() ?? null]));
}

const putLabelStep = fc.tuple(anyLabel, place, field, fc.option(place)).map(([label, n, name, inPlaceOf]): Step => {
  const fresh = labelled(label);
  const target = ({ labels }: Whole): Label => {
    const list = labels[name] ?? [];
    const old = inPlaceOf === null ? undefined : list[at(list, inPlaceOf)];
    return old?.id === undefined ? fresh : { ...fresh, id: old.id };
  };
  return {
    what: 'put label',
    edit: (edit, samples) => {
      const sample = samples[at(samples, n)];
      if (sample !== undefined) edit.putLabel(sample.id, name, target(sample));
    },
    expected: (samples) =>
      replaceAt(samples, n, (sample) => {
        const wanted = target(sample);
        const list = sample.labels[name] ?? [];
        const isThere = list.some((old) => old.id === wanted.id);
        const next = isThere ? list.map((old) => (old.id === wanted.id ? wanted : old)) : [...list, wanted];
        return { ...sample, labels: { ...sample.labels, [name]: next } };
      }),
  };
});

const removeLabelStep = fc.tuple(place, field, place).map(([n, name, which]): Step => {
  const wanted = ({ labels }: Whole): string | undefined => labels[name]?.[at(labels[name], which)]?.id;
  return {
    what: 'remove label',
    edit: (edit, samples) => {
      const sample = samples[at(samples, n)];
      const label = sample && wanted(sample);
      if (sample !== undefined && label !== undefined) edit.removeLabel(sample.id, name, label);
    },
    expected: (samples) =>
      replaceAt(samples, n, (sample) => {
        const left = sample.labels[name]?.filter((label) => label.id !== wanted(sample));
        return left === undefined ? sample : { ...sample, labels: { ...sample.labels, [name]: left } };
      }),
  };
});

/** Edits of the first samples of the dataset. */
const viewStep = fc
  .tuple(
    place,
    tag,
    field,
    fc.constantFrom('tag', 'untag', 'delete', 'keep', 'tag labels', 'untag labels', 'delete labels'),
  )
  .map(([n, name, labelField, what]): Step => {
    const plan = firstSamples(ALL, n);
    const added = (tags: readonly string[]): readonly string[] => [...new Set([...tags, name])];
    const without = (tags: readonly string[]): readonly string[] => tags.filter((one) => one !== name);
    const onLabels =
      (change: (list: readonly Label[]) => readonly Label[]) =>
      (sample: Whole): Whole[] => {
        const list = sample.labels[labelField];
        if (list === null || list === undefined) return [sample];
        return [{ ...sample, labels: { ...sample.labels, [labelField]: change(list) } }];
      };
    const first: Readonly<Record<typeof what, (sample: Whole) => readonly Whole[]>> = {
      tag: (sample) => [{ ...sample, tags: added(sample.tags) }],
      untag: (sample) => [{ ...sample, tags: without(sample.tags) }],
      delete: () => [],
      keep: (sample) => [sample],
      'tag labels': onLabels((list) => list.map((label) => ({ ...label, tags: added(label.tags) }))),
      'untag labels': onLabels((list) => list.map((label) => ({ ...label, tags: without(label.tags) }))),
      'delete labels': onLabels(() => []),
    };
    return {
      what,
      edit: (edit) =>
        ({
          tag: () => edit.tagSamples(plan, [name]),
          untag: () => edit.untagSamples(plan, [name]),
          delete: () => edit.removeSamples(plan),
          keep: () => edit.keepSamples(plan),
          'tag labels': () => edit.tagLabels(plan, [labelField], [name]),
          'untag labels': () => edit.untagLabels(plan, [labelField], [name]),
          'delete labels': () => edit.removeLabels(plan, [labelField]),
        })[what](),
      expected: (samples) => samples.flatMap((sample, i) => (i < n ? first[what](sample) : what === 'keep' ? [] : [sample])),
    };
  });

const step = fc.oneof(
  addStep,
  removeStep,
  replaceStep,
  updateStep,
  putLabelStep,
  removeLabelStep,
  { arbitrary: viewStep, weight: 3 },
);

/** Makes both fields lists from the start: what a single label leaves is not what a list does. */
const ANCHOR = sampleOf('anchor.jpg', {
  labels: Object.fromEntries(FIELDS.map((name) => [name, [box('a', [0, 0, 1, 1]), box('a', [0, 0, 1, 1])]])),
});

async function samplesOf(library: Library, name: string, plan: Plan = wholeDataset(name)): Promise<Sample[]> {
  const dataset = await library.open(name, { runner: 'in-place' });
  const samples: Sample[] = [];
  for await (const sample of dataset.samples(plan, new AbortController().signal)) samples.push(present(sample));
  await dataset.close();
  return samples;
}

/** Without what is missing: another import may not know those fields. */
function present(sample: Sample): Sample {
  const kept = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
  return { ...sample, fields: kept(sample.fields), labels: kept(sample.labels) };
}

function rows(home: string, name = 'reef'): ReturnType<typeof dump> {
  const db = openForReading(join(home, 'datasets', `${name}.sqlite`));
  try {
    return dump(db);
  } finally {
    db.close();
  }
}

/** Rows without the columns of fields that were undone: they are there, and empty. */
function withoutLeftovers(all: ReturnType<typeof dump>): ReturnType<typeof dump> {
  const columns = new Set(all['field']?.map((row) => (row as { column_name: string }).column_name));
  const fixed = new Set(['id', 'oid', 'filepath', 'width', 'height', 'nulls', 'provenance']);
  return {
    ...all,
    sample: (all['sample'] ?? []).map((row) =>
      Object.fromEntries(
        Object.entries(row as object).filter(([name, value]) => fixed.has(name) || columns.has(name) || value !== null),
      ),
    ),
  };
}

async function digestsOf(library: Library, name: string): Promise<unknown> {
  const dataset = await library.open(name, { runner: 'in-place' });
  const [digests, info] = [await dataset.digests(), await dataset.info()];
  await dataset.close();
  const counts = info.labelFields.filter(({ labels }) => labels > 0).map(({ name: of, counts: n }) => [of, n]);
  return { digests, samples: info.samples, labels: info.labels, counts: Object.fromEntries(counts) as unknown };
}

function change(
  library: Library,
  work: (edit: DatasetEdit) => Promise<void> | void,
  more: { planned?: boolean; statement?: string } = {},
): Promise<Changed> {
  return library.change('reef', { statement: 'edit', job: testJob(), ...more }, async (edit) => {
    await work(edit);
  });
}

describe('edits of any kind', () => {
  test('come to the same dataset as an import of what they make, and are undone and redone exactly', async () => {
    const changes = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(anySamples, changes, async (list, groups) => {
        const home = temporaryFolder();
        const library = testLibrary(home);
        let samples: readonly Whole[] = [ANCHOR, ...list].map(withIds);
        await importSamples(library, 'reef', samples);
        const states = [rows(home)];
        for (const group of groups) {
          const before = samples;
          await change(library, async (edit) => {
            for (const { edit: apply, expected } of group) {
              await apply(edit, samples);
              samples = expected(samples);
            }
          }).catch((error: unknown) => {
            samples = before;
            throw error;
          });
          states.push(rows(home));
        }
        await importSamples(library, 'fresh', samples);
        expect(await samplesOf(library, 'reef')).toEqual(await samplesOf(library, 'fresh'));
        expect(await digestsOf(library, 'reef')).toEqual(await digestsOf(library, 'fresh'));
        await expectUndoAndRedo(library, home, states);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

async function expectUndoAndRedo(
  library: Library,
  home: string,
  all: readonly ReturnType<typeof dump>[],
): Promise<void> {
  const text = (state: ReturnType<typeof dump>): string => JSON.stringify(state);
  const states = all.filter((state, i) => i === 0 || text(state) !== text(all[i - 1] ?? {}));
  for (const state of states.toReversed().slice(1)) {
    await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(withoutLeftovers(rows(home))).toEqual(withoutLeftovers(state));
  }
  await expect(library.undo('reef', { statement: 'undo', job: testJob() })).rejects.toMatchObject({ code: 'not-found' });
  for (const state of states.slice(1)) {
    await library.redo('reef', { statement: 'redo', job: testJob() });
    expect(withoutLeftovers(rows(home))).toEqual(withoutLeftovers(state));
  }
}
