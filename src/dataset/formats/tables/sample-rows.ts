import { measure } from '../../geometry/measure.ts';
import type { Json, Label } from '../../model/label.ts';
import type { Sample } from '../../model/sample.ts';
import type { Value } from '../../query/answer.ts';
import type { WriteOptions } from '../define-format.ts';
import type { Table } from './table.ts';

/**
 * A row a sample: id, file path, tags, size, its fields, and for each label field the number of its labels, which is missing
 * where the sample was never annotated.
 */
export function sampleTable({ samples, dataset }: WriteOptions): Table {
  const values = dataset.fields.filter(({ kind }) => kind === 'value').map(({ name }) => name);
  const labels = dataset.fields.filter(({ kind }) => kind === 'labels').map(({ name }) => name);
  return {
    columns: ['id', 'filepath', 'tags', 'metadata.width', 'metadata.height', ...values, ...labels],
    rows: async function* () {
      for await (const sample of samples()) {
        yield [
          ...aboutOf(sample),
          ...values.map((name): Value => sample.fields[name] ?? null),
          ...labels.map((name): Value => sample.labels[name]?.length ?? null),
        ];
      }
    },
  };
}

function aboutOf({ id = '', filepath, tags, width, height }: Sample): Value[] {
  return [id, filepath, tags, width, height];
}

/**
 * A row a label: sample and its path, field, id, kind, class, confidence, tags, box and area as fractions of the picture,
 * number of vertices, attributes. Fields that are named are written, else all.
 */
export function labelTable({ samples, fields }: WriteOptions): Table {
  return {
    columns: LABEL_COLUMNS,
    rows: async function* () {
      for await (const sample of samples()) {
        for (const [field, labels] of Object.entries(sample.labels)) {
          if (fields !== null && !fields.includes(field)) continue;
          for (const label of labels ?? []) yield rowOf(sample, field, label);
        }
      }
    },
  };
}

const LABEL_COLUMNS = [
  ...['sample', 'filepath', 'field', 'id', 'kind', 'label', 'confidence', 'tags'],
  ...['x', 'y', 'width', 'height', 'area', 'vertices', 'attributes'],
];

function rowOf(sample: Sample, field: string, label: Label): Value[] {
  const { x, y, w, h, area, vertices } = measure(label, sample);
  return [
    ...[sample.id ?? '', sample.filepath, field, label.id ?? '', label.kind, label.label, label.confidence, label.tags],
    ...[
      x,
      y,
      w,
      h,
      area,
      vertices,
      Object.keys(label.attributes).length === 0 ? null : (label.attributes as Json as Value),
    ],
  ];
}
