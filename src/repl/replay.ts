import { basename, join } from 'node:path';
import { throwIfCancelled, UserError } from '../diagnostics.ts';
import type { Paths, Replayed, ReplayOptions } from '../commands/context.ts';
import type { Job } from '../dataset/model/job.ts';
import type { Verdict } from '../output.ts';
import type { Effect } from '../commands/declaration.ts';
import { chainedCommandOf } from './chained-command.ts';
import { commandOf } from './command-line.ts';
import { stripComments } from './comments.ts';
import { evidenceOf } from './evidence.ts';
import { lineDiff } from './line-diff.ts';
import {
  checkParams,
  type Evidence,
  paramsFrom,
  parseScript,
  type Script,
  type ScriptStep,
  withEvidence,
} from './script.ts';
import { expectFingerprint, type ScriptDataset, withDataset } from './script-fingerprint.ts';
import { signalsHeard } from './signals-heard.ts';
import type { Engine } from './engine.ts';
import type { Cell } from './session-events.ts';

/**
 * Runs a script in a session of its own and compares each step with what the script recorded. Files are written to a scratch
 * folder that is removed afterwards; statements that change datasets are skipped unless `effects` is set.
 *
 * @throws UserError `mismatch` where `frozen` is set and the dataset is not the one the script was written on, `not-found` where
 * that of the options is not there
 */
export async function replayScript(session: Engine, text: string, options: ReplayOptions, job: Job): Promise<Replayed> {
  const script = parseScript(text);
  const params = paramsFrom(options.params);
  checkParams(script, Object.keys(params));
  const scratch = await session.ports.scratch();
  const fork = session.fork(
    { dataset: options.dataset ?? script.dataset ?? session.current, params: { ...script.params, ...params } },
    sandboxed(session.ports.paths, scratch.folder),
  );
  const stop = (): void => {
    fork.interrupt('now');
  };
  job.signal.addEventListener('abort', stop);
  try {
    const dataset = await datasetOf(fork, script, options);
    if (options.frozen) expectFingerprint(script.fingerprint, dataset ?? noDataset());
    const { verdicts, evidence } = await compareAll(fork, script, options, job);
    const updated = withEvidence(text, evidence);
    return { verdicts, updated: dataset === undefined ? updated : withDataset(updated, dataset) };
  } finally {
    job.signal.removeEventListener('abort', stop);
    await fork.close();
    await scratch.remove();
  }
}

async function compareAll(
  fork: Engine,
  { steps }: Script,
  { effects, keepGoing }: ReplayOptions,
  job: Job,
): Promise<{ readonly verdicts: readonly Verdict[]; readonly evidence: readonly (Evidence | undefined)[] }> {
  const verdicts: Verdict[] = [];
  const evidence: (Evidence | undefined)[] = [];
  let stopped = false;
  for (const [i, step] of steps.entries()) {
    const effect = await effectOf(fork, step);
    if (stopped || step.skip || effect === 'settings' || (!effects && effect === 'data')) {
      verdicts.push({ step: i + 1, statement: step.statement, verdict: 'skipped', diff: [] });
      evidence.push(step.evidence);
      continue;
    }
    await signalsHeard();
    throwIfCancelled(job.signal);
    job.report({ what: 'replay', done: i, total: steps.length, unit: 'steps' });
    const cell = await fork.submit(step.statement);
    if (cell.error instanceof UserError && cell.error.code === 'cancelled') throw cell.error;
    const verdict = compare(step, cell);
    evidence.push(evidenceOf(cell));
    verdicts.push({ step: i + 1, statement: step.statement, ...verdict });
    stopped = verdict.verdict === 'new-error' && !keepGoing;
  }
  return { verdicts, evidence };
}

type Compared = Pick<Verdict, 'verdict' | 'diff' | 'error'>;

function compare(step: ScriptStep, cell: Cell): Compared {
  if (cell.state === 'failed') return compareError(step, cell.error);
  if (step.expectedError !== undefined) return { verdict: 'fixed', diff: [`-error ${step.expectedError}`] };
  const now = evidenceOf(cell);
  if (step.evidence === undefined || now === undefined)
    return { verdict: now === undefined ? 'same' : 'unrecorded', diff: [] };
  if (step.evidence.digest === now.digest) return { verdict: 'same', diff: [] };
  return { verdict: 'different', diff: lineDiff(step.evidence.shown, now.shown) };
}

function compareError(step: ScriptStep, error: unknown): Compared {
  const code = error instanceof UserError ? error.code : 'bug';
  if (step.expectedError === code) return { verdict: 'same', diff: [] };
  const message = error instanceof Error ? error.message : String(error);
  return { verdict: 'new-error', error: code, diff: [`+error ${code}: ${message}`] };
}

async function effectOf({ commands }: Engine, { statement }: ScriptStep): Promise<Effect | undefined> {
  const text = stripComments(statement);
  const command = commandOf(text, commands) ?? (await chainedCommandOf(text, commands));
  return command?.effect;
}

/** What the dataset is before anything is run, where that matters or was asked for. */
async function datasetOf(
  fork: Engine,
  script: Script,
  { dataset, frozen, update }: ReplayOptions,
): Promise<ScriptDataset | undefined> {
  const isWanted = frozen || dataset !== undefined || (update && script.dataset !== undefined);
  return isWanted && fork.current !== undefined ? (await fork.dataset(fork.current)).info() : undefined;
}

function noDataset(): never {
  throw new UserError('not-found', 'no dataset is open', { hint: 'name one with -d NAME; datasets lists them' });
}

/** Writes go into the scratch folder; what was written there is read back from there. */
function sandboxed(paths: Paths, folder: string): Paths {
  const moved = new Map<string, string>();
  return {
    write: (path) => {
      const real = paths.write(path);
      const to = moved.get(real) ?? join(folder, String(moved.size), basename(real));
      moved.set(real, to);
      return to;
    },
    read: (path) => {
      const real = paths.read(path);
      return moved.get(real) ?? real;
    },
  };
}
