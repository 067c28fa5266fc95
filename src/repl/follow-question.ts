import { setTimeout } from 'node:timers/promises';
import { cancelled, UserError } from '../diagnostics.ts';
import { changesBetween, keyedAnswer } from '../dataset/query/answer-changes.ts';
import type { Watched } from '../output.ts';
import { answerOf, bindText, type Environment } from './evaluate-expression.ts';

/** An expression whose answer is followed, and what its names mean. */
export type Question = {
  readonly number: number;
  readonly expression: string;
  readonly environment: Environment;
};

/** What is known by now: the state to be shown, the revision under which it was asked for, and how long that took. */
export type Followed = { readonly watched: Watched; readonly revision: string; readonly milliseconds: number };

/** A look at the dataset's revision every `interval` milliseconds. */
export type Following = { readonly interval: number; readonly signal: AbortSignal };

/**
 * Tells the first answer, and each that differs from the one before, until that is enough.
 * @throws UserError, `cancelled` where the signal fires
 */
export async function followQuestion(
  question: Question,
  following: Following,
  told: (watched: Watched) => Promise<'on' | 'enough'>,
): Promise<void> {
  let followed = await beginFollowing(question, following.signal);
  let changes = -1;
  for (;;) {
    const { watched } = followed;
    if (watched.changes > changes && (await told(watched)) === 'enough') return;
    changes = watched.changes;
    followed = await goOnFollowing(question, followed, following);
  }
}

/** Asks for the first time. @throws UserError, `bad-argument` for an expression that counts nothing */
export async function beginFollowing(question: Question, signal: AbortSignal): Promise<Followed> {
  const asked = await ask(question, signal);
  const { number, expression } = question;
  const { dataset, answer, keyed } = asked;
  const rows = changesBetween(undefined, keyed);
  const watched = { number, expression, dataset, answer, keyed, rows, changes: 0, problem: undefined };
  return { ...asked, watched };
}

/**
 * Waits until the dataset has changed, and asks again. A question that takes long is asked less often, so that it leaves
 * most of the time to others.
 * @throws UserError, `cancelled` where the signal fires
 */
export async function goOnFollowing(
  question: Question,
  before: Followed,
  { interval, signal }: Following,
): Promise<Followed> {
  for (;;) {
    await pause(Math.max(interval, 2 * before.milliseconds), signal);
    const dataset = await question.environment.dataset(before.watched.dataset);
    if ((await dataset.revision(signal)) === before.revision) continue;
    const asked = await ask(question, signal);
    return { ...asked, watched: afterAnswer(before.watched, asked) };
  }
}

/** The state after an answer, which may be the same as before. */
export function afterAnswer(watched: Watched, { answer, keyed }: Pick<Watched, 'answer' | 'keyed'>): Watched {
  const rows = changesBetween(watched.keyed, keyed);
  const isSame = rows.every(({ change }) => change === 'same');
  // What changed last stays marked until something else does.
  if (isSame) return { ...watched, problem: undefined };
  return { ...watched, answer, keyed, rows, changes: watched.changes + 1, problem: undefined };
}

type Asked = Pick<Watched, 'answer' | 'keyed' | 'dataset'> & Pick<Followed, 'revision' | 'milliseconds'>;

async function ask({ expression, environment }: Question, signal: AbortSignal): Promise<Asked> {
  const started = performance.now();
  const { bound } = await bindText(expression, environment);
  if (bound.kind === 'command' || bound.kind === 'value') throw nothingCounted(expression);
  const { dataset } = bound.plan;
  const revision = await (await environment.dataset(dataset)).revision(signal);
  const answer = await answerOf(bound, environment, signal);
  const keyed = keyedAnswer(answer);
  if (keyed === undefined) throw nothingCounted(expression);
  return { answer, keyed, dataset, revision, milliseconds: performance.now() - started };
}

function nothingCounted(expression: string): UserError {
  return new UserError('bad-argument', `there is nothing to follow in ${expression}`, {
    hint: "follow a view, a count or a table of counts: watch ds.countValues('tags')",
  });
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (error) {
    throw cancelled(error);
  }
}
