import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { labelme } from '../../../src/dataset/formats/labelme/labelme.ts';
import { newFolder, put, readAll } from './read-format.ts';

const shape = (type: string, points: unknown, more: object = {}): object => ({
  label: 'Porites',
  points,
  shape_type: type,
  ...more,
});
const document = (shapes: unknown, more: object = {}): string =>
  JSON.stringify({
    version: '5.0',
    flags: {},
    shapes,
    imagePath: 'a.jpg',
    imageData: null,
    imageHeight: 48,
    imageWidth: 64,
    ...more,
  });

const BASE = { label: 'Porites', confidence: null, tags: [], attributes: {}, units: 'pixel' };

describe('reading labelme', () => {
  test.each([
    [
      'polygon',
      [
        [1, 2],
        [3, 4.5],
        [5, 6],
      ],
      { kind: 'polyline', rings: [{ xy: [1, 2, 3, 4.5, 5, 6], hole: false }], closed: true, filled: true },
    ],
    [
      'linestrip',
      [
        [1, 2],
        [3, 4],
      ],
      { kind: 'polyline', rings: [{ xy: [1, 2, 3, 4], hole: false }], closed: false, filled: false },
    ],
    [
      'rectangle',
      [
        [5, 6],
        [1, 2],
      ],
      { kind: 'detection', box: [1, 2, 4, 4] },
    ],
    [
      'circle',
      [
        [5, 5],
        [8, 9],
      ],
      { kind: 'detection', box: [0, 0, 10, 10], attributes: { shape: 'ellipse', cx: 5, cy: 5, rx: 5, ry: 5 } },
    ],
    ['point', [[1, 2]], { kind: 'keypoint', xy: [1, 2] }],
  ])('%s', async (type, points, label) => {
    const told = await readAll(labelme, put(newFolder(), 'a.json', document([shape(type, points)])));
    expect(told.skipped).toEqual([]);
    expect(Object.values(told.samples[0]?.labels ?? {}).flatMap((some) => some ?? [])).toEqual([{ ...BASE, ...label }]);
  });
});

describe('files of labelme', () => {
  test('a folder: fields by kind, sizes, tags, attributes, pictures beside', async () => {
    const folder = newFolder();
    const more = { group_id: 3, description: 'pale', flags: { dead: true, old: false } };
    put(
      folder,
      'sub/a.json',
      document(
        [
          shape(
            'polygon',
            [
              [1, 2],
              [3, 4],
              [5, 6],
            ],
            more,
          ),
          shape('point', [[1, 2]]),
        ],
        { flags: { train: true, qc: false } },
      ),
    );
    put(folder, 'sub/a.jpg', '');
    put(folder, 'b.json', document([], { imagePath: '..\\photos\\b.jpg' }));
    const told = await readAll(labelme, folder, { field: 'gt' });
    expect(told.samples).toMatchObject([
      { filepath: join(folder, 'b.jpg'), provenance: 'b.json', width: 64, height: 48, tags: [], labels: { gt: [] } },
      {
        filepath: join(folder, 'sub/a.jpg'),
        tags: ['train'],
        labels: {
          gt: [{ attributes: { group_id: 3, description: 'pale', dead: true } }],
          gt_points: [{ kind: 'keypoint' }],
        },
      },
    ]);
    expect(told.notes).toEqual([
      '1 of 2 pictures not found beside the files; imported without (--media DIR says where pictures are)',
    ]);
  });

  test('what is wrong is left out and said', async () => {
    const folder = newFolder();
    const shapes = [
      shape('star', [[1, 2]]),
      shape('polygon', [[1, 2]]),
      shape('polygon', [[1, 'x']]),
      shape('rectangle', [[1, 2]]),
      7,
    ];
    put(folder, 'a.json', document(shapes));
    put(folder, 'b.json', '{');
    put(folder, 'c.json', '[]');
    put(folder, 'd.json', Buffer.from([0xff, 0xfe]));
    const told = await readAll(labelme, folder);
    expect(told.skipped.map(({ reason, examples }) => `${reason}: ${examples.join()}`)).toEqual([
      'shape of type star: a.json#1',
      'polygon of fewer than 3 points: a.json#2',
      'shape whose points are no pairs of finite numbers: a.json#3',
      'rectangle of other than 2 points: a.json#4',
      'shape that is no object: a.json#5',
      'file that is no JSON: b.json',
      'file that is none of LabelMe: it has no list "shapes": c.json',
      'file that is no UTF-8: d.json',
    ]);
    await expect(readAll(labelme, join(folder, 'none'))).rejects.toMatchObject({ code: 'not-found' });
  });

  test('where no file is one of LabelMe nothing is imported, and it says why', async () => {
    const folder = newFolder();
    const refused = async (path: string): Promise<string> =>
      readAll(labelme, path).then(
        () => 'read',
        (error: unknown) => (error as Error).message.slice(path.length),
      );
    expect(await refused(folder)).toBe(' has no files of LabelMe: there is no .json file');
    expect(await refused(put(folder, 'a.png', Buffer.from([0x89, 0x50, 0xff])))).toBe(
      ' has no files of LabelMe: a.png is a file that is no UTF-8',
    );
    expect(await refused(put(folder, 'passwd', 'root:x:0:0'))).toBe(
      ' has no files of LabelMe: passwd is a file that is no JSON',
    );
    expect(await refused('/dev/null')).toBe(' has no files of LabelMe: null is a file that is no JSON');
    put(folder, 'b.json', '{"images": []}');
    expect(await refused(folder)).toContain('b.json is a file that is none of LabelMe: it has no list "shapes"');
  });

  test('damaged files never stop an import', async () => {
    const good = document([
      shape('polygon', [
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: good.length }),
        fc.nat({ max: good.length }),
        fc.string({ maxLength: 3 }),
        async (from, to, text) => {
          const folder = newFolder();
          put(folder, 'a.json', good.slice(0, from) + text + good.slice(to));
          put(folder, 'b.json', good);
          expect([1, 2]).toContain((await readAll(labelme, folder)).samples.length);
        },
      ),
      { numRuns: 100 },
    );
  });
});
