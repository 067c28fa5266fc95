import { defineCommand } from './define-command.ts';
import { bugReport } from './doctor/bug-report.ts';

export const bugCommand = defineCommand({
  name: 'bug',
  summary: 'Make a report for a bug, without secrets, paths and names.',
  params: [{ name: 'file', type: 'path', optional: true, summary: 'Where to write it; else it is shown.' }],
  flags: [{ name: 'overwrite', type: 'bool', summary: 'Replace the file that is there.' }],
  scope: 'none',
  effect: 'session',
  examples: ['bug', 'bug report.md'],
  run: async ({ file, overwrite = false }, context) => {
    const text = await bugReport(context);
    if (file === undefined) return { kind: 'text', text };
    await context.files.writeText(context.paths.write(file), text, () => overwrite);
    return { kind: 'text', text: `${file}: look through it before you send it to anyone` };
  },
});
