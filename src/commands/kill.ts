import type { Output } from '../output.ts';
import type { JobsPort } from './context.ts';
import { defineCommand } from './define-command.ts';

export const killCommand = defineCommand({
  name: 'kill',
  summary: 'Stop a job: a pull after the task at hand, the second time or with `--now` at once; default: the latest.',
  params: [{ name: 'job', type: 'int', optional: true }],
  flags: [{ name: 'now', type: 'bool', summary: 'Do not wait for the end of the part at hand.' }],
  scope: 'none',
  effect: 'session',
  examples: ['kill 7'],
  run: ({ job, now }, { jobs }) => Promise.resolve(stopJob(jobs, job, now === true ? 'now' : 'gently')),
});

/** Asks a job to end and says what becomes of it. @throws UserError `not-found` */
export function stopJob(jobs: JobsPort, number: number | undefined, how: 'gently' | 'now'): Output {
  const { number: found, part } = jobs.cancel(number, how);
  const text =
    part === undefined
      ? `[${String(found)}] is being stopped`
      : `[${String(found)}] ends after this ${part}; kill ${String(found)} again stops it now`;
  return { kind: 'text', text };
}
