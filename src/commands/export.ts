import { UserError } from '../diagnostics.ts';
import { writeFolder } from '../dataset/formats/atomic-folder.ts';
import type { WriteOptions } from '../dataset/formats/define-format.ts';
import { defineCommand } from './define-command.ts';

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'Write a dataset or a view in a format.',
  params: [
    { name: 'format', type: 'write-format' },
    { name: 'out', type: 'path' },
  ],
  flags: [
    { name: 'field', type: 'string', summary: 'The label field; default: the only one that fits.' },
    { name: 'classes', type: 'string', summary: 'A fixed list of classes and their order: a,b,c.' },
    {
      name: 'media',
      type: 'string',
      choices: ['link', 'copy', 'none'],
      summary: 'What happens to pictures; default: link.',
    },
    {
      name: 'missing',
      type: 'string',
      choices: ['skip', 'empty', 'error'],
      summary: 'Samples that were never annotated; default: skip, a trainer would take them for background.',
    },
    { name: 'overwrite', type: 'bool', summary: 'Replace what is there.' },
  ],
  scope: 'view',
  effect: 'files',
  examples: ['export yolo out/yolo', "ds.matchTags('val').export('yolo', 'out/val')"],
  run: async ({ format, out, field, classes, media, missing, overwrite }, { target, paths, job }) => {
    const { formatNamed } = await import('../dataset/formats/index.ts');
    const { write } = formatNamed(format);
    if (write === undefined) throw new UserError('unsupported', `Quadrat does not write ${format} yet`);
    const { dataset, plan } = await target();
    const options: Omit<WriteOptions, 'out'> = {
      total: await dataset.count(plan, job.signal),
      samples: () => dataset.samples(plan, job.signal),
      mediaPath: (sample) => dataset.mediaPath(sample),
      field: field ?? null,
      classes: classes === undefined ? null : classes.split(',').map((name) => name.trim()),
      media: media ?? 'link',
      missing: missing ?? 'skip',
    };
    const finalOut = paths.write(out);
    const { report, tree } = await writeFolder(finalOut, { overwrite: overwrite === true, job }, (folder) =>
      write({ ...options, out: folder, finalOut }, job),
    );
    return { kind: 'files', root: out, ...tree, skipped: report.skipped, notes: report.notes };
  },
});
