import { counted, formatCount } from '../dataset/model/counted.ts';
import type { Dataset, DatasetInfo } from '../dataset/dataset.ts';
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
    const rows = [...rowsOf(await found.info()), ...(await notesOf(found))];
    return {
      kind: 'table',
      columns: [
        { name: 'about', type: 'string' },
        { name: 'value', type: 'mixed', role: 'moment' },
      ],
      rows,
      total: rows.length,
    };
  },
});

/** What is written about the dataset as a whole: notes, and lists of classes. */
async function notesOf(dataset: Dataset): Promise<readonly (readonly [string, string])[]> {
  const { info, default_classes: classes } = await dataset.details();
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const lists = Object.entries(await dataset.classLists());
  return [
    ...lists.map(([field, names]) => [`classes ${field}`, names.join(', ')] as const),
    ...(Array.isArray(classes) ? [['default classes', classes.map(text).join(', ')] as const] : []),
    ...Object.entries(typeof info === 'object' && info !== null ? info : {}).map(
      ([key, value]) => [`note ${key}`, text(value)] as const,
    ),
  ];
}

function rowsOf(info: DatasetInfo): readonly (readonly [string, string | number | Date])[] {
  return [
    ['name', info.name],
    ['samples', info.samples],
    ['labels', info.labels],
    ...info.labelFields.map(
      ({ name, present, empty, missing, labels, classes }) =>
        [
          name,
          `${counted(labels, 'label')} of ${counted(classes, 'class', 'classes')}; samples: ${formatCount(present)} with, ${formatCount(empty)} empty, ${formatCount(missing)} missing`,
        ] as const,
    ),
    ['tags', info.tags.map(({ value, count }) => `${String(value)} ${formatCount(count)}`).join(', ')],
    ['created', info.createdAt],
    ['file', info.file],
    ['bytes', info.bytes],
    ['pictures', info.mediaRoot],
    ['digest labels', info.digests.labels],
    ['digest fields', info.digests.fields],
    ['digest identity', info.digests.identity],
  ];
}
