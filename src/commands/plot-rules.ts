/** Bins of a histogram that nobody said otherwise of. */
export const BINS = 12;

/** Whole numbers as close together as years are values of their own, and no measure. */
const FEW = 24;

/** Whether whole numbers from `low` to `high` are few enough to stand side by side. */
export function areFew(low: number, high: number): boolean {
  return high - low < FEW;
}
