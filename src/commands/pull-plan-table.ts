import type { CvatTask } from '../dataset/cvat/reply/records.ts';
import type { Output } from '../output.ts';

/** What is to be done with a task, and how many pictures it has. */
export type PlannedTask = { readonly task: CvatTask; readonly frames: readonly number[]; readonly action: string };

/** What a pull would do, a task a row. */
export function planTable(tasks: readonly PlannedTask[]): Output {
  const rows = tasks.map(({ task, frames, action }) => [action, task.id, task.name, task.subset, frames.length]);
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
