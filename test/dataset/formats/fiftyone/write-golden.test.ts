import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder, testLibrary } from '../../library-fixture.ts';
import type { Document } from './export-folder.ts';
import { importExport, withoutDataset, writeDataset } from './written.ts';

// Exports that FiftyOne wrote; not everywhere at hand.
const GOLDEN = '../shared/fiftyone/golden';

function golden(folder: string, name: string): Document {
  return JSON.parse(readFileSync(join(GOLDEN, folder, name), 'utf8')) as Document;
}

/** Written by FiftyOne at the time, or not kept by an import. */
const OTHER = [
  '_id',
  'name',
  'slug',
  'version',
  'created_at',
  'last_modified_at',
  'last_deletion_at',
  'last_loaded_at',
];
const NOT_KEPT = ['sample_collection_name', 'saved_views', 'sample_fields'];

describe.skipIf(!existsSync(GOLDEN))('an export of FiftyOne that came in goes out as it was', () => {
  test.each([
    ['12/fiftyone-labels-only', '/data/coral'],
    ['300-first-25/fiftyone-labels-only', '/data/coral'],
    ['300-labels-only', undefined],
  ])('%s', async (folder, media) => {
    const library = testLibrary(temporaryFolder());
    const dataset = await importExport(library, 'golden', join(GOLDEN, folder), media);
    const { samples, metadata } = await writeDataset(dataset);
    await dataset.close();
    const expected = (golden(folder, 'samples.json')['samples'] as readonly Document[]).map((sample) => ({
      ...withoutDataset(sample),
      filepath: join(media ?? '/', sample['filepath'] as string),
    }));
    expect(samples.map(withoutDataset)).toEqual(expected);

    const about = golden(folder, 'metadata.json');
    const same = Object.entries(about).filter(([name, value]) => {
      const isNothing = value === null || Object.keys(value).length === 0;
      return !OTHER.includes(name) && !NOT_KEPT.includes(name) && !isNothing;
    });
    expect(metadata).toMatchObject(Object.fromEntries(same));
    expect(fieldsOf(metadata)).toEqual(fieldsOf(about));
    expect(viewsOf(metadata)).toEqual(viewsOf(about));
    expect(metadata['version']).toBe('1.0.0');
  });
});

/** By name, without the time at which FiftyOne made them: it is not the same order in each of its exports. */
function fieldsOf(metadata: Document): Document {
  const fields = metadata['sample_fields'] as readonly Document[];
  return Object.fromEntries(fields.map((field) => [field['name'] as string, withoutTimes(field)]));
}

function withoutTimes(field: Document): Document {
  return { ...field, created_at: null, fields: (field['fields'] as readonly Document[]).map(withoutTimes) };
}

function viewsOf(metadata: Document): readonly Document[] {
  return (metadata['saved_views'] as readonly Document[]).map(withoutDataset);
}
