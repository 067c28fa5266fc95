import type { Column } from '../dataset/query/answer.ts';

/**
 * Columns of a list of datasets, wherever they lie; a date follows. Bytes are those of the dataset file: to count those of pictures,
 * each has to be looked at, which a list of what is there must not wait for.
 */
export const DATASET_COLUMNS: readonly Column[] = [
  { name: 'name', type: 'string' },
  { name: 'samples', type: 'int', role: 'amount' },
  { name: 'labels', type: 'int', role: 'amount' },
  { name: 'bytes', type: 'int', role: 'amount' },
];
