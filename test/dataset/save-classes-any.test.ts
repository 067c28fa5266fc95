import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Library } from '../../src/dataset/library.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { classExchanges } from '../../src/dataset/query/class-exchanges.ts';
import { firstSamples, type Plan, type Stage, wholeDataset, withStage } from '../../src/dataset/query/plan.ts';
import { call, constant, not, type Term } from '../../src/dataset/query/term.ts';
import { BOOL, STRING } from '../../src/dataset/query/type.ts';
import { changeReef, importSamples, testLibrary, temporaryFolder, testJob } from './library-fixture.ts';
import { reef } from './reef-fixture.ts';

const LABEL: Term = { kind: 'property', name: 'label', type: STRING };
const NAMES = ['Porites', 'Pavona', 'Fungia', 'other'];
const name = fc.constantFrom(...NAMES);
const nameOrNone = fc.constantFrom(...NAMES, null);
const named = (value: string | null): Term => constant(value, STRING);

const exchange: fc.Arbitrary<Stage> = fc
  .record({
    pairs: fc.array(fc.tuple(nameOrNone, nameOrNone), { maxLength: 3 }),
    otherwise: fc.oneof(fc.constant(LABEL), fc.constantFrom('other', null).map(named)),
  })
  .map(({ pairs, otherwise }) => ({
    kind: 'set-label',
    field: 'gt',
    part: { kind: 'property', name: 'label' },
    value: call('lookup', [LABEL, otherwise, ...pairs.flat().map(named)], STRING),
  }));

const condition: fc.Arbitrary<Term> = fc.oneof(
  fc.array(nameOrNone, { maxLength: 3 }).map((names) => call('among', [LABEL, ...names.map(named)], BOOL)),
  fc.tuple(fc.constantFrom('equal', 'unequal'), name).map(([how, one]) => call(how, [LABEL, named(one)], BOOL)),
);

const choice: fc.Arbitrary<Stage> = fc
  .record({ where: condition, isDenied: fc.boolean(), dropEmpty: fc.boolean() })
  .map(({ where, isDenied, dropEmpty }) => ({
    kind: 'keep-labels',
    field: 'gt',
    where: isDenied ? not(where) : where,
    dropEmpty,
  }));

/** The reef, on each sample a label without a class besides. */
const samples = reef.map((sample): Sample => {
  const [first] = sample.labels['gt'] ?? [];
  const nameless = first === undefined ? [] : [{ ...first, id: `${(sample.id ?? '').slice(0, 23)}f`, label: null }];
  return { ...sample, labels: { ...sample.labels, gt: [...(sample.labels['gt'] ?? []), ...nameless] } };
});

async function read(library: Library, plan: Plan): Promise<readonly Sample[]> {
  const dataset = await library.open('reef', { runner: 'in-place' });
  const all: Sample[] = [];
  for await (const sample of dataset.samples(plan, new AbortController().signal)) all.push(sample);
  await dataset.close();
  return all;
}

test('whatever classes are exchanged or left out, what is stored is what was shown, and undo brings all back', async () => {
  const whole = wholeDataset('reef');
  await fc.assert(
    fc.asyncProperty(
      fc.option(fc.nat(3), { nil: undefined }),
      fc.array(fc.oneof(exchange, choice), { minLength: 1, maxLength: 3 }),
      async (limit, stages) => {
        const plan = stages.reduce(withStage, limit === undefined ? whole : firstSamples(whole, limit));
        expect(classExchanges(plan)).toBeDefined();
        const library = testLibrary(temporaryFolder());
        await importSamples(library, 'reef', samples);
        const before = await read(library, whole);
        const shown = new Map((await read(library, plan)).map((sample) => [sample.id, sample]));
        const { undo } = await changeReef(library, (edit) => edit.save(plan));
        expect(await read(library, whole)).toEqual(before.map((sample) => shown.get(sample.id) ?? sample));
        if (undo === null) return;
        await library.undo('reef', { statement: 'undo', job: testJob() });
        expect(await read(library, whole)).toEqual(before);
      },
    ),
    { numRuns: 100 },
  );
});
