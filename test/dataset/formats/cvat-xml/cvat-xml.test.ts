import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cvat } from '../../../../src/dataset/formats/cvat-xml/cvat-xml.ts';
import { labelsOf, newFolder, onlyLabel, put, readAll } from '../read-format.ts';
import { image, META, PIXEL, xmlOf } from './cvat-files.ts';

function read(images: string, options: Parameters<typeof readAll>[2] = {}, meta = META) {
  return readAll(cvat, put(newFolder(), 'annotations.xml', xmlOf(images, meta)), options);
}

/** The one label that a shape becomes. */
async function labelOf(shape: string, field: string) {
  return onlyLabel((await read(image(0, 'a.jpg', shape))).samples[0], field);
}

const ABOUT = 'source="manual" occluded="1" z_order="-1" group_id="3"';
const KEPT = { source: 'manual', occluded: true, z_order: -1, group_id: 3 };

describe('shapes of CVAT', () => {
  it('makes polygons closed and filled, with typed attributes', async () => {
    const attributes =
      '<attribute name="depth">12.5</attribute><attribute name="alive">True</attribute><attribute name="source">a &lt;b&gt; é</attribute>';
    const shape = `<polygon label="Porites" ${ABOUT} points="-12.50,40.00;60.25,-8;130,77.75">${attributes}</polygon>`;
    expect(await labelOf(shape, 'gt_polylines')).toEqual({
      kind: 'polyline',
      units: 'pixel',
      rings: [{ xy: [-12.5, 40, 60.25, -8, 130, 77.75], hole: false }],
      closed: true,
      filled: true,
      label: 'Porites',
      confidence: null,
      tags: [],
      attributes: {
        depth: 12.5,
        alive: true,
        source: 'a <b> é',
        cvat_source: 'manual',
        occluded: true,
        z_order: -1,
        group_id: 3,
      },
    });
  });

  it.each([
    ['1,1;5,1;5,5', false],
    ['1,1;5,1;5,5;1,1', true],
    ['1,1;5,1;1,1', false],
  ])('leaves polylines unfilled, and closed where they end where they begin: %s', async (points, closed) => {
    expect(await labelOf(`<polyline label="crack" points="${points}"/>`, 'gt_polylines')).toMatchObject({
      closed,
      filled: false,
    });
  });

  it('makes boxes detections with their rotation', async () => {
    expect(
      await labelOf(
        `<box label="b" ${ABOUT} xtl="100.50" ytl="110.25" xbr="200" ybr="180.75" rotation="33.50"/>`,
        'gt_detections',
      ),
    ).toMatchObject({
      kind: 'detection',
      box: [100.5, 110.25, 99.5, 70.5],
      attributes: { ...KEPT, rotation: 33.5 },
    });
  });

  it('makes ellipses detections that keep what they were', async () => {
    expect(
      await labelOf('<ellipse label="tip" cx="35" cy="12" rx="5" ry="3" rotation="15"/>', 'gt_detections'),
    ).toMatchObject({
      box: [30, 9, 10, 6],
      attributes: { shape: 'ellipse', cx: 35, cy: 12, rx: 5, ry: 3, rotation: 15 },
    });
  });

  it('makes points and cuboids key points', async () => {
    expect(await labelOf('<points label="p" points=" 3, 4 ; 5.5,6 "/>', 'gt_keypoints')).toMatchObject({
      kind: 'keypoint',
      xy: [3, 4, 5.5, 6],
    });
    const corners = ['1', '2'].flatMap((side) =>
      ['tl', 'bl', 'tr', 'br'].map((at, i) => `x${at}${side}="${String(i)}" y${at}${side}="${side}"`),
    );
    expect(await labelOf(`<cuboid label="c" ${corners.join(' ')}/>`, 'gt_keypoints')).toMatchObject({
      xy: [0, 1, 1, 1, 2, 1, 3, 1, 0, 2, 1, 2, 2, 2, 3, 2],
      attributes: { shape: 'cuboid' },
    });
  });

  it('orders the points of a skeleton as its label does; those outside or not there are NaN', async () => {
    const shape = `<skeleton label="quadrat" source="auto" z_order="0">
      <points label="left" outside="0" occluded="1" points="5,6"></points>
      <points label="bottom" outside="1" occluded="0" points="0,0"></points>
      <points label="top" outside="0" occluded="0" points="1,2"><attribute name="worn">true</attribute></points></skeleton>`;
    expect(await labelOf(shape, 'gt_keypoints')).toMatchObject({
      kind: 'keypoint',
      label: 'quadrat',
      xy: [1, 2, 5, 6, NaN, NaN],
      attributes: {
        elements: ['top', 'left', 'bottom'],
        occluded_elements: ['left'],
        element_attributes: { top: { worn: true } },
        source: 'auto',
      },
    });
    expect(
      await labelOf('<skeleton label="quadrat"><points label="left" points="5,6"/></skeleton>', 'gt_keypoints'),
    ).toMatchObject({
      xy: [NaN, NaN, 5, 6, NaN, NaN],
    });
  });

  it('makes masks and tags what they are', async () => {
    expect(
      await labelOf('<mask label="rubble" rle="1, 2, 3" left="20" top="21" width="3" height="2"/>', 'gt_masks'),
    ).toMatchObject({
      kind: 'mask',
      left: 20,
      top: 21,
      width: 3,
      height: 2,
      counts: [1, 2, 3],
    });
    expect(await labelOf('<tag label="blurred" source="manual"/>', 'gt_classifications')).toMatchObject({
      kind: 'classification',
      label: 'blurred',
    });
  });
});

describe('numbers of CVAT', () => {
  it('keeps any coordinates as they are', async () => {
    const coordinate = fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
      .map((value) => value + 0);
    const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(points, async (list) => {
        const text = list.map((point) => point.join(',')).join(';');
        expect(await labelOf(`<polygon label="a" points="${text}"/>`, 'gt_polylines')).toMatchObject({
          rings: [{ xy: list.flat() }],
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('faulty shapes of CVAT', () => {
  it.each([
    ['<polygon label="a" points="1,1;2,2"/>', 'polygon of fewer than 3 points'],
    ['<polygon label="a" points="1,1;2;3,3"/>', 'polygon whose points are no pairs of finite numbers'],
    ['<polygon label="a" points="1,1;NaN,2;3,3"/>', 'polygon whose points are no pairs of finite numbers'],
    ['<polygon label="a" points="1,;2,2;3,3"/>', 'polygon whose points are no pairs of finite numbers'],
    ['<polygon label="a" points="1,1,1;2,2;3,3"/>', 'polygon whose points are no pairs of finite numbers'],
    ['<polygon label="a" points="1,1 1;2,2;3,3"/>', 'polygon whose points are no pairs of finite numbers'],
    ['<polygon label="a" points="1,1;2,2;3,1e999"/>', 'polygon whose points are no pairs of finite numbers'],
    ['<polyline label="a" points=""/>', 'polyline whose points are no pairs of finite numbers'],
    ['<points label="a"/>', 'points that are no pairs of finite numbers'],
    ['<box label="a" xtl="1" ytl="2" xbr="1e999" ybr="3"/>', 'box without four finite numbers'],
    [
      '<mask label="a" rle="1, 2" left="0" top="0" width="2" height="2"/>',
      'mask whose run lengths do not fill its box',
    ],
    [
      '<mask label="a" rle="1, x" left="0" top="0" width="2" height="2"/>',
      'mask whose place, size or run lengths are not whole numbers',
    ],
    ['<polygon points="1,1;2,2;3,1"/>', 'polygon without a label'],
    ['<box label="a" outside="1" xtl="1" ytl="2" xbr="3" ybr="3"/>', 'shape that is outside of the picture'],
    ['<blob label="a"/>', 'element <blob>, which is no shape'],
  ])('leaves out %s and says where', async (shape, reason) => {
    const told = await read(`\n${image(4, 'a.jpg', `\n${shape}`)}`);
    const line = 4 + META.split('\n').length + 2;
    expect(told.skipped).toEqual([
      { reason, count: 1, examples: [`line ${String(line)}, image 4 (line ${String(line - 1)})`] },
    ]);
    expect(told.samples[0]?.labels).toEqual({ gt_polylines: null });
  });
});

describe('images of CVAT', () => {
  it('gives samples the fields and the tag of their task', async () => {
    const told = await read(image(0, 'a.jpg', '<tag label="Porites"/>') + image(1, 'b.jpg'), { field: 'outlines' });
    expect(told.samples).toMatchObject([
      {
        provenance: 'cvat:task:12:0',
        width: 100,
        height: 80,
        tags: ['val'],
        fields: { cvat_task_id: 12, cvat_task_name: 'reef & co', cvat_subset: 'Validation' },
        labels: { outlines: null, gt_classifications: [{ label: 'Porites' }] },
      },
      { provenance: 'cvat:task:12:1', labels: { outlines: null } },
    ]);
    expect(told.classes).toEqual({ outlines: ['Porites', 'quadrat'], gt_classifications: ['Porites', 'quadrat'] });
    expect(told.notes).toContain(
      '1 image without shapes: outlines is missing there, as the file does not say that the job was done',
    );
  });

  it('joins the images of a project to their tasks', async () => {
    const task = (id: number, subset: string) =>
      `<task><id>${String(id)}</id><name>t${String(id)}</name><subset>${subset}</subset></task>`;
    const meta = `<meta><project><id>1</id><name>BORA</name><tasks>${task(5, 'Train')}${task(6, 'default')}</tasks><labels/></project></meta>`;
    const shot = (id: number, of: number, subset: string) =>
      image(id, 'a.jpg', '', `subset="${subset}" task_id="${String(of)}"`);
    const folder = newFolder();
    const picture = put(folder, 'images/Train/a.jpg', PIXEL);
    const path = put(
      folder,
      'export.xml',
      xmlOf(shot(0, 5, 'Train') + shot(0, 6, 'default') + shot(0, 5, 'Train'), meta),
    );
    const told = await readAll(cvat, path);
    expect(told.samples).toMatchObject([
      {
        filepath: picture,
        provenance: 'cvat:task:5:0',
        tags: ['train'],
        fields: { cvat_project_name: 'BORA', cvat_task_name: 't5' },
      },
      {
        filepath: `${folder}/images/default/a.jpg`,
        provenance: 'cvat:task:6:0',
        tags: [],
        fields: { cvat_subset: 'default' },
      },
    ]);
    expect(told.skipped.map(({ reason }) => reason)).toEqual(['image that was there before']);
    expect((await readAll(cvat, folder)).samples).toHaveLength(2);
  });

  it('hands out batches and reports bytes', async () => {
    const told = await read(Array.from({ length: 450 }, (_, i) => image(i, `${String(i)}.jpg`)).join('\n'));
    expect(told.batches).toEqual(Array.from({ length: 18 }, () => 25));
    expect(told.progress.at(-1)).toMatchObject({ unit: 'bytes', done: told.progress.at(-1)?.total });
  });

  it('keeps labels in the order of the file', async () => {
    const told = await read(
      image(0, 'a.jpg', ['c', 'a', 'b'].map((name) => `<points label="${name}" points="1,1"/>`).join('')),
    );
    expect(labelsOf(told.samples[0], 'gt_keypoints').map(({ label }) => label)).toEqual(['c', 'a', 'b']);
  });
});
