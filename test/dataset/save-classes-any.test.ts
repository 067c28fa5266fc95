import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { firstSamples, type Plan, wholeDataset, withStage } from '../../src/dataset/query/plan.ts';
import { call, constant, type Term } from '../../src/dataset/query/term.ts';
import { STRING } from '../../src/dataset/query/type.ts';
import { changeReef, importSamples, testLibrary, temporaryFolder, testJob } from './library-fixture.ts';
import { reef } from './reef-fixture.ts';

const LABEL: Term = { kind: 'property', name: 'label', type: STRING };
const CLASSES = ['Porites', 'Pavona', 'Fungia', 'other', null];
const name = fc.constantFrom(...CLASSES);
type Exchange = { readonly pairs: [string | null, string | null][]; readonly otherwise: string | null | undefined };
const exchange: fc.Arbitrary<Exchange> = fc.record({
  pairs: fc.array(fc.tuple(name, name), { maxLength: 3 }),
  otherwise: fc.option(fc.constantFrom('other', null), { freq: 3, nil: undefined }),
});

/** The reef, on each sample a label without a class besides. */
const samples = reef.map((sample): Sample => {
  const [first] = sample.labels['gt'] ?? [];
  const nameless = first === undefined ? [] : [{ ...first, id: `${(sample.id ?? '').slice(0, 23)}f`, label: null }];
  return { ...sample, labels: { ...sample.labels, gt: [...(sample.labels['gt'] ?? []), ...nameless] } };
});

function planOf(limit: number | undefined, exchanges: readonly Exchange[]): Plan {
  const whole = wholeDataset('reef');
  return exchanges.reduce(
    (plan, { pairs, otherwise }) => {
      const rest = otherwise === undefined ? LABEL : constant(otherwise, STRING);
      const value = call('lookup', [LABEL, rest, ...pairs.flat().map((one) => constant(one, STRING))], STRING);
      return withStage(plan, { kind: 'set-label', field: 'gt', part: { kind: 'property', name: 'label' }, value });
    },
    limit === undefined ? whole : firstSamples(whole, limit),
  );
}

test('whatever classes are exchanged, what is stored is what was shown, and undo brings all back', async () => {
  const library = testLibrary(temporaryFolder());
  await importSamples(library, 'reef', samples);
  const read = async (plan: Plan): Promise<readonly Sample[]> => {
    const dataset = await library.open('reef', { runner: 'in-place' });
    const all: Sample[] = [];
    for await (const sample of dataset.samples(plan, new AbortController().signal)) all.push(sample);
    await dataset.close();
    return all;
  };
  const before = await read(wholeDataset('reef'));
  await fc.assert(
    fc.asyncProperty(
      fc.option(fc.nat(3), { nil: undefined }),
      fc.array(exchange, { minLength: 1, maxLength: 3 }),
      async (limit, exchanges) => {
        const plan = planOf(limit, exchanges);
        const shown = new Map((await read(plan)).map((sample) => [sample.id, sample]));
        const { undo } = await changeReef(library, (edit) => edit.save(plan));
        expect(await read(wholeDataset('reef'))).toEqual(before.map((sample) => shown.get(sample.id) ?? sample));
        if (undo === null) return;
        await library.undo('reef', { statement: 'undo', job: testJob() });
        expect(await read(wholeDataset('reef'))).toEqual(before);
      },
    ),
    { numRuns: 60 },
  );
});
