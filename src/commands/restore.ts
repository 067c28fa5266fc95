import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineCommand } from './define-command.ts';

export const restoreCommand = defineCommand({
  name: 'restore',
  summary: 'Make a dataset of a backup, an archive or a FiftyOneDataset, once all of it was found whole.',
  params: [{ name: 'path', type: 'path' }],
  flags: [{ name: 'name', type: 'string', summary: 'Name of the dataset; default: as it was called.' }],
  scope: 'none',
  effect: 'data',
  examples: ['restore out/reef.zip --name reef-again'],
  run: async ({ path, name }, context) => {
    const { library, paths, statement, job } = context;
    if (existsSync(join(paths.read(path), 'metadata.json'))) {
      const { restoreFiftyone } = await import('./restore-fiftyone.ts');
      return restoreFiftyone(path, name, context);
    }
    const { restoreBackup } = await import('../dataset/versions/restore-backup.ts');
    const options = { path: paths.read(path), shown: path, name, statement, job };
    const { manifest, ...restored } = await restoreBackup(library, options);
    const pictures = manifest.files.length - 1;
    const from = restored.name === manifest.dataset ? '' : `, where it was called ${manifest.dataset}`;
    return {
      kind: 'change',
      dataset: restored.name,
      samples: restored.samples,
      labels: restored.labels,
      what: {
        'samples restored': restored.samples,
        'labels restored': restored.labels,
        ...(pictures > 0 && { 'pictures restored': pictures }),
      },
      skipped: [],
      notes: [
        `from ${path}${from}; every digest is as it was`,
        ...(manifest.media ? [] : ['the backup was made without pictures']),
      ],
      undo: null,
    };
  },
});
