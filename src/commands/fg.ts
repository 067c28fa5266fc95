import { defineCommand } from './define-command.ts';

export const fgCommand = defineCommand({
  name: 'fg',
  summary: 'Bring a job to the front: its progress is shown, and Ctrl-C is meant for it; default: the latest.',
  params: [{ name: 'job', type: 'int', optional: true }],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['fg 7'],
  run: async ({ job }, { jobs }) => {
    await jobs.bringToFront(job);
    return undefined;
  },
});
