import { UserError } from '../../diagnostics.ts';

/** What stands between the name of a dataset and that of its snapshot. */
const MARK = '@';

const MOST_CHARACTERS = 80;

/** A snapshot and the dataset that it is of, by their names. */
export type SnapshotOf = { readonly dataset: string; readonly snapshot: string };

/** The dataset and the snapshot that `reef@before` names; undefined where there is no `@`. */
export function splitSnapshot(name: string): SnapshotOf | undefined {
  const at = name.lastIndexOf(MARK);
  return at < 0 ? undefined : { dataset: name.slice(0, at), snapshot: name.slice(at + 1) };
}

/** @throws UserError `invalid` for what is no name of a snapshot */
export function checkSnapshotName(name: string): void {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_.+-]*$/u.test(name) && Array.from(name).length <= MOST_CHARACTERS) return;
  throw new UserError('invalid', `${JSON.stringify(name)} is no name for a snapshot`, {
    hint: `up to ${String(MOST_CHARACTERS)} letters, digits, _ - + and ., such as before-merge`,
  });
}
