import { counted } from '../../dataset/model/counted.ts';
import { UserError } from '../../diagnostics.ts';
import type { KeptState } from '../../dataset/library.ts';
import type { Repaired } from '../../dataset/repair-dataset.ts';
import type { Finding, Output } from '../../output.ts';
import type { Context } from '../context.ts';
import { examineDataset } from './examine.ts';
import { nameOf, NOT_IN_FIFTYONE } from './kept-state.ts';

/** Puts a dataset right and says what was done, what was lost, and what is still wrong. @throws UserError */
export async function repair(name: string, context: Context): Promise<Output> {
  const { library, job, statement, session } = context;
  const { pid, isAlive } = await context.machine();
  const { repairDataset } = await import('../../dataset/repair-dataset.ts');
  const wasCurrent = await session.release(name);
  try {
    const options = { home: library.home, pid, statement, job, isAlive, now: () => new Date() };
    const isKept = (await library.keptStates(name)).length > 0;
    const findings = await repairDataset(name, { ...options, anything: !isKept })
      .then((repaired) => told(repaired, name))
      .catch(async (error: unknown) => {
        if (!isKept || !(error instanceof UserError) || error.code !== 'unreadable') throw error;
        const findingsBack = await broughtBack(name, context);
        return findingsBack ?? told(await repairDataset(name, { ...options, anything: true }), name);
      });
    const after = await examineDataset(name, context, { deep: true });
    return { kind: 'findings', findings: [...findings, ...after], checked: `${name} after its repair` };
  } finally {
    if (wasCurrent) await session.use(name).catch(() => undefined);
  }
}

/** The latest state that is kept elsewhere in the place of a file of which next to nothing can be read; undefined for none. */
async function broughtBack(name: string, context: Context): Promise<readonly Finding[] | undefined> {
  const { library, job, statement } = context;
  const { restoreLastGood } = await import('../../dataset/versions/restore-last-good.ts');
  const { fillFromFiftyone } = await import('./bring-back-fiftyone.ts');
  const good = await restoreLastGood(library, name, {
    ...{ statement, job },
    fillFromFiftyone: (path) => fillFromFiftyone(path, name, context),
  });
  if (good === undefined) return undefined;
  const { state, samples, labels, trash, unusable } = good;
  const base = { check: 'repair', where: name } as const;
  const what = `${counted(samples, 'sample')} and ${counted(labels, 'label')}, as they were at ${state.at}`;
  return [
    {
      ...base,
      severity: 'info',
      message: `the file is beyond reading: brought back from ${nameOf(state)}, ${what}`,
      hint: `the damaged file is kept in ${trash}`,
    },
    { ...base, check: 'lost', severity: 'warning', message: `all that was changed since ${state.at} is lost` },
    ...(state.kind === 'fiftyone' ? [await notInFiftyone(name, state, context)] : []),
    ...unusable.map(({ state: later, why }): Finding => ({
      ...base,
      severity: 'warning',
      message: `a later state was of no use: ${nameOf(later)}: ${why}`,
    })),
  ];
}

/** What a FiftyOneDataset does not bring back, and an earlier archive that would. */
async function notInFiftyone(name: string, state: KeptState, { library }: Context): Promise<Finding> {
  const archive = (await library.keptStates(name)).find(({ kind, at }) => kind === 'backup' && at < state.at);
  return {
    ...{ check: 'lost', severity: 'warning', where: name },
    message: `what a FiftyOneDataset does not have is lost: ${NOT_IN_FIFTYONE}; points are fractions of the picture`,
    ...(archive !== undefined && {
      hint: `${nameOf(archive)} has them as they were at ${archive.at}: restore it under another name`,
    }),
  };
}

function told(repaired: Repaired, where: string): readonly Finding[] {
  const base = { check: 'repair', where } as const;
  if (repaired.kind === 'rescued') {
    const { samples, labels, lost, trash } = repaired;
    const rescued = `${counted(samples, 'sample')} and ${counted(labels, 'label')} were rescued into a new file`;
    const hint = `the damaged file is kept in ${trash}; a backup or snapshot may have more: compare before going on`;
    return [
      { ...base, severity: 'info', message: rescued, hint },
      ...lost.map((message): Finding => ({ ...base, check: 'lost', severity: 'warning', message })),
    ];
  }
  const { code, states, indexes, classCounts, labelNumbers, totals, differing } = repaired;
  const parts = [
    ...(indexes.length === 0 ? [] : [`indexes made: ${indexes.join(', ')}`]),
    ...(code.length === 0 ? [] : [`triggers and views removed: ${code.join(', ')}`]),
    ...count(states, 'snapshots and changes without the state that they name'),
    ...count(classCounts, 'numbers by class'),
    ...count(labelNumbers, 'numbers of labels on samples'),
    ...count(totals, 'totals'),
    ...count(differing.length, 'digests'),
  ];
  const message = parts.length === 0 ? 'there was nothing to put right' : `put right: ${parts.join(', ')}`;
  const changed = differing.filter(({ noted }) => noted).map(({ filepath }) => filepath);
  if (changed.length === 0) return [{ ...base, severity: 'info', message }];
  const more = changed.length > SHOWN ? ` and ${String(changed.length - SHOWN)} more` : '';
  const samples = `samples that are not what was written, taken as they are: ${changed.slice(0, SHOWN).join(', ')}${more}`;
  return [
    { ...base, severity: 'info', message },
    { ...base, severity: 'warning', message: samples, hint: 'look at them, or compare them with a backup' },
  ];
}

const SHOWN = 20;

function count(number: number, what: string): readonly string[] {
  return number === 0 ? [] : [`${String(number)} ${what}`];
}
