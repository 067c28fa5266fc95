/** How far a long piece of work has come. `total` is null while it is not known. */
export type Progress = {
  readonly what: string;
  readonly done: number;
  readonly total: number | null;
  /** What is counted: `samples`, `pictures`, `bytes`. */
  readonly unit: string;
  /** Bytes that have come so far, where something else is counted. */
  readonly bytes?: number;
  /** The pieces that the work comes in, in order. */
  readonly parts?: readonly ProgressPart[];
};

/** How far one piece of the work has come. */
export type ProgressPart = {
  readonly name: string;
  readonly done: number;
  readonly total: number;
  /** Labels that came with it; null while that is not known. */
  readonly labels: number | null;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
};

/** What long work is handed: where to report, and the signal that asks it to stop. */
export type Job = {
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
  /**
   * Runs work that comes in parts of which each stands by itself, such as the tasks of a pull. The signal that it is handed
   * asks to end after the part at hand: it fires where someone interrupts; only the next time does `signal`.
   */
  readonly inParts?: <T>(part: string, work: (ending: AbortSignal) => Promise<T>) => Promise<T>;
};

/** As `inParts` of the job; where it has none, nobody asks to end. */
export function inParts<T>(job: Job, part: string, work: (ending: AbortSignal) => Promise<T>): Promise<T> {
  return job.inParts === undefined ? work(new AbortController().signal) : job.inParts(part, work);
}

/** Something left out, grouped by why; `examples` name up to five of them (file, line or id). */
export type Skipped = { readonly reason: string; readonly count: number; readonly examples: readonly string[] };
