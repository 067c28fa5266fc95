import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PackedBatch } from '../../../src/dataset/model/packed-batch.ts';
import type { Sample } from '../../../src/dataset/model/sample.ts';
import { bulkWriter } from '../../../src/dataset/store/bulk-writer.ts';
import { finishLoad } from '../../../src/dataset/store/finish-load.ts';
import { memoryOf, packBatch, unpackBatch } from '../../../src/dataset/store/pack-batch.ts';
import { createTables } from '../../../src/dataset/store/tables.ts';
import { anySamples } from '../arbitrary-samples.ts';
import { box, dump, loadedDatabase, outline, sampleOf, testJob } from '../library-fixture.ts';

/** As another thread gets it: the memory is moved. */
function sent(samples: readonly Sample[]): PackedBatch {
  const batch = packBatch(samples);
  return structuredClone(batch, { transfer: memoryOf(batch) });
}

/** What a database holds into which the samples came in batches. */
async function dumpOfBatches(samples: readonly Sample[], size: number): Promise<ReturnType<typeof dump>> {
  const db = new Sqlite(':memory:');
  createTables(db);
  const writer = bulkWriter(db);
  for (let at = 0; at < samples.length; at += size) writer.writeBatch(sent(samples.slice(at, at + size)));
  const origin = { name: 'test', statement: 'import', at: '2024-05-01T12:00:00.000Z' };
  await finishLoad(db, writer.result(), origin, testJob());
  return dump(db);
}

test('samples in batches come to the same rows, ids and digests as one by one', async () => {
  await fc.assert(
    fc.asyncProperty(anySamples, fc.integer({ min: 1, max: 5 }), async (samples, size) => {
      expect(await dumpOfBatches(samples, size)).toEqual(dump(await loadedDatabase(samples)));
    }),
    { numRuns: 60 },
  );
});

test('a type of attributes is that of all batches', async () => {
  const withDepth = (name: string, depth: string | number): Sample =>
    sampleOf(name, { labels: { gt: [box('Porites', [0, 0, 1, 1], { attributes: { depth } })] } });
  const samples = [withDepth('1.jpg', 1), withDepth('2.jpg', 1.5), withDepth('3.jpg', 'deep'), withDepth('4.jpg', 2)];
  const { field } = await dumpOfBatches(samples, 1);
  expect(JSON.stringify(field)).toContain('depth\\":\\"mixed');
  expect(field).toEqual(dump(await loadedDatabase(samples))['field']);
});

test('a label is the same afterwards: id, class, tags, what is null, and a name outside of ASCII', () => {
  const id = '5'.repeat(24);
  const label = outline('Poritès \u{1f41a}', [10, 8, 60, 8, 60, 48], {
    ...{
      id,
      tags: ['b', 'a', 'b'],
      confidence: null,
      closed: true,
      filled: false,
      attributes: { ü: '\ud800', a: [1, null] },
    },
  });
  const sample = sampleOf('1.jpg', {
    width: null,
    labels: { gt: [label, box(null, [0, 0, 1, 1])], empty: [], none: null },
  });
  const [unpacked] = [...unpackBatch(sent([sample]))];
  expect(unpacked?.labels.get('gt')?.[0]).toMatchObject({
    ...{ id, label: 'Poritès \u{1f41a}', tags: ['b', 'a'], confidence: null, x: null, area: null, vertices: 3 },
    ...{ closed: 1, filled: 0, attributes: '{"a":[1,null],"ü":"\\ud800"}' },
  });
  expect(unpacked?.labels.get('gt')?.[1]).toMatchObject({ label: null, x: 0, w: 1, closed: null, attributes: '' });
  expect([...(unpacked?.labels.keys() ?? [])]).toEqual(['gt', 'empty', 'none']);
  expect([unpacked?.labels.get('empty'), unpacked?.labels.get('none')]).toEqual([[], null]);
});
