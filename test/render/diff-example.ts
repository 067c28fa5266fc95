import type { Diff } from '../../src/dataset/model/diff.ts';

export const NO_LABELS = { added: 0, removed: 0, moved: 0, rounded: 0, relabelled: 0, retagged: 0, changed: 0 };

const ENTRY = {
  of: 'label',
  sample: '66b0000000000000000000a1',
  filepath: 'media/MooreaE2B_2020_05.jpg',
  field: 'gt_polylines',
  label: '5f00000000000000000000c1',
  class: 'Pavona',
  from: null,
  to: null,
  iou: null,
} as const;

/** A comparison with something of every kind. */
export const DIFF: Diff = {
  sides: ['reef@before', "open('reef').where(year >= 2020)"],
  by: 'id',
  samples: { total: [142, 140], added: 1, removed: 3, changed: 14, rounded: 0 },
  about: [
    { of: 'field', name: 'depth', from: null, to: 'int' },
    { of: 'field', name: 'gt_polylines.alive', from: 'bool', to: 'mixed' },
    { of: 'classes', name: 'gt_polylines', from: ['Pavona', 'Porites'], to: ['Porites', 'Acropora\u001b[31m'] },
    { of: 'classes', name: null, from: ['a', 'b'], to: ['b', 'a'] },
    { of: 'info', name: 'source', from: 'divers', to: { by: ['divers', 'drone'] } },
    { of: 'fiftyone', name: 'skeletons', from: null, to: {} },
  ],
  fetched: { samples: 3, fields: [{ name: 'cvat_updated', samples: 1_020 }] },
  labels: { ...NO_LABELS, added: 30, removed: 1_012, moved: 4, relabelled: 17 },
  fields: [
    { name: 'area', samples: 3 },
    { name: 'tags', samples: 2 },
  ],
  classes: [
    { ...NO_LABELS, field: 'gt_polylines', class: 'Pavona', added: 30, removed: 1_012, relabelled: 17 },
    { ...NO_LABELS, field: 'gt_polylines', class: 'Porites\u001b[31m', moved: 4, relabelled: 17 },
    { ...NO_LABELS, field: 'gt_polylines', class: null, removed: 1 },
  ],
  relabelled: [{ field: 'gt_polylines', from: 'Porites', to: 'Pavona', labels: 17 }],
  tasks: [{ ...NO_LABELS, task: 'MOOREA_2020_batch_of_spring', samples: 14, added: 30, removed: 12, moved: 4 }],
  entries: [
    {
      ...ENTRY,
      of: 'sample',
      what: 'changed',
      field: 'area',
      label: null,
      class: null,
      from: 'Raïatea',
      to: 'Raiatea',
    },
    { ...ENTRY, what: 'moved', iou: 0.8251 },
    { ...ENTRY, what: 'relabelled', from: 'Porites', to: 'Pavona' },
    { ...ENTRY, what: 'retagged', from: [], to: ['check', 'again'] },
  ],
  total: 1_064,
};
