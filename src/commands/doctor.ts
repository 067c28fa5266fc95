import { UserError } from '../diagnostics.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { defineCommand } from './define-command.ts';
import { examineAll, examineDataset } from './doctor/examine.ts';
import { repair } from './doctor/repair.ts';
import { bugReport } from './doctor/bug-report.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'Check terminal, disk, datasets and CVAT, and say what to do; --repair puts a dataset right.',
  params: [{ name: 'name', type: 'dataset', optional: true, summary: 'Only this dataset.' }],
  flags: [
    { name: 'deep', type: 'bool', summary: 'Decode every label and compute every digest anew.' },
    { name: 'repair', type: 'bool', summary: 'Put the dataset right, or rescue what can be read of it.' },
    { name: 'report', type: 'path', summary: 'Write a report for a bug to this file, without secrets and names.' },
    { name: 'overwrite', type: 'bool', summary: 'Replace the report that is there.' },
  ],
  scope: 'none',
  effect: 'session',
  examples: ['doctor', 'doctor demo --deep', 'doctor demo --repair'],
  run: async ({ name, deep = false, repair: repairing = false, report, overwrite = false }, context) => {
    if (report !== undefined) return writeReport(report, overwrite, context);
    if (repairing) {
      if (name === undefined) throw new UserError('usage', 'repair what?', { hint: 'doctor --repair NAME' });
      return repair(name, context);
    }
    const findings =
      name === undefined ? await examineAll(context, { deep }) : await examineDataset(name, context, { deep });
    const checked = name ?? 'terminal, Node, disk, memory, permissions, datasets and CVAT';
    return { kind: 'findings', findings, checked };
  },
});

async function writeReport(path: string, overwrite: boolean, context: Context): Promise<Output> {
  await context.files.writeText(context.paths.write(path), await bugReport(context), () => overwrite);
  return { kind: 'text', text: `${path}: look through it before you send it to anyone` };
}
