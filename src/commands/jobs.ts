import { defineCommand } from './define-command.ts';
import { stopJob } from './kill.ts';

export const jobsCommand = defineCommand({
  name: 'jobs',
  summary: 'What goes on behind the prompt: how far it is, how fast, and how long it will take.',
  params: [],
  flags: [{ name: 'cancel', type: 'int', summary: 'Stop the job of that number, as kill does.' }],
  scope: 'none',
  effect: 'session',
  examples: ['jobs'],
  run: ({ cancel }, { jobs }) =>
    Promise.resolve(cancel === undefined ? { kind: 'jobs', jobs: jobs.list() } : stopJob(jobs, cancel, 'gently')),
});
