import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Diff } from '../../../src/dataset/model/diff.ts';
import type { Library } from '../../../src/dataset/library.ts';
import type { Sample } from '../../../src/dataset/model/sample.ts';
import { anyStep, type Whole, withIds } from '../arbitrary-edits.ts';
import { anySamples } from '../arbitrary-samples.ts';
import { importSamples, temporaryFolder, testJob, testLibrary } from '../library-fixture.ts';
import { compared, merged, opened, samplesOf } from './versions-fixture.ts';

const steps = fc.array(anyStep, { minLength: 1, maxLength: 6 });

/** Two datasets, the second the first after some edits. */
async function pairOf(
  list: readonly Sample[],
  edits: readonly { expected: (all: readonly Whole[]) => readonly Whole[] }[],
): Promise<Library> {
  const library = testLibrary(temporaryFolder());
  const first = list.map(withIds);
  const second = edits.reduce<readonly Whole[]>((all, { expected }) => expected(all), first);
  await importSamples(library, 'a', first);
  await importSamples(library, 'b', second);
  return library;
}

const digestsOf = async (library: Library, name: string): Promise<unknown> => (await opened(library, name)).digests();

test('nothing lies between a dataset and itself', async () => {
  await fc.assert(
    fc.asyncProperty(anySamples, async (list) => {
      const library = await pairOf(list, []);
      expect((await compared(library, 'a', 'b')).diff.total).toBe(0);
      expect((await compared(library, 'a', 'a')).diff.total).toBe(0);
    }),
    { numRuns: 10 },
  );
}, 120_000);

/** The same, seen from the other side. */
function mirrored({ sides: [a, b], samples, labels, classes, relabelled, tasks, ...rest }: Diff): unknown {
  const swap = <T extends { readonly added: number; readonly removed: number }>({ added, removed, ...more }: T) => ({
    ...more,
    added: removed,
    removed: added,
  });
  const pairs = relabelled.map(({ from, to, ...more }) => ({ ...more, from: to, to: from }));
  return {
    by: rest.by,
    fields: rest.fields,
    total: rest.total,
    sides: [b, a],
    samples: { ...swap(samples), total: samples.total.toReversed() },
    labels: swap(labels),
    classes: classes.map(swap).map(ofClass),
    relabelled: pairs.map((pair) => JSON.stringify(Object.entries(pair).sort())).sort(),
    tasks: tasks.map(swap),
  };
}

/** What has become of a relabelled label besides counts with the class that it has now. */
function ofClass({ field, class: name, added, removed, relabelled }: Diff['classes'][number]): unknown {
  return { field, class: name, added, removed, relabelled };
}

function plainly({ relabelled, classes, by, fields, total, sides, samples, labels, tasks }: Diff): unknown {
  const rest = { by, fields, total, sides, samples, labels, tasks };
  return {
    ...rest,
    classes: classes.map(ofClass),
    relabelled: relabelled.map((pair) => JSON.stringify(Object.entries(pair).sort())).sort(),
  };
}

test('what lies between two is the mirror of what lies between them the other way round', async () => {
  await fc.assert(
    fc.asyncProperty(anySamples, steps, fc.constantFrom('id', 'path'), async (list, edits, by) => {
      const library = await pairOf(list, edits);
      const [there, back] = [await compared(library, 'a', 'b', { by }), await compared(library, 'b', 'a', { by })];
      expect(mirrored(there.diff)).toEqual(plainly(back.diff));
    }),
    { numRuns: 10 },
  );
}, 120_000);

test('merging into an empty dataset makes the same one; twice is once; undo takes it back', async () => {
  await fc.assert(
    fc.asyncProperty(anySamples, async (list) => {
      const library = testLibrary(temporaryFolder());
      await importSamples(library, 'a', list);
      await importSamples(library, 'empty', []);
      const before = await digestsOf(library, 'empty');
      await merged(library, 'empty', 'a');
      expect(await digestsOf(library, 'empty')).toEqual(await digestsOf(library, 'a'));
      expect(await samplesOf(library, 'empty')).toEqual(await samplesOf(library, 'a'));
      const again = await merged(library, 'empty', 'a');
      expect(again.samples).toEqual({ added: 0, changed: 0, removed: 0 });
      if (list.length > 0) await library.undo('empty', { statement: 'undo', job: testJob() });
      expect(await digestsOf(library, 'empty')).toEqual(before);
    }),
    { numRuns: 10 },
  );
}, 120_000);

test('after a merge with everything taken, the other side has nothing that is not here', async () => {
  await fc.assert(
    fc.asyncProperty(anySamples, steps, async (list, edits) => {
      const library = await pairOf(list, edits);
      const before = await digestsOf(library, 'a');
      const done = await merged(library, 'a', 'b').catch(() => undefined);
      if (done === undefined) return;
      const { diff } = await compared(library, 'a', 'b', { by: 'path' });
      expect({ samples: diff.samples.added, ...diff.labels }).toMatchObject({
        samples: 0,
        added: 0,
        moved: 0,
        rounded: 0,
        relabelled: 0,
      });
      expect((await merged(library, 'a', 'b')).samples).toEqual({ added: 0, changed: 0, removed: 0 });
      if (done.undo === null) return;
      await library.undo('a', { statement: 'undo', job: testJob() });
      expect(await digestsOf(library, 'a')).toEqual(before);
    }),
    { numRuns: 10 },
  );
}, 120_000);
