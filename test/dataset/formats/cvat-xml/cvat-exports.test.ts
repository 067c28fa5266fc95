import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cvat } from '../../../../src/dataset/formats/cvat-xml/cvat-xml.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';
import { labelsOf, newFolder, readAll, type Told } from '../read-format.ts';

const files = resolve('../shared/fixtures/cvat-2.23.1/files');

function read(name: string, mediaOut = newFolder()): Promise<Told> {
  return readAll(cvat, join(files, `export-${name}-cvat-images-download.zip`), { mediaOut });
}

/** Number of labels of each field. */
function counts({ samples }: Told): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { labels } of samples) {
    for (const [field, list] of Object.entries(labels))
      if (list !== null) found[field] = (found[field] ?? 0) + list.length;
  }
  return found;
}

function finitePoints(label: Label | undefined): number {
  return label?.kind === 'keypoint' ? label.xy.filter((value) => Number.isFinite(value)).length / 2 : 0;
}

describe.skipIf(!existsSync(files))('exports of a CVAT 2.23.1 server', () => {
  it.each([
    ['corners', 7, { gt_keypoints: 9 }],
    ['grid', 3, { gt_keypoints: 3 }],
    ['honeypots', 7, { gt_polylines: 7 }],
    ['job', 3, { gt_polylines: 16 }],
    ['odd', 5, { gt_polylines: 5 }],
    ['project', 47, { gt_polylines: 131 }],
    ['review', 4, { gt_polylines: 16 }],
    ['zip', 3, { gt_polylines: 6 }],
    ['task', 4, { gt_polylines: 4, gt_keypoints: 5, gt_detections: 8, gt_masks: 3, gt_classifications: 3 }],
    ['project-nested', 4, { gt_polylines: 4, gt_keypoints: 5, gt_detections: 8, gt_masks: 3, gt_classifications: 3 }],
  ])('reads all of %s', async (name, samples, labels) => {
    const told = await read(name);
    expect(told.samples).toHaveLength(samples);
    expect(counts(told)).toEqual(labels);
    expect(told.skipped).toEqual([]);
  });

  it('unpacks pictures with hard names, folders and subsets', async () => {
    const [odd, nested, zip] = [newFolder(), newFolder(), newFolder()];
    expect((await read('odd', odd)).samples.map(({ filepath }) => filepath)).toEqual(
      ['A.jpg', 'a.png', 'plate.tiff', 'turned.jpg', "Île d'Été ###é.jpg"].map((name) => `images/${name}`),
    );
    expect(readdirSync(join(odd, 'images'))).toHaveLength(5);
    const first = (await read('project-nested', nested)).samples[0]?.filepath ?? '';
    expect(first).toBe('images/Train/AUSTRALES_AUS_RAI1###20M###20190504_UTP_QUADRAT_AUSRAI1_20M_10.jpg');
    expect(existsSync(join(nested, first))).toBe(true);
    expect((await read('zip', zip)).samples.map(({ provenance }) => provenance)).toEqual([
      'cvat:task:10:1',
      'cvat:task:10:3',
      'cvat:task:10:5',
    ]);
    expect(readdirSync(join(zip, 'images', 'dive1')).sort()).toEqual(['a', 'b']);
  });

  it('keeps the tasks and subsets of a project apart', async () => {
    const { samples } = await read('project');
    expect(new Set(samples.map(({ provenance }) => provenance)).size).toBe(47);
    expect(new Set(samples.map(({ filepath }) => filepath)).size).toBe(47);
    const tasks = new Map<unknown, number>();
    for (const { fields } of samples) tasks.set(fields['cvat_task_id'], (tasks.get(fields['cvat_task_id']) ?? 0) + 1);
    expect(Object.fromEntries(tasks)).toEqual({ 1: 7, 2: 5, 3: 7, 4: 4, 5: 2, 6: 7, 7: 7, 10: 3, 11: 5 });
    const tags = ['train', 'val', 'test'].map((tag) => samples.filter((sample) => sample.tags.includes(tag)).length);
    expect(tags).toEqual([26, 10, 9]);
    expect(samples[0]?.fields['cvat_project_name']).toBe('QUADRATSEG_BORA_2021');
  });

  it('reads skeletons of 4 and 117 points in the order of their labels', async () => {
    const corners = (await read('corners')).samples[3];
    expect(labelsOf(corners, 'gt_keypoints')).toMatchObject([
      {
        xy: [29.9, 22.5, 480.1, 18, 500, 485.1, 12, 488],
        attributes: { elements: ['top_left', 'top_right', 'bottom_right', 'bottom_left'] },
      },
    ]);
    const grid = (await read('grid')).samples.map((sample) => labelsOf(sample, 'gt_keypoints')[0]);
    expect(grid.map((label) => (label?.kind === 'keypoint' ? label.xy.length / 2 : 0))).toEqual([117, 117, 116]);
    expect(grid.map(finitePoints)).toEqual([117, 115, 116]);
  });

  it('keeps what a shape is beside its outline', async () => {
    const [first] = (await read('task')).samples;
    expect(labelsOf(first, 'gt_polylines')[1]?.attributes).toEqual({
      family: 'Acroporidae',
      depth_m: 12,
      alive: false,
      remark: 'a "quoted" <b> & ünïcode 🪸',
      stage: 'juvenile',
      source: 'manual',
      occluded: false,
      z_order: 0,
      group_id: 1,
    });
    expect(labelsOf(first, 'gt_keypoints')[0]?.attributes).toMatchObject({
      elements: ['root', 'fork', 'tip-a', 'tip-b'],
      occluded_elements: ['fork'],
      element_attributes: { 'tip-a': { bleached: true } },
      broken: true,
    });
  });

  it('refuses what is no CVAT for images, saying why', async () => {
    const video = readAll(cvat, join(files, 'export-task-cvat-video-download.zip'));
    await expect(video).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('with tracks') as string,
    });
    for (const name of ['export-empty-project', 'export-task-coco', 'export-task-datumaro', 'export-failed-data']) {
      await expect(readAll(cvat, join(files, `${name}-download.zip`)), name).rejects.toMatchObject({
        code: 'not-found',
      });
    }
  });
});
