import type { Output } from '../output.ts';

/** What is to be done with a task, and its pictures. */
export type PlannedTask = {
  readonly id: number;
  readonly name: string;
  readonly subset: string;
  readonly frames: readonly unknown[];
  readonly action: string;
};

/** What a pull would do, a task a row. */
export function planTable(tasks: readonly PlannedTask[]): Output {
  const rows = tasks.map(({ id, name, subset, frames, action }) => [action, id, name, subset, frames.length]);
  return {
    kind: 'table',
    columns: [
      { name: 'action', type: 'string' },
      { name: 'id', type: 'int' },
      { name: 'task', type: 'string' },
      { name: 'subset', type: 'string' },
      { name: 'pictures', type: 'int' },
    ],
    rows,
    total: rows.length,
  };
}
