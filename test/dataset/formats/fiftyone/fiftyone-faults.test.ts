import { describe, expect, test } from 'vitest';
import { fiftyone } from '../../../../src/dataset/formats/fiftyone/fiftyone.ts';
import type { Json } from '../../../../src/dataset/model/label.ts';
import { newFolder, put, readAll } from '../read-format.ts';
import {
  type Document,
  fieldDocument,
  hex,
  labelDocument,
  labelsDocument,
  listDocument,
  metadataOf,
  oid,
  putExport,
} from './export-folder.ts';

const FIELDS = [
  fieldDocument('year', 'IntField'),
  fieldDocument('depth', 'FloatField'),
  fieldDocument('at', 'DateTimeField'),
  fieldDocument('extra', 'DictField'),
  listDocument('notes', 'StringField'),
  listDocument('counts', 'IntField'),
  labelsDocument('gt', 'Polylines'),
  labelsDocument('box', 'Detection'),
];
const PICTURE = { _id: oid(1), filepath: 'a.jpg', tags: [] };
const ID = hex(1);

function polylines(...labels: readonly Json[]): Document {
  return { gt: { _cls: 'Polylines', polylines: labels } };
}

function expectRefused(path: string, message: string | RegExp, code = 'invalid'): Promise<void> {
  return expect(readAll(fiftyone, path)).rejects.toMatchObject({
    code,
    message: (typeof message === 'string'
      ? expect.stringContaining(message)
      : expect.stringMatching(message)) as string,
  });
}

describe('a sample is refused with its place', () => {
  test.each<[string, Document]>([
    [`sample ${ID}, notes, element 1: null where metadata.json declares string`, { notes: ['a', null] }],
    [`sample ${ID}, counts, element 0: null where metadata.json declares int`, { counts: [null] }],
    [`sample ${ID}, counts, element 1: 1.5 where metadata.json declares int`, { counts: [1, 1.5] }],
    [`sample ${ID}, tags: element 0 is null, not a text`, { tags: [null] }],
    [`sample ${ID}, tags: this should be a list of texts, and is "train"`, { tags: 'train' }],
    [`sample ${ID}, year: 2021.5 where metadata.json declares int`, { year: 2021.5 }],
    [`sample ${ID}, year: "2021" where metadata.json declares int`, { year: '2021' }],
    [`sample ${ID}, year: {"$numberDouble":"Infinity"} where metadata`, { year: { $numberDouble: 'Infinity' } }],
    [
      `sample ${ID}, year: 9223372036854776000 is a whole number too large`,
      { year: { $numberLong: '9223372036854775807' } },
    ],
    [`sample ${ID}, depth: true where metadata.json declares float`, { depth: true }],
    [`sample ${ID}, at: {"$date":"soon"} where metadata.json declares date`, { at: { $date: 'soon' } }],
    [`sample ${ID}, extra: [] where metadata.json declares dict`, { extra: [] }],
    [`sample ${ID}: it has no filepath`, { filepath: null }],
    [`sample number 0: _id is no object id`, { _id: 'a' }],
    [`sample ${ID}, gt: this is no document of labels`, { gt: [] }],
    [`sample ${ID}, gt: _cls is "Detections", and metadata.json declares Polylines`, { gt: { _cls: 'Detections' } }],
    [`sample ${ID}, gt: polylines is no list`, { gt: { _cls: 'Polylines', polylines: 'x' } }],
    [`sample ${ID}, gt, number 0: a label should be an object`, polylines(null)],
    [
      `gt, number 0, label ${hex(5)}: _cls is "Foo", and metadata.json declares Polyline`,
      polylines(labelDocument('Foo', 5)),
    ],
    [`gt, number 0: _cls is null, and metadata.json declares Polyline`, polylines({})],
    [`gt, number 1: _id is no object id`, polylines(labelDocument('Polyline', 5), { _id: 5, _cls: 'Polyline' })],
    [`label ${hex(5)}: label is no text`, polylines(labelDocument('Polyline', 5, { label: 7 }))],
    [`label ${hex(5)}: confidence is no number`, polylines(labelDocument('Polyline', 5, { confidence: 'high' }))],
    [`label ${hex(5)}: closed is neither true nor false`, polylines(labelDocument('Polyline', 5, { closed: 1 }))],
    [
      `label ${hex(5)}, points: [0.1] is no point [x, y]`,
      polylines(labelDocument('Polyline', 5, { points: [[[0.1]]] })),
    ],
    [
      `label ${hex(5)}, points: [0.1,null] is no point`,
      polylines(labelDocument('Polyline', 5, { points: [[[0.1, null]]] })),
    ],
    [`label ${hex(5)}, points: this is no list of points`, polylines(labelDocument('Polyline', 5, { points: [1] }))],
    [`label ${hex(5)}, tags: element 0 is 1, not a text`, polylines(labelDocument('Polyline', 5, { tags: [1] }))],
    [`box, label ${hex(5)}: bounding_box is no list of four numbers`, { box: labelDocument('Detection', 5) }],
    [
      `box, label ${hex(5)}, mask: this is no compressed NumPy array`,
      { box: labelDocument('Detection', 5, { bounding_box: [0, 0, 1, 1], mask: { $binary: { base64: 'AAAA' } } }) },
    ],
  ])('%s', async (message, members) => {
    await expectRefused(putExport(metadataOf(FIELDS), [{ ...PICTURE, ...members }]), `samples.json, `);
    await expectRefused(putExport(metadataOf(FIELDS), [{ ...PICTURE, ...members }]), message);
  });

  test('the second of two with one id', async () => {
    const folder = putExport(metadataOf([]), [PICTURE, { ...PICTURE, filepath: 'b.jpg' }]);
    await expectRefused(folder, `samples.json, sample ${ID}: a sample before it has the same id (${folder}/b.jpg)`);
  });
});

describe('an export is refused', () => {
  test.each([
    [
      '{"samples": [{"_id":',
      /samples\.json, line 1, column 21 .*the file ends in the middle, in "samples" after 0 elements/,
    ],
    ['{"samples": [', /the file ends in the middle/],
    ['', /the file is empty/],
    ['[]', /a JSON object should begin here/],
    ['{"images": []}', /holds no samples of a FiftyOne dataset: it has no list "samples"/],
    ['{"samples": {}}', /"samples" is no list/],
    ['{"samples": [1]}', /element 0 of "samples" is no object/],
    ['{"samples": [{"a":}]}', /what begins here is no JSON/],
  ])('with samples.json %j', async (text, message) => {
    await expectRefused(putExport(metadataOf([]), text), message);
  });

  test.each<[string, Document, string]>([
    ['without a version', { version: null }, 'it has no "version"'],
    ['of a newer version', { version: '99.0.0' }, 'version "99.0.0" is not known here'],
    ['without fields', { sample_fields: null }, 'it has no list "sample_fields"'],
    ['with classes that are none', { default_classes: [1] }, 'default_classes is no list of texts'],
  ])('%s', async (_, change, message) => {
    await expectRefused(putExport({ ...metadataOf([]), ...change }, []), message);
  });

  test('of videos', async () => {
    await expectRefused(putExport(metadataOf([], { media_type: 'video' }), []), 'media type "video"', 'unsupported');
  });

  test('that is not there, or only in part', async () => {
    await expectRefused('/nowhere', 'no file /nowhere/metadata.json', 'not-found');
    const folder = newFolder();
    put(folder, 'metadata.json', JSON.stringify(metadataOf([])));
    await expectRefused(folder, `no file ${folder}/samples.json`, 'not-found');
    put(folder, 'metadata.json', '[');
    await expectRefused(folder, 'what begins here is no JSON');
  });

  test('with a name for its label fields', async () => {
    const folder = putExport(metadataOf([]), []);
    await expect(readAll(fiftyone, folder, { field: 'gt' })).rejects.toMatchObject({ code: 'usage' });
  });
});
