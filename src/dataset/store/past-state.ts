import { quoteWord } from '../model/words.ts';
import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import { changesUpTo, presentChange } from './change-tree.ts';
import { expectSnapshot, type Snapshot } from './snapshots.ts';

/** A state of a dataset: that of a snapshot, or that before its last changes, of which no digests were noted. */
export type State = Pick<Snapshot, 'name' | 'change' | 'createdAt'> & { readonly digests: Snapshot['digests'] | null };

/** What the name of a state that is no snapshot begins with. */
export const PAST = '~';

/**
 * The state that a name after `@` means: a snapshot; `~2`, before the last two changes; or `~pull`, before the last change that
 * `pull` made, as a command or in a chain.
 * @throws UserError `not-found`
 */
export function expectState(db: Database, name: string, dataset: string): State {
  if (!name.startsWith(PAST)) return expectSnapshot(db, name, dataset);
  const changes = doneChanges(db);
  const word = name.slice(PAST.length);
  const found = /^\d{1,9}$/u.test(word)
    ? changes[Number(word) - 1]
    : changes.find(({ statement }) => isMadeBy(word, statement));
  if (found === undefined) throw noPast(word, changes.length, dataset);
  const { parent, at } = found;
  return { name: `${PAST}${String(parent)}`, change: parent, createdAt: at, digests: null };
}

type Done = { readonly parent: number; readonly at: string; readonly statement: string };

/** Changes that lead to the present state, the latest first, without those that made the dataset. */
function doneChanges(db: Database): readonly Done[] {
  const line = new Set(changesUpTo(db, presentChange(db)));
  return db
    .prepare<[], Done & { readonly id: number }>(
      "SELECT id, parent, at, statement FROM change WHERE state = 'done' ORDER BY id DESC",
    )
    .all()
    .filter(({ id }) => line.has(id));
}

function isMadeBy(word: string, statement: string): boolean {
  return /^[\p{L}_]+$/u.test(word) && new RegExp(`^\\.?${word}(?![\\p{L}_])|\\.${word}\\(`, 'u').test(statement);
}

function noPast(word: string, changes: number, dataset: string): UserError {
  const message = /^\d+$/u.test(word)
    ? `of ${dataset} there are ${String(changes)} changes to go back by, not ${word}`
    : `no change of ${dataset} was made by ${JSON.stringify(word)}`;
  return new UserError('not-found', message, {
    hint: `log -d ${quoteWord(dataset)} lists them: @~1 is before the latest, @~pull before the last pull`,
  });
}
