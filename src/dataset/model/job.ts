/** How far a long piece of work has come. `total` is null while it is not known. */
export type Progress = {
  readonly what: string;
  readonly done: number;
  readonly total: number | null;
  /** What is counted: `samples`, `pictures`, `bytes`. */
  readonly unit: string;
};

/** What long work is handed: where to report, and the signal that asks it to stop. */
export type Job = {
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
};

/** Something left out, grouped by why; `examples` name up to five of them (file, line or id). */
export type Skipped = { readonly reason: string; readonly count: number; readonly examples: readonly string[] };
