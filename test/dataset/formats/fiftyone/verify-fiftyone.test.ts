import { describe, expect, test } from 'vitest';
import type { VerifyFinding } from '../../../../src/dataset/formats/define-format.ts';
import { fiftyone } from '../../../../src/dataset/formats/fiftyone/fiftyone.ts';
import { sampleOf, testJob } from '../../library-fixture.ts';
import { put } from '../read-format.ts';
import { type Document, fieldDocument, hex, listDocument, metadataOf, oid, putExport } from './export-folder.ts';
import { write } from './written.ts';

async function verify(path: string): Promise<VerifyFinding[]> {
  const findings: VerifyFinding[] = [];
  for await (const finding of fiftyone.verify(path, testJob())) findings.push(finding);
  return findings;
}

const FIELDS = [fieldDocument('year', 'IntField'), listDocument('notes', 'StringField')];

/** An export of these samples, whose picture `a.jpg` is there. */
function exportOf(samples: readonly Document[], more: Document = {}): string {
  const folder = putExport(metadataOf(FIELDS, more), samples);
  put(folder, 'a.jpg', '');
  return folder;
}

function picture(number: number, more: Document = {}): Document {
  return { _id: oid(number), filepath: 'a.jpg', tags: [], ...more };
}

describe('an export is verified', () => {
  test('and what Quadrat wrote is right', async () => {
    const { folder } = await write([], [sampleOf('a.jpg', { id: hex(1) })], { mediaPath: () => import.meta.filename });
    expect(await verify(folder)).toEqual([]);
  });

  test('sample by sample, with all that an import would refuse', async () => {
    const folder = exportOf([
      picture(1, { year: 'x' }),
      picture(2, { notes: ['a', null] }),
      picture(3),
      picture(3),
      { filepath: 'a.jpg' },
    ]);
    expect(await verify(folder)).toEqual([
      {
        check: 'sample',
        severity: 'error',
        message: `sample ${hex(1)}, year: "x" where metadata.json declares int`,
        where: 'samples.json',
      },
      {
        check: 'sample',
        severity: 'error',
        message: `sample ${hex(2)}, notes, element 1: null where metadata.json declares string`,
        where: 'samples.json',
      },
      {
        check: 'identity',
        severity: 'error',
        message: 'a sample before it has the same id',
        where: `samples.json, sample ${hex(3)}`,
      },
      {
        check: 'sample',
        severity: 'error',
        message: 'sample number 4: _id is no object id of 24 hex digits',
        where: 'samples.json',
      },
    ]);
  });

  test('with what would be left out or noted, counted', async () => {
    const folder = exportOf([picture(1, { filepath: 'b.jpg' }), picture(2, { more: 1, tags: ['a', 'a'] })], {
      evaluations: { eval: {} },
    });
    expect(await verify(`${folder}/metadata.json`)).toEqual([
      { check: 'picture', severity: 'warning', message: '1 pictures that are not there', where: `${folder}/b.jpg` },
      {
        check: 'left-out',
        severity: 'warning',
        message: '1 tags that a sample has twice',
        where: `sample ${hex(2)}, tags`,
      },
      {
        check: 'kept',
        severity: 'info',
        message: '1 values of fields that metadata.json does not declare, of the type they look like',
        where: `sample ${hex(2)}, more`,
      },
      { check: 'dataset', severity: 'info', message: 'evaluations not imported: eval', where: 'metadata.json' },
    ]);
  });

  test('only where there is one', async () => {
    await expect(verify('/nowhere')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('up to where it is cut off', async () => {
    const folder = putExport(metadataOf(FIELDS), `{"samples": [${JSON.stringify(picture(1, { year: 1.5 }))}, {"_id"`);
    const [first, second] = await verify(folder);
    expect(first).toMatchObject({ check: 'sample', severity: 'error' });
    expect(second).toMatchObject({
      check: 'readable',
      message: expect.stringMatching(/the file ends in the middle, in "samples" after 1 elements/) as string,
    });
  });
});
