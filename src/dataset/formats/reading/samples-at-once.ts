/** Samples that a reader hands over at once: few enough that they are forgotten while they are young. */
export const SAMPLES_AT_ONCE = 25;
