/** Samples packed by a thread that reads, for `writeBatch` of a dataset that a library makes. */
export { memoryOf, packBatch } from './store/pack-batch.ts';
