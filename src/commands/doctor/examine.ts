import type { Finding } from '../../output.ts';
import type { Context } from '../context.ts';
import { checkCvat } from './check-cvat.ts';
import { machineChecks } from './index.ts';
import { keptFindings } from './kept-state.ts';

/** How far the doctor looks. */
export type Examination = { readonly deep: boolean };

/** Looks at everything: the surroundings, what was left behind, each dataset, CVAT. */
export async function examineAll(context: Context, { deep }: Examination): Promise<readonly Finding[]> {
  const { library, env } = context;
  const machine = await context.machine();
  const { checkLeftovers, datasetsIn } = await import('../../dataset/check-dataset.ts');
  const findings: Finding[] = machineChecks.flatMap((check) => check({ machine, env }));
  findings.push(...checkLeftovers(library.home, machine.pid, machine.isAlive));
  for (const name of datasetsIn(library.home)) findings.push(...(await examineDataset(name, context, { deep })));
  findings.push(...(await checkCvat(context)));
  return findings;
}

/** Looks at one dataset. Where nothing is wrong with it, that is told. */
export async function examineDataset(
  name: string,
  context: Context,
  { deep }: Examination,
): Promise<readonly Finding[]> {
  const { library, job } = context;
  const { execPath } = await context.machine();
  const { checkDataset } = await import('../../dataset/check-dataset.ts');
  const findings = await checkDataset(name, { home: library.home, execPath, job, deep });
  if (findings.some(({ severity }) => severity === 'error'))
    return [...findings, ...(await keptFindings(name, library))];
  if (findings.some(({ severity }) => severity !== 'info')) return findings;
  const message = deep ? 'sound: every label and digest is as it was written' : 'sound; --deep reads every label';
  return [...findings, { check: 'dataset', severity: 'info', message, where: name }];
}
