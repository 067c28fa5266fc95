import fc from 'fast-check';
import type { DatasetEdit } from '../../src/dataset/library.ts';
import type { Label } from '../../src/dataset/model/label.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { firstSamples, wholeDataset } from '../../src/dataset/query/plan.ts';
import { anyLabel, anySamples } from './arbitrary-samples.ts';
import { sampleOf } from './library-fixture.ts';

/** The label fields of `anySamples`. */
export const FIELDS = ['ground_truth', 'predictions'] as const;
/** The dataset `reef`, on which edits of views are. */
const ALL = wholeDataset('reef');

/** A sample in which everything has its id. */
export type Whole = Sample & { readonly id: string };

/** An id that stays the same from run to run, and is another for each kind and number. */
export function id(kind: string, n: number): string {
  const start = Buffer.from(kind).toString('hex');
  return start + String(n).padStart(24 - start.length, '0');
}

let counter = 0;

/** The sample under an id and a path of its own, its labels too. */
export function withIds(sample: Sample): Whole {
  const labels = Object.fromEntries(
    Object.entries(sample.labels).map(([field, list]) => [field, list?.map(labelled) ?? null]),
  );
  return { ...sample, id: id('s', counter++), filepath: `${String(counter)}/${sample.filepath}`, labels };
}

function labelled(label: Label): Label {
  return { ...label, id: id('l', counter++) };
}

/** An edit, and what it makes of a list of samples. */
export type Step = {
  readonly what: string;
  readonly edit: (edit: DatasetEdit, samples: readonly Whole[]) => Promise<void> | void;
  readonly expected: (samples: readonly Whole[]) => readonly Whole[];
};

const at = (list: readonly unknown[], n: number): number => (list.length === 0 ? -1 : n % list.length);

function replaceAt(samples: readonly Whole[], n: number, change: (sample: Whole) => Whole): readonly Whole[] {
  return samples.map((sample, i) => (i === at(samples, n) ? change(sample) : sample));
}

const one = anySamples.filter((list) => list.length > 0).map((list) => list[0] ?? sampleOf('never.jpg'));
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

const removeStep = place.map((n): Step => ({
  what: 'remove',
  edit: (edit, samples) => {
    const sample = samples[at(samples, n)];
    if (sample !== undefined) edit.removeSample(sample.id);
  },
  expected: (samples) => samples.filter((_, i) => i !== at(samples, n)),
}));

const replaceStep = fc.tuple(one, place).map(([sample, n]): Step => {
  const whole = withIds(sample);
  return {
    what: 'replace',
    edit: (edit, samples) => {
      const old = samples[at(samples, n)];
      if (old !== undefined) edit.replaceSample({ ...whole, id: old.id });
    },
    expected: (samples) => replaceAt(samples, n, (old) => ({ ...whole, id: old.id })),
  };
});

const updateStep = fc.tuple(one, place, fc.boolean(), fc.boolean()).map(([sample, n, resize, reverse]): Step => {
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
      if (old !== undefined)
        edit.updateSample(old.id, { ...size, tags, fields, labels: reverse ? reversed(old) : labels });
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

/** All labels of a field in all but their outlines. */
const relabelStep = fc
  .tuple(place, field, fc.constantFrom('Porites', 'Fungia', null), fc.option(fc.constant(0.5)), fc.subarray(['x', 'y']))
  .map(([n, name, label, confidence, tags]): Step => {
    const changed = { label, confidence, tags, attributes: { checked: true } };
    return {
      what: 'relabel',
      edit: (edit, samples) => {
        const sample = samples[at(samples, n)];
        const labels = sample?.labels[name] ?? [];
        if (sample === undefined || labels.length === 0) return;
        edit.updateLabels(sample.id, name, new Map(labels.map((old) => [old.id ?? '', changed])));
      },
      expected: (samples) =>
        replaceAt(samples, n, (sample) => {
          const list = sample.labels[name];
          if (list === null || list === undefined) return sample;
          return { ...sample, labels: { ...sample.labels, [name]: list.map((old) => ({ ...old, ...changed })) } };
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
      expected: (samples) =>
        samples.flatMap((sample, i) => (i < n ? first[what](sample) : what === 'keep' ? [] : [sample])),
    };
  });

/** Edits of whole fields; `copy` and `other` are label fields that only these make. */
const fieldStep = fc.tuple(field, fc.constantFrom('clear', 'clone', 'rename', 'remove')).map(([name, what]): Step => {
  const has = async (edit: DatasetEdit, one: string): Promise<boolean> =>
    (await edit.catalog()).fields.some((each) => each.name === one);
  const drop = async (edit: DatasetEdit, one: string): Promise<void> => {
    if (await has(edit, one)) await edit.removeField(one);
  };
  const edits: Readonly<Record<typeof what, (edit: DatasetEdit) => Promise<void>>> = {
    clear: async (edit) => ((await has(edit, name)) ? edit.clearField(name) : undefined),
    clone: async (edit) => {
      if (!(await has(edit, name))) return;
      await drop(edit, 'copy');
      await edit.cloneField(name, 'copy');
    },
    rename: async (edit) => {
      if (!(await has(edit, 'copy'))) return;
      await drop(edit, 'other');
      await edit.renameField('copy', 'other');
    },
    remove: (edit) => drop(edit, 'copy'),
  };
  return { what: `${what} field`, edit: (edit) => edits[what](edit), expected: FIELD_EFFECTS[what](name) };
});

type Effect = (name: string) => (samples: readonly Whole[]) => readonly Whole[];

const FIELD_EFFECTS: Readonly<Record<'clear' | 'clone' | 'rename' | 'remove', Effect>> = {
  clear: (name) => (samples) =>
    samples.map((sample) => ({ ...sample, labels: { ...sample.labels, [name]: null } }) satisfies Whole),
  clone: (name) => (samples) =>
    samples.map(({ labels, ...sample }) => ({ ...sample, labels: { ...labels, copy: labels[name] ?? null } })),
  rename: () => (samples) =>
    samples.some(({ labels }) => 'copy' in labels)
      ? samples.map(({ labels: { copy = null, ...labels }, ...sample }) => ({
          ...sample,
          labels: { ...labels, other: copy },
        }))
      : samples,
  remove: () => (samples) =>
    samples.map(({ labels, ...sample }) => ({
      ...sample,
      labels: Object.fromEntries(Object.entries(labels).filter(([name]) => name !== 'copy')),
    })),
};

/** Any edit. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  addStep,
  removeStep,
  replaceStep,
  updateStep,
  putLabelStep,
  removeLabelStep,
  { arbitrary: relabelStep, weight: 2 },
  {
    arbitrary: viewStep,
    weight: 3,
  },
  { arbitrary: fieldStep, weight: 2 },
);
