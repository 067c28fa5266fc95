import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Library } from '../../src/dataset/library.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { wholeDataset } from '../../src/dataset/query/plan.ts';
import { anyStep, type Step, type Whole, withIds } from './arbitrary-edits.ts';
import { anySamples } from './arbitrary-samples.ts';
import { changeReef, importSamples, sampleOf, temporaryFolder, testJob, testLibrary } from './library-fixture.ts';

const how = (statement: string) => ({ statement, job: testJob() });

/** Everything that is seen of a dataset. */
async function seen(library: Library, name: string): Promise<unknown> {
  const dataset = await library.open(name, { runner: 'in-place' });
  const samples: Sample[] = [];
  for await (const sample of dataset.samples(wholeDataset(name), new AbortController().signal)) samples.push(sample);
  const [digests, info, details] = [await dataset.digests(), await dataset.info(), await dataset.details()];
  const fields = (await dataset.catalog()).fields.map(({ name: of, kind }) => [of, kind]);
  await dataset.close();
  const counts = info.labelFields.map(({ name: of, counts: n }) => [of, n]);
  return { samples, digests, details, fields, counts, total: [info.samples, info.labels] };
}

/** Where `edit` needs samples with ids: as the dataset has them. */
async function samplesOf(library: Library): Promise<readonly Whole[]> {
  const { samples } = (await seen(library, 'reef')) as { readonly samples: readonly Whole[] };
  return samples;
}

type Move =
  | { readonly kind: 'edit'; readonly step: Step }
  | { readonly kind: 'undo' | 'redo' | 'snapshot' }
  | { readonly kind: 'revert' | 'forget'; readonly which: number };

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: anyStep.map((step): Move => ({ kind: 'edit', step })) },
  { weight: 4, arbitrary: fc.constantFrom<Move>({ kind: 'undo' }, { kind: 'redo' }) },
  { weight: 3, arbitrary: fc.constant<Move>({ kind: 'snapshot' }) },
  { weight: 2, arbitrary: fc.nat({ max: 9 }).map((which): Move => ({ kind: 'revert', which })) },
  { weight: 1, arbitrary: fc.nat({ max: 9 }).map((which): Move => ({ kind: 'forget', which })) },
);

describe('snapshots among edits, undos, redos and reverts of any kind', () => {
  test('stay what a full copy would be, and reverting to one is taken back exactly', async () => {
    await fc.assert(
      fc.asyncProperty(anySamples, fc.array(anyMove, { minLength: 4, maxLength: 14 }), async (list, moves) => {
        const home = temporaryFolder();
        const library = testLibrary(home);
        await importSamples(library, 'reef', [sampleOf('anchor.jpg'), ...list].map(withIds));
        // The model: what was seen of the dataset when each snapshot was taken.
        const model = new Map<string, unknown>();
        for (const [n, move] of moves.entries()) await make(move, n, library, model);
        for (const [name, state] of model) {
          expect(await seen(library, `reef@${name}`)).toEqual(state);
          const now = await seen(library, 'reef');
          const { undo } = await library.revert('reef', name, how(`revert to ${name}`));
          expect(await seen(library, 'reef')).toEqual(state);
          if (undo === `revert to ${name}`) await library.undo('reef', how('undo'));
          if (undo === `revert to ${name}`) expect(await seen(library, 'reef')).toEqual(now);
        }
        expect(await library.check('reef', testJob())).toEqual([]);
        for (const name of model.keys()) await library.deleteSnapshot('reef', name, how('forget'));
        expect(await library.check('reef', testJob())).toEqual([]);
        rmSync(home, { recursive: true });
      }),
      { numRuns: 30 },
    );
  }, 240_000);
});

async function make(move: Move, n: number, library: Library, model: Map<string, unknown>): Promise<void> {
  const names = [...model.keys()];
  switch (move.kind) {
    case 'edit': {
      const samples = await samplesOf(library);
      await changeReef(library, (edit) => move.step.edit(edit, samples), { statement: `edit ${String(n)}` });
      break;
    }
    case 'undo':
    case 'redo':
      await library[move.kind]('reef', how(move.kind)).catch(() => undefined);
      break;
    case 'snapshot':
      await library.snapshot('reef', `s${String(n)}`, how('snapshot'));
      model.set(`s${String(n)}`, await seen(library, 'reef'));
      break;
    case 'revert': {
      const name = names[move.which % Math.max(1, names.length)];
      if (name !== undefined) await library.revert('reef', name, how('revert'));
      break;
    }
    case 'forget': {
      const name = names[move.which % Math.max(1, names.length)];
      if (name === undefined) break;
      await library.deleteSnapshot('reef', name, how('forget'));
      model.delete(name);
    }
  }
}
