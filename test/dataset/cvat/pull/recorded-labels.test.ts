import { describe, expect, test } from 'vitest';
import { indexLabels } from '../../../../src/dataset/cvat/pull/label-index.ts';
import { pointCheck } from '../../../../src/dataset/cvat/pull/point-check.ts';
import { taskLabels } from '../../../../src/dataset/cvat/pull/task-labels.ts';
import { readAnnotations } from '../../../../src/dataset/cvat/reply/annotations.ts';
import { readJob, readLabel } from '../../../../src/dataset/cvat/reply/records.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';
import { tally } from '../../../../src/dataset/model/tally.ts';
import {
  type Exchange,
  hasRecordings,
  readExchanges,
  recordedWorld,
} from '../../../support/cvat-server/recorded-world.ts';
import { emptyWorld } from '../../../support/cvat-server/world.ts';

const exchanges: ReadonlyMap<string, Exchange> = hasRecordings ? readExchanges() : new Map<string, Exchange>();
const world = hasRecordings ? recordedWorld(exchanges) : emptyWorld();

function labelsOf(task: number, project: number, annotations: unknown = world.annotations.get(task)) {
  const labels = [...world.labels.values()].filter((label) => label['project_id'] === project).map(readLabel);
  const jobs = [...world.jobs.values()].filter((job) => job['task_id'] === task).map(readJob);
  const faults = tally();
  const source = { server: 'http://cvat.test', taskId: task, jobs, index: indexLabels(labels), faults };
  return {
    frames: taskLabels({ ...source, annotations: readAnnotations(annotations, task) }),
    faults,
    index: source.index,
  };
}

const named = (labels: readonly Label[] | undefined): unknown[] =>
  (labels ?? []).map(({ kind, label }) => [kind, label]);

describe.skipIf(!hasRecordings)('labels of recorded annotations', () => {
  test('every kind of shape goes to its field, in the order of ids', () => {
    const { frames, faults, index } = labelsOf(12, 2);
    expect(faults.list()).toEqual([]);
    expect(index.fields).toEqual(['polyline', 'detection', 'keypoint', 'mask', 'classification']);
    const first = frames.get(0);
    expect(named(first?.['gt_polylines'])).toEqual([
      ['polyline', 'colony'],
      ['polyline', 'colony'],
      ['polyline', 'crack'],
    ]);
    expect(named(first?.['gt_detections'])).toEqual([
      ['detection', 'box'],
      ['detection', 'tip'],
      ['detection', 'box'],
    ]);
    expect(named(first?.['gt_keypoints']).length).toBe(2);
    expect(named(frames.get(3)?.['gt_classifications'])).toEqual([
      ['classification', 'blurred'],
      ['classification', 'colony'],
    ]);
  });

  test('attributes are typed as their label says', () => {
    const [colony] = labelsOf(12, 2).frames.get(0)?.['gt_polylines'] ?? [];
    expect(colony?.attributes).toEqual({
      alive: false,
      depth_m: 12,
      family: 'Acroporidae',
      remark: 'a "quoted" <b> & ünïcode 🪸',
      stage: 'juvenile',
      group_id: 1,
      occluded: false,
      source: 'manual',
      z_order: 0,
    });
  });

  test('boxes, ellipses and masks', () => {
    const { frames } = labelsOf(12, 2);
    const [box, tip] = frames.get(0)?.['gt_detections'] ?? [];
    expect(box).toMatchObject({ box: [100.5, 110.25, 99.5, 70.5], attributes: { rotation: 33.5 } });
    expect(tip).toMatchObject({
      box: [300, 90, 100, 60],
      attributes: { shape: 'ellipse', cx: 350, cy: 120, rx: 50, ry: 30 },
    });
    expect(frames.get(2)?.['gt_masks']?.[0]).toMatchObject({
      left: 488,
      top: 500,
      width: 24,
      height: 12,
      counts: [0, 288],
    });
  });

  test('tracks are blended between key frames and end where they are outside', () => {
    const boxes = (frame: number): unknown[] =>
      (labelsOf(12, 2).frames.get(frame)?.['gt_detections'] ?? []).map((label) =>
        label.kind === 'detection' ? label.box : null,
      );
    expect(boxes(0)).toContainEqual([5, 5, 35, 35]);
    expect(boxes(1)).toContainEqual([15, 15, 35, 35]);
    expect(boxes(2)).toContainEqual([25, 25, 35, 35]);
    expect(boxes(3)).toEqual([]);
  });

  test('points of skeletons stand in the order of their label, those outside are not placed', () => {
    const { frames } = labelsOf(13, 3);
    const [corners] = frames.get(3)?.['gt_keypoints'] ?? [];
    expect(corners).toMatchObject({
      kind: 'keypoint',
      attributes: { elements: ['top_left', 'top_right', 'bottom_right', 'bottom_left'] },
    });
    expect(corners?.kind === 'keypoint' && corners.xy.slice(0, 2)).toEqual([29.9, 22.5]);
    const [outside] = frames.get(4)?.['gt_keypoints'] ?? [];
    expect(outside?.kind === 'keypoint' && outside.xy.filter(Number.isNaN)).toHaveLength(2);
  });

  test('a grid of 117 points in either form, and the picture that lacks one', () => {
    const { frames } = labelsOf(14, 4);
    const check = pointCheck();
    for (const [frame, labels] of frames) {
      check.take([{ filepath: `14/${String(frame)}.jpg`, width: 1, height: 1, tags: [], fields: {}, labels }]);
    }
    const xy = (frame: number): number => {
      const [label] = frames.get(frame)?.['gt_keypoints'] ?? [];
      return label?.kind === 'keypoint' ? label.xy.length / 2 : 0;
    };
    expect([xy(0), xy(1), xy(2)]).toEqual([117, 117, 116]);
  });

  test('four corners: the frame with three is told', () => {
    const { frames } = labelsOf(13, 3);
    const check = pointCheck();
    for (const [frame, labels] of frames) {
      check.take([{ filepath: `13/${String(frame)}.jpg`, width: 1, height: 1, tags: [], fields: {}, labels }]);
    }
    expect(check.notes()).toEqual([expect.stringMatching(/: not 4 points in 1 pictures: 13\/5\.jpg \(3\)$/u)]);
  });

  test('shapes that are broken are counted by what is wrong', () => {
    const broken = exchanges.get('annotate-odd-read-back')?.response.body as {
      readonly shapes: readonly { label_id: number }[];
    };
    world.labels.set(366, { id: 366, name: 'any', type: 'any', project_id: 71, attributes: [], sublabels: [] });
    world.labels.set(368, { id: 368, name: 'mask', type: 'mask', project_id: 71, attributes: [], sublabels: [] });
    const { faults } = labelsOf(71, 71, broken);
    expect(Object.fromEntries(faults.list().map(({ reason, count }) => [reason, count]))).toMatchObject({
      'polygon of fewer than 3 points': 2,
      'polygon with half a point': 1,
      'mask whose box or run lengths are not whole numbers': 1,
    });
  });

  test('ids are the same each time, and no two are one', () => {
    const all = (): (string | undefined)[] =>
      [...labelsOf(12, 2).frames.values()].flatMap((fields) =>
        Object.values(fields)
          .flat()
          .map(({ id }) => id),
      );
    expect(all()).toEqual(all());
    expect(new Set(all()).size).toBe(all().length);
    expect(all().every((id) => /^[0-9a-f]{24}$/u.test(id ?? ''))).toBe(true);
  });
});
