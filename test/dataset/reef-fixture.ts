import { join } from 'node:path';
import type { Library } from '../../src/dataset/library.ts';
import type { Label } from '../../src/dataset/model/label.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { openForReading } from '../../src/dataset/store/open-database.ts';
import { id } from './arbitrary-edits.ts';
import { importSamples, outline, sampleOf, temporaryFolder, testLibrary } from './library-fixture.ts';

/** An outline, in pixels. */
export const square = [10, 8, 60, 8, 60, 48, 10, 48];
const slope: Label = { kind: 'classification', label: 'slope', confidence: null, tags: [], attributes: {} };
/** Three samples: with labels in `gt`, a single one in `scene`; `later` is empty on the first, missing on the others. */
export const reef: readonly Sample[] = ['1.jpg', '2.jpg', '3.jpg'].map((path, i) =>
  sampleOf(path, {
    id: id('s', 900 + i),
    tags: ['train'],
    fields: { year: 2020 + i },
    labels: {
      gt: [
        outline('Porites', square, { id: id('a', i) }),
        outline('Pavona', square, { id: id('b', i), tags: ['old'] }),
        outline('Fungia', square, { id: id('c', i) }),
      ],
      scene: [slope],
      later: i === 0 ? [] : null,
    },
  }),
);
/** Ids of the first two. */
export const [first = '', second = ''] = reef.map((sample) => sample.id ?? '');

/** A library with a dataset `reef` of these. */
export async function reefLibrary(): Promise<{ readonly home: string; readonly library: Library }> {
  const home = temporaryFolder();
  const library = testLibrary(home, { patience: 50 });
  await importSamples(library, 'reef', reef);
  return { home, library };
}

/** Rows of a statement on it. */
export function query(home: string, sql: string): unknown[] {
  const db = openForReading(join(home, 'datasets', 'reef.sqlite'));
  try {
    return db.prepare(sql).raw().all();
  } finally {
    db.close();
  }
}
