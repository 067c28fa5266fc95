import type { Label } from '../../model/label.ts';
import type { Sample } from '../../model/sample.ts';
import type { FieldType, ValueField } from '../../model/schema.ts';
import type { Value } from '../../query/answer.ts';
import type { WriteOptions } from '../define-format.ts';
import { type ColumnType, listOf } from './column-type.ts';
import { LABEL_MEMBERS, labelStruct, weightOf } from './label-struct.ts';
import type { ParquetRow, ParquetTable } from './parquet-table.ts';

const STRING: ColumnType = { kind: 'string' };
const INT: ColumnType = { kind: 'int' };

/**
 * A row a sample: `id`, `filepath`, `tags`, `metadata` with `width` and `height`, every field, and each label field as a list of its
 * labels, which is missing where the sample was never annotated. Label fields that are named are written, else all.
 */
export function samplesParquet({ samples, dataset, fields }: WriteOptions): ParquetTable {
  const values = dataset.fields.filter((field) => field.kind === 'value');
  const lists = dataset.fields.filter(({ kind }) => kind === 'labels').map(({ name }) => name);
  const labels = lists.filter((name) => fields?.includes(name) ?? true);
  return {
    columns: {
      id: STRING,
      filepath: STRING,
      tags: listOf(STRING),
      metadata: { kind: 'struct', members: { width: INT, height: INT } },
      ...Object.fromEntries(values.map((field) => [field.name, typeOf(field)])),
      ...Object.fromEntries(labels.map((name) => [name, listOf({ kind: 'struct', members: LABEL_MEMBERS })])),
    },
    rows: async function* () {
      for await (const sample of samples()) {
        const { id = null, filepath, tags, width, height } = sample;
        const own = labels.map((name) => sample.labels[name] ?? null);
        yield {
          of: filepath,
          values: [
            ...[id, filepath, tags, { width, height }],
            ...values.map(({ name }): Value => sample.fields[name] ?? null),
            ...own.map((some): Value => some?.map((label) => labelStruct(label, sample)) ?? null),
          ],
          weight: own.reduce((sum, some) => sum + weightOfAll(some), values.length + 4),
          labels: own.reduce((sum, some) => sum + (some?.length ?? 0), 0),
        };
      }
    },
  };
}

/** A row a label: `sample` (its id), `filepath`, `field`, then the members of the label. */
export function labelsParquet({ samples, fields }: WriteOptions): ParquetTable {
  return {
    columns: { sample: STRING, filepath: STRING, field: STRING, ...LABEL_MEMBERS },
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

const MEMBERS = Object.keys(LABEL_MEMBERS) as (keyof typeof LABEL_MEMBERS)[];

function rowOf(sample: Sample, field: string, label: Label): ParquetRow {
  const made = labelStruct(label, sample);
  return {
    of: sample.filepath,
    values: [sample.id ?? null, sample.filepath, field, ...MEMBERS.map((name) => made[name])],
    weight: weightOf(label),
    labels: 1,
  };
}

function weightOfAll(labels: readonly Label[] | null): number {
  return (labels ?? []).reduce((sum, label) => sum + weightOf(label), 0);
}

/** Lists whose elements are of one plain type are lists, all other lists and objects JSON. */
function typeOf({ type, element }: ValueField): ColumnType {
  if (type === 'dict') return { kind: 'json' };
  if (type !== 'list') return { kind: type };
  return element !== undefined && PLAIN.has(element) ? listOf({ kind: element } as ColumnType) : { kind: 'json' };
}

const PLAIN: ReadonlySet<FieldType> = new Set(['int', 'float', 'string', 'bool']);
