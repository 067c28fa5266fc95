import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import type { WriteOptions } from '../../../../src/dataset/formats/define-format.ts';
import { formatNamed } from '../../../../src/dataset/formats/index.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import type { Field } from '../../../../src/dataset/model/schema.ts';
import { box, outline } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

/** Formats that Quadrat writes itself. */
const WRITTEN = ['yolo', 'yolo-pose', 'coco', 'cvat', 'fiftyone', 'masks'] as const;

/** A whole source of each format that is read, by the name of the format; made below a folder. */
export async function smallSources(folder: string): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  const media = join(folder, 'media');
  mkdirSync(media);
  for (const name of ['a.png', 'b.png']) {
    await sharp({ create: { width: 32, height: 24, channels: 3, background: '#246' } }).toFile(join(media, name));
  }
  for (const name of WRITTEN) {
    const out = join(folder, name);
    await formatNamed(name).write?.(optionsFor(name, { out, media }), job());
    sources.set(name, out);
  }
  put(join(folder, 'labelme'), 'a.json', JSON.stringify(LABELME));
  sources.set('labelme', join(folder, 'labelme'));
  sources.set('datumaro', put(folder, 'default.json', JSON.stringify(DATUMARO)));
  sources.set('taglab', put(folder, 'project.json', JSON.stringify(TAGLAB)));
  return sources;
}

function put(folder: string, name: string, content: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const golden = '../shared/fiftyone/golden/12';
const files = '../shared/fixtures/cvat-2.23.1/files';
const taglab = '../shared/data/taglab/multi-temporal_comparison_project.json';

/** Whether what others wrote is at hand. */
export const HAS_REAL_SOURCES = [golden, files, taglab].every((path) => existsSync(path));

/** What others wrote, with the format that reads it; none where it is not at hand. Made below a folder. */
export async function realSources(folder: string): Promise<readonly (readonly [format: string, source: string])[]> {
  if (!HAS_REAL_SOURCES) return [];
  const zipped = (name: string): string => join(files, `export-${name}-download.zip`);
  return [
    ['taglab', taglab],
    ['fiftyone', join(golden, 'fiftyone-labels-only')],
    ['coco', join(golden, 'coco-gt')],
    ['coco', withResults(join(golden, 'pycocotools'), join(folder, 'coco-results'))],
    ['yolo', join(golden, 'yolo')],
    ['cvat', join(golden, 'cvat')],
    ['cvat', zipped('corners-cvat-images')],
    ['cvat', await unpacked(zipped('task-cvat-images'), join(folder, 'cvat-task'))],
    ['coco', await unpacked(zipped('task-coco'), join(folder, 'coco-task'), 'annotations/instances_default.json')],
    [
      'coco',
      await unpacked(
        zipped('task-coco-keypoints'),
        join(folder, 'coco-keypoints'),
        'annotations/person_keypoints_default.json',
      ),
    ],
    ['datumaro', await unpacked(zipped('task-datumaro'), join(folder, 'datumaro-task'))],
    ['yolo', await unpacked(zipped('task-yolo-seg'), join(folder, 'yolo-task'))],
    ['yolo', await unpacked(zipped('task-yolo'), join(folder, 'darknet-task'))],
    ['yolo-pose', await unpacked(zipped('task-yolo-pose'), join(folder, 'yolo-pose-task'))],
  ];
}

/** What pycocotools was given: images and annotations, and the results of a model. */
function withResults(from: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(from, 'gt.json'), join(folder, 'labels.json'));
  copyFileSync(join(from, 'detections.json'), join(folder, 'predictions.json'));
  return folder;
}

/** Unpacks what is text in a zip. @returns the folder, or what is named in it, where it is there */
async function unpacked(file: string, folder: string, inside = ''): Promise<string> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (!/\.(?:json|xml|txt|yaml|data|names)$/u.test(entry.fileName)) continue;
      const path = join(folder, entry.fileName);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, await buffer(await zip.openReadStreamPromise(entry)));
    }
  } finally {
    zip.close();
  }
  return existsSync(join(folder, inside)) ? join(folder, inside) : folder;
}

const about = { width: 32, height: 24, fields: { year: 2021 } };
const square = outline('Porites', [0.1, 0.1, 0.9, 0.1, 0.9, 0.9], { id: '2'.repeat(24), attributes: { depth: 3 } });
const holed = outline('Pavona', [], {
  id: '3'.repeat(24),
  rings: [
    { xy: [0, 0, 1, 0, 1, 1, 0, 1], hole: false },
    { xy: [0.2, 0.2, 0.4, 0.2, 0.4, 0.4], hole: true },
  ],
});
const OUTLINES: readonly Sample[] = [
  { ...about, id: '0'.repeat(24), filepath: 'a.png', tags: ['train'], labels: { gt: [square, holed] } },
  { ...about, id: '1'.repeat(24), filepath: 'b.png', tags: ['val'], labels: { gt: [] } },
];
/** With results of a model in a field of their own. */
const PREDICTED = OUTLINES.map((sample): Sample => {
  const predicted: Label[] = [
    { ...square, confidence: 0.5 },
    { ...box('Pavona', [0.1, 0.1, 0.5, 0.5]), confidence: 1 },
  ];
  return { ...sample, labels: { ...sample.labels, pred: predicted } };
});
const corners: Label = {
  kind: 'keypoint',
  units: 'normalised',
  xy: [0.1, 0.1, 0.9, 0.1, 0.9, 0.9, NaN, NaN],
  ...{ label: 'quadrat', confidence: null, tags: [], attributes: {} },
};
const POSES: readonly Sample[] = [{ ...about, filepath: 'a.png', tags: ['train'], labels: { gt: [corners] } }];
const LABELME = {
  ...{ version: '5.2.1', flags: { good: true }, imagePath: 'a.jpg', imageData: null, imageHeight: 24, imageWidth: 32 },
  shapes: [
    {
      label: 'A',
      shape_type: 'polygon',
      points: [
        [1, 1],
        [9, 1],
        [9, 9],
      ],
      group_id: 1,
      flags: {},
    },
    {
      label: 'B',
      shape_type: 'circle',
      points: [
        [5, 5],
        [7, 5],
      ],
    },
  ],
};
const DATUMARO = {
  info: {},
  categories: { label: { labels: [{ name: 'A', parent: '', attributes: [] }] } },
  items: [
    {
      ...{ id: 'a', image: { path: 'a.jpg', size: [24, 32] } },
      annotations: [
        {
          id: 0,
          type: 'polygon',
          attributes: { score: 0.5 },
          group: 0,
          label_id: 0,
          points: [1, 1, 9, 1, 9, 9],
          z_order: 0,
        },
        {
          id: 1,
          type: 'mask',
          attributes: {},
          group: 0,
          label_id: 0,
          rle: { counts: 'PP3', size: [24, 32] },
          z_order: 0,
        },
      ],
    },
  ],
};
const TAGLAB = {
  filename: 'p.json',
  labels: { A: { id: 'A', name: 'A', fill: [1, 2, 3] } },
  images: [
    {
      ...{ id: 'm', name: 'map', width: 32, height: 24, channels: [{ filename: 'maps/a.jpg', type: 'RGB' }] },
      annotations: {
        regions: [
          {
            id: 1,
            'class name': 'A',
            contour: [
              [1, 1],
              [9, 1],
              [9, 9],
            ],
            'inner contours': [
              [
                [2, 2],
                [4, 2],
                [4, 4],
              ],
            ],
          },
        ],
        points: [{ id: 2, X: 3, Y: 3, 'class name': 'A' }],
      },
    },
  ],
};

function optionsFor(name: string, places: { readonly out: string; readonly media: string }): WriteOptions {
  const results = name === 'coco' ? { fields: ['gt'], predictions: 'pred' } : {};
  const samples = name === 'yolo-pose' ? POSES : name === 'coco' ? PREDICTED : OUTLINES;
  const options = writeOptions(places, samples, { missing: 'empty', ...results });
  const fields: Field[] = [
    { kind: 'value', name: 'year', type: 'int' },
    {
      kind: 'labels',
      name: 'gt',
      label: name === 'yolo-pose' ? 'keypoint' : 'polyline',
      list: true,
      attributes: { depth: 'int' },
    },
  ];
  return { ...options, dataset: { ...options.dataset, fields } };
}
