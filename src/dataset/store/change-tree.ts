import type { Database } from 'better-sqlite3';
import { dropImages } from './image-tables.ts';
import { dropUnusedColumns } from './unused-columns.ts';

/**
 * Changes are a tree: each has the one it was made after for its parent. From the root, which made the dataset, the done ones
 * lead to the present state, and those that were undone lead on from there. What is off this line is kept, because a snapshot
 * needs it.
 */
type Node = { readonly id: number; readonly parent: number | null; readonly state: string };

/** The way from the present state to that after a change: what is taken back, in order, then what is done again. */
export type Way = { readonly back: readonly number[]; readonly forth: readonly number[] };

/** The change that `undoChange` would take back. */
export function latestDone(db: Database): number | undefined {
  return changeIn(db, "SELECT max(id) FROM change WHERE state = 'done'");
}

/** The change that `redoChange` would do again. */
export function firstUndone(db: Database): number | undefined {
  return changeIn(db, "SELECT min(id) FROM change WHERE state = 'undone'");
}

/** The change after which the dataset is as it is now: the latest one that is done, else the one that made it. */
export function presentChange(db: Database): number {
  return latestDone(db) ?? changeIn(db, 'SELECT min(id) FROM change') ?? 0;
}

/** The way to the state after a change. */
export function wayTo(db: Database, target: number): Way {
  const nodes = nodesOf(db);
  const here = new Set(lineTo(nodes, presentChange(db)));
  const there = new Set(lineTo(nodes, target));
  return {
    back: [...here].filter((id) => !there.has(id)),
    forth: [...there].filter((id) => !here.has(id)).reverse(),
  };
}

/** A change and those before it, back to the one that made the dataset. */
export function changesUpTo(db: Database, id: number): readonly number[] {
  return lineTo(nodesOf(db), id);
}

/**
 * Forgets the changes in that state that no snapshot needs, with their images. The others are kept, so that a new change can
 * take the place that they had.
 */
export function forgetUnneeded(db: Database, state: 'undone' | 'kept'): void {
  const nodes = nodesOf(db);
  const asked = [...nodes.values()].filter((node) => node.state === state);
  if (asked.length === 0) return;
  const snapshots = db.prepare<[], number>('SELECT change_id FROM snapshot').pluck().all();
  const needed = new Set(snapshots.flatMap((id) => lineTo(nodes, id)));
  for (const { id } of asked) {
    if (needed.has(id)) setState(db, id, 'kept');
    else forgetChange(db, id);
  }
  dropUnusedColumns(db);
}

/** Forgets a change and its images. */
export function forgetChange(db: Database, id: number): void {
  dropImages(db, id);
  db.prepare('DELETE FROM change WHERE id = ?').run(id);
}

export function setState(db: Database, id: number, state: 'done' | 'undone' | 'kept'): void {
  db.prepare('UPDATE change SET state = ? WHERE id = ?').run(state, id);
}

function nodesOf(db: Database): ReadonlyMap<number, Node> {
  const nodes = db.prepare<[], Node>('SELECT id, parent, state FROM change').all();
  return new Map(nodes.map((node) => [node.id, node]));
}

/** A parent has a smaller id than its children. */
function lineTo(nodes: ReadonlyMap<number, Node>, id: number): number[] {
  const line: number[] = [];
  for (let node = nodes.get(id); node !== undefined; node = nodes.get(node.parent ?? -1)) line.push(node.id);
  return line;
}

function changeIn(db: Database, sql: string): number | undefined {
  return db.prepare<[], number | null>(sql).pluck().get() ?? undefined;
}
