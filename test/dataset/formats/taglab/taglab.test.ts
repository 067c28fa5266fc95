import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { taglab } from '../../../../src/dataset/formats/taglab/taglab.ts';
import { labelsOf, newFolder, onlyLabel, put, readAll } from '../read-format.ts';

type Row = Readonly<Record<string, unknown>>;

const REGION: Row = {
  id: 4,
  'class name': 'Pocillopora',
  contour: [
    [0, 9.4],
    [5.5, -4],
    [17, 3],
    [0, 9.4],
  ],
  'inner contours': [
    [
      [1, 1],
      [2, 1],
      [2, 2],
    ],
  ],
  area: 64,
  perimeter: 35.5,
  'instance name': 'coral0',
  note: '',
};
const MAP: Row = {
  id: '2013',
  name: 'plot 1',
  width: 300,
  height: 200,
  acquisition_date: '2013-06-01',
  map_px_to_mm_factor: '1.275',
  channels: [
    { filename: 'data/2013_DEM.tif', type: 'DEM' },
    { filename: 'data/2013_RGB.png', type: 'RGB' },
  ],
  annotations: [REGION],
};

function read(maps: readonly Row[], more: Row = {}, folder = newFolder()) {
  const project = {
    filename: 'x.json',
    images: maps,
    labels: { Pocillopora: { name: 'Pocillopora' }, Porites: {} },
    ...more,
  };
  return readAll(taglab, put(folder, 'project.json', JSON.stringify(project)));
}

describe('TagLab', () => {
  it('reads maps with their fields, and regions with their holes as they stand', async () => {
    const folder = newFolder();
    const picture = put(folder, 'data/2013_RGB.png', '');
    const told = await read([MAP], {}, folder);
    expect(told.samples).toMatchObject([
      {
        filepath: picture,
        provenance: 'data/2013_RGB.png',
        width: 300,
        height: 200,
        fields: { map_name: 'plot 1', acquisition_date: new Date('2013-06-01T00:00:00Z'), px_to_mm: 1.275 },
      },
    ]);
    expect(onlyLabel(told.samples[0], 'ground_truth')).toEqual({
      kind: 'polyline',
      units: 'pixel',
      rings: [
        { xy: [0, 9.4, 5.5, -4, 17, 3, 0, 9.4], hole: false },
        { xy: [1, 1, 2, 1, 2, 2], hole: true },
      ],
      closed: true,
      filled: true,
      label: 'Pocillopora',
      confidence: null,
      tags: [],
      attributes: { taglab_id: 4, taglab_area: 64, taglab_perimeter: 35.5, instance_name: 'coral0' },
    });
    expect(told.classes).toEqual({ ground_truth: ['Pocillopora', 'Porites'] });
    expect(told.notes).toEqual([]);
  });

  it('reads the newer form, with points and free attributes', async () => {
    const point = { Id: 1, X: 5, Y: 6.5, Class: 'Porites', Note: 'pale', Data: { depth: 3 } };
    const told = await read([
      { ...MAP, annotations: { regions: [{ ...REGION, data: { shape: 'round' } }], points: [point] } },
    ]);
    expect(onlyLabel(told.samples[0], 'ground_truth').attributes).toMatchObject({ shape: 'round' });
    expect(onlyLabel(told.samples[0], 'ground_truth_points')).toMatchObject({
      kind: 'keypoint',
      xy: [5, 6.5],
      label: 'Porites',
      attributes: { taglab_id: 1, note: 'pale', depth: 3 },
    });
  });

  it('leaves out what is wrong and says where', async () => {
    const regions = [
      REGION,
      { ...REGION, id: 5, contour: [[1, 'x']] },
      { ...REGION, id: 6, 'inner contours': [[], [[1, 2]]] },
    ];
    const told = await read([
      { ...MAP, annotations: { regions, points: [{ Id: 9, X: null, Y: 1 }] } },
      { channels: [] },
      MAP,
    ]);
    expect(labelsOf(told.samples[0], 'ground_truth')).toHaveLength(2);
    expect(told.skipped).toEqual([
      { reason: 'region whose contour is not a list of finite points', count: 1, examples: ['map plot 1, region 5'] },
      {
        reason: 'part of a region: inner contour that is not a list of finite points',
        count: 1,
        examples: ['map plot 1, region 6'],
      },
      { reason: 'point without finite coordinates', count: 1, examples: ['map plot 1, point 9'] },
      { reason: 'map without a picture or an id', count: 1, examples: ['map 1'] },
      { reason: 'map with the picture of another map', count: 1, examples: ['map 2: data/2013_RGB.png'] },
    ]);
  });

  it('has no labels where a map has no regions, makes names safe and counts what it does not read', async () => {
    const hostile = { ...MAP, channels: [{ filename: '../../a\u0001.png', type: 'RGB' }], annotations: [] };
    const correspondences = { 'a-b': { correspondences: [[1], [2]] }, 'b-c': { correspondences: [[1]] } };
    const folder = newFolder();
    const told = await read([hostile], { correspondences }, folder);
    expect(told.samples[0]).toMatchObject({ filepath: `${folder}/a_.png`, labels: { ground_truth: null } });
    expect(told.notes).toEqual([
      `1 picture not found in ${folder}; imported without (--media DIR says where pictures are)`,
      '1 map without regions or points: ground_truth is missing there',
      '1 picture with a name that has control characters, made safe: "../../a\\u0001.png"',
      '3 correspondences between maps not imported',
    ]);
  });

  it.each([
    ['{"images":[],"categories":[]}', /is no TagLab project: it looks like COCO/],
    ['{"maps":[]}', /is no TagLab project: it has no list of maps/],
    ['{"images":[{"id":"a"', /the file ends in the middle, in "images" after 0 elements/],
  ])('refuses %j', async (text, message) => {
    const path = put(newFolder(), 'p.json', text);
    await expect(readAll(taglab, path)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('a real TagLab project', () => {
  const project = resolve('../shared/data/taglab/multi-temporal_comparison_project.json');
  const answers = resolve('../shared/fiftyone/dataset-taglab.json.gz');

  it.skipIf(!existsSync(project) || !existsSync(answers))(
    'reads the 112 regions of two years as FiftyOne was given them',
    async () => {
      const told = await readAll(taglab, project);
      const neutral = JSON.parse(gunzipSync(readFileSync(answers)).toString()) as {
        samples: { gt_polylines: { polylines: { label: string; points: number[][][]; taglab_area: number }[] } }[];
      };
      const expected = neutral.samples.map(({ gt_polylines: { polylines } }) =>
        polylines.map(({ label, points, taglab_area: area }) => ({
          label,
          area,
          vertices: points.map((ring) => ring.length),
        })),
      );
      const read = told.samples.map((sample) =>
        labelsOf(sample, 'ground_truth').map((label) => ({
          label: label.label,
          area: label.attributes['taglab_area'],
          vertices: label.kind === 'polyline' ? label.rings.map(({ xy }) => xy.length / 2) : [],
        })),
      );
      expect(read).toEqual(expected);
      expect(read.flat()).toHaveLength(112);
      expect(told.notes).toContain('74 correspondences between maps not imported');
    },
  );
});
