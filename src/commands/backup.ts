import { counted } from '../dataset/model/counted.ts';
import { quoteWord } from '../dataset/model/words.ts';
import { writeOneFile } from '../dataset/formats/atomic-file.ts';
import { referredPictures } from '../dataset/library-pictures.ts';
import { splitSnapshot } from '../dataset/library-snapshots.ts';
import { defineCommand } from './define-command.ts';

export const backupCommand = defineCommand({
  name: 'backup',
  summary: 'Write a dataset with its pictures, log and snapshots to one archive, and read it back to be sure.',
  params: [{ name: 'path', type: 'path' }],
  flags: [
    {
      name: 'format',
      type: 'string',
      choices: ['zip', 'fiftyone'],
      summary:
        'One archive of everything, or a folder that FiftyOne loads, which has no log and no snapshots; default: zip.',
    },
    { name: 'no-media', type: 'bool', summary: 'Without pictures.' },
    { name: 'overwrite', type: 'bool', summary: 'Replace what is there.' },
  ],
  scope: 'dataset',
  effect: 'data',
  examples: ['backup out/reef.zip', 'backup out/reef --format fiftyone'],
  run: async ({ path, format, noMedia, overwrite }, context) => {
    if (format === 'fiftyone') {
      const { backupFiftyone } = await import('./backup-fiftyone.ts');
      return backupFiftyone({ path, media: noMedia !== true, overwrite: overwrite === true }, context);
    }
    const { target, library, paths, job } = context;
    const { writeBackup } = await import('../dataset/versions/write-backup.ts');
    const { dataset } = await target();
    const options = { dataset, media: noMedia !== true, shown: path };
    const referred = (place: string) => referredPictures(place, library.home, job);
    const how = { overwrite: overwrite === true, job, referred };
    const { report, tree } = await writeOneFile(paths.write(path), how, (file) =>
      writeBackup(library, file, options, job),
    );
    // That of a snapshot is no state of today.
    if (splitSnapshot(dataset.name) === undefined) await library.noteBackup(dataset.name, paths.write(path), 'backup');
    const { samples, labels, pictures, elsewhere } = report;
    return {
      kind: 'files',
      root: path,
      ...tree,
      skipped: [],
      notes: [
        `${dataset.name}: ${counted(samples, 'sample')}, ${counted(labels, 'label')}, ${counted(pictures, 'picture')}; read back and found whole`,
        ...(noMedia === true ? ['without pictures'] : []),
        ...(elsewhere === 0
          ? []
          : [
              `${String(elsewhere)} pictures lie outside of Quadrat's folder and are not in it: back them up beside it`,
            ]),
        `restore ${quoteWord(path)} --name NAME makes a dataset of it`,
      ],
    };
  },
});
