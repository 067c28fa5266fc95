import type { Column } from '../dataset/query/answer.ts';

/** Columns of a list of datasets, wherever they lie; a date follows. */
export const DATASET_COLUMNS: readonly Column[] = [
  { name: 'name', type: 'string' },
  { name: 'samples', type: 'int', role: 'amount' },
  { name: 'labels', type: 'int', role: 'amount' },
  { name: 'bytes', type: 'int', role: 'amount' },
];
