import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Library } from '../../src/dataset/library.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { type Plan, wholeDataset } from '../../src/dataset/query/plan.ts';
import { anyStep, FIELDS, type Whole, withIds } from './arbitrary-edits.ts';
import { anySamples } from './arbitrary-samples.ts';
import {
  box,
  changeReef,
  type dump,
  importSamples,
  rowsOf,
  sampleOf,
  temporaryFolder,
  testJob,
  testLibrary,
} from './library-fixture.ts';

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
  const kept = <R extends Readonly<Record<string, unknown>>>(values: R): R =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as R;
  return { ...sample, fields: kept(sample.fields), labels: kept(sample.labels) };
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

describe('edits of any kind', () => {
  test('come to the same dataset as an import of what they make, and are undone and redone exactly', async () => {
    const changes = fc.array(fc.array(anyStep, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(anySamples, changes, async (list, groups) => {
        const home = temporaryFolder();
        const library = testLibrary(home);
        let samples: readonly Whole[] = [ANCHOR, ...list].map(withIds);
        await importSamples(library, 'reef', samples);
        const states = [rowsOf(home)];
        for (const group of groups) {
          const before = samples;
          await changeReef(library, async (edit) => {
            for (const { edit: apply, expected } of group) {
              await apply(edit, samples);
              samples = expected(samples);
            }
          }).catch((error: unknown) => {
            samples = before;
            throw error;
          });
          states.push(rowsOf(home));
        }
        await importSamples(library, 'fresh', samples);
        expect(await samplesOf(library, 'reef')).toEqual(await samplesOf(library, 'fresh'));
        expect(await digestsOf(library, 'reef')).toEqual(await digestsOf(library, 'fresh'));
        await expectUndoAndRedo(library, home, states);
      }),
      { numRuns: 25 },
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
    expect(withoutLeftovers(rowsOf(home))).toEqual(withoutLeftovers(state));
  }
  await expect(library.undo('reef', { statement: 'undo', job: testJob() })).rejects.toMatchObject({
    code: 'not-found',
  });
  for (const state of states.slice(1)) {
    await library.redo('reef', { statement: 'redo', job: testJob() });
    expect(withoutLeftovers(rowsOf(home))).toEqual(withoutLeftovers(state));
  }
}
