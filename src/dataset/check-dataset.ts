import { quoteWord } from './model/words.ts';
import { UserError } from '../diagnostics.ts';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isThere } from './media/is-there.ts';
import type { Job } from './model/job.ts';
import type { Trouble } from './model/trouble.ts';
import { childRunner } from './store/child-runner.ts';
import { expectDataset, namesIn } from './store/dataset-files.ts';
import { fileNameOf } from './store/dataset-name.ts';
import type { HealthCheck, Patient } from './store/health/health-check.ts';
import { healthChecks } from './store/health/index.ts';
import { leftoversIn } from './store/health/leftovers.ts';

/** Where datasets are looked at, and how. */
export type CheckOptions = {
  readonly home: string;
  /** The Node that runs queries in a process of their own, so that a long one can be stopped. */
  readonly execPath: string;
  readonly job: Job;
  /** Whether every label is decoded and every digest computed anew. */
  readonly deep: boolean;
};

/** Looks at a dataset, changing nothing. @throws UserError `not-found`, `cancelled`; what is wrong with it is a finding */
export async function checkDataset(
  name: string,
  { home, execPath, job, deep }: CheckOptions,
): Promise<readonly Trouble[]> {
  const file = expectDataset(home, name);
  const runner = childRunner(file, execPath);
  const patient: Patient = {
    name,
    file,
    mediaRoot: join(home, 'media', fileNameOf(name)),
    isThere,
    ask: (text, ...params) => runner.all({ text, params }, job.signal),
    job,
    deep,
  };
  try {
    return await runChecks(patient);
  } finally {
    await runner.close();
  }
}

/** Names of the datasets of a folder. */
export function datasetsIn(home: string): readonly string[] {
  return namesIn(home);
}

/** What crashes and stopped work left behind. */
export function checkLeftovers(home: string, pid: number, isAlive: (pid: number) => boolean): readonly Trouble[] {
  return leftoversIn(home, { pid, host: hostname(), command: '', isAlive });
}

async function runChecks(patient: Patient): Promise<readonly Trouble[]> {
  const checks = healthChecks.filter(({ deep = false }) => patient.deep || !deep);
  const troubles: Trouble[] = [];
  for (const [done, check] of checks.entries()) {
    patient.job.report({ what: `checking ${patient.name}: ${check.name}`, done, total: checks.length, unit: 'checks' });
    const found = await runCheck(check, patient);
    troubles.push(...found);
    if (check.gate === true && found.some(({ severity }) => severity === 'error')) break;
  }
  return troubles;
}

/** A file that cannot be read, or not be asked, is something found: the other checks go on. */
async function runCheck(check: HealthCheck, patient: Patient): Promise<readonly Trouble[]> {
  try {
    return await check.run(patient);
  } catch (error) {
    if (error instanceof UserError && error.code === 'cancelled') throw error;
    const hint =
      error instanceof UserError && error.code === 'unsupported'
        ? error.hint
        : `doctor --repair ${quoteWord(patient.name)}`;
    const message = error instanceof Error ? error.message : String(error);
    return [
      { check: check.name, severity: 'error', message, where: patient.name, ...(hint !== undefined && { hint }) },
    ];
  }
}
