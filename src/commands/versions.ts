import { counted } from '../dataset/model/counted.ts';
import type { SnapshotEntry } from '../dataset/library.ts';
import { versionTags } from '../dataset/versions/version-tags.ts';
import { defineCommand } from './define-command.ts';

export const versionsCommand = defineCommand({
  name: 'versions',
  summary: 'List the snapshots of a dataset, what has changed since each, and its version tags (v1, v2_train).',
  params: [],
  flags: [],
  scope: 'dataset',
  effect: 'session',
  examples: ['versions'],
  run: async (_input, { target, library }) => {
    const { dataset } = await target();
    const snapshots = await library.snapshots(dataset.name);
    const tags = versionTags((await dataset.catalog()).tags);
    const rows = [
      ...snapshots.map((one) => [
        one.name,
        'snapshot',
        one.samples,
        one.labels,
        sinceText(one),
        one.note,
        new Date(one.createdAt),
      ]),
      ...tags.map(({ tag, samples }) => [tag, 'tag', samples, null, null, null, null]),
    ];
    return {
      kind: 'table',
      columns: [
        { name: 'version', type: 'string' },
        { name: 'kind', type: 'string' },
        { name: 'samples', type: 'int' },
        { name: 'labels', type: 'int' },
        { name: 'changed since', type: 'string' },
        { name: 'note', type: 'string' },
        { name: 'made', type: 'date' },
      ],
      rows,
      total: rows.length,
    };
  },
});

function sinceText({ since: { changes, samples, labels } }: SnapshotEntry): string {
  if (changes === 0) return 'nothing';
  return [
    counted(changes, 'change'),
    ...(samples > 0 ? [counted(samples, 'sample')] : []),
    ...(labels > 0 ? [counted(labels, 'label')] : []),
  ].join(', ');
}
