import type { DatasetInfo } from '../dataset/dataset.ts';
import { defineCommand } from './define-command.ts';

export const infoCommand = defineCommand({
  name: 'info',
  summary: 'What a dataset holds: samples, labels, tags, digests, where its files lie.',
  params: [{ name: 'name', type: 'dataset', optional: true }],
  flags: [],
  scope: 'dataset',
  effect: 'session',
  examples: ['info'],
  run: async ({ name }, { target, dataset }) => {
    const found = name === undefined ? (await target()).dataset : await dataset(name);
    const rows = rowsOf(await found.info());
    return {
      kind: 'table',
      columns: [
        { name: 'about', type: 'string' },
        { name: 'value', type: 'mixed' },
      ],
      rows,
      total: rows.length,
    };
  },
});

function rowsOf(info: DatasetInfo): readonly (readonly [string, string | number | Date])[] {
  return [
    ['name', info.name],
    ['samples', info.samples],
    ['labels', info.labels],
    ...info.labelFields.map(
      ({ name, present, empty, missing, labels, classes }) =>
        [
          name,
          `${String(labels)} labels of ${String(classes)} classes; samples: ${String(present)} with, ${String(empty)} empty, ${String(missing)} missing`,
        ] as const,
    ),
    ['tags', info.tags.map(({ value, count }) => `${String(value)} ${String(count)}`).join(', ')],
    ['created', info.createdAt],
    ['file', info.file],
    ['bytes', info.bytes],
    ['pictures', info.mediaRoot],
    ['digest labels', info.digests.labels],
    ['digest fields', info.digests.fields],
    ['digest identity', info.digests.identity],
  ];
}
