import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openForReading } from '../../../src/dataset/store/open-database.ts';
import { importSamples, outline, rowsOf, sampleOf, temporaryFolder, testJob, testLibrary } from '../library-fixture.ts';
import { killedMerge } from './killed-merge.ts';
import { merged } from './versions-fixture.ts';

const samples = (from: number, count: number, label: string) =>
  Array.from({ length: count }, (_, i) => {
    const gt = Array.from({ length: 4 }, (__, n) => outline(label, [n, 1, 5, 1, 5, 5]));
    return sampleOf(`reef/${String(from + i)}.jpg`, { labels: { gt } });
  });

describe('kill -9 during a merge', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 99])(
    'at progress %i leaves the dataset as it was, or merged',
    async (progress) => {
      const home = temporaryFolder();
      const library = testLibrary(home);
      await importSamples(library, 'reef', samples(0, 600, 'Porites'));
      await importSamples(library, 'other', samples(300, 700, 'Pavona'));
      const before = rowsOf(home);
      const isDone = await killedMerge(home, progress);
      const db = openForReading(join(home, 'datasets', 'reef.sqlite'));
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      db.close();
      if (!isDone && rowsOf(home)['sample']?.length === 600) expect(rowsOf(home)).toEqual(before);
      else expect(rowsOf(home)['sample']).toHaveLength(1000);
      // Another try finds nothing in its way.
      const again = await merged(library, 'reef', 'other');
      if (isDone) expect(again.undo).toBe('merge');
      expect(rowsOf(home)['sample']).toHaveLength(1000);
      await library.undo('reef', { statement: 'undo', job: testJob() });
      expect(rowsOf(home)['label']).toEqual(before['label']);
    },
    60_000,
  );
});

describe('two at work', () => {
  test('one merges after the other, and both are there', async () => {
    const library = testLibrary(temporaryFolder());
    await importSamples(library, 'reef', samples(0, 5, 'Porites'));
    await importSamples(library, 'b', samples(5, 300, 'Pavona'));
    await importSamples(library, 'c', samples(305, 300, 'Fungia'));
    const both = await Promise.all([merged(library, 'reef', 'b'), merged(library, 'reef', 'c')]);
    expect(both.map(({ samples: { added } }) => added)).toEqual([300, 300]);
    expect((await (await library.open('reef', { runner: 'in-place' })).info()).samples).toBe(605);
  });
});
