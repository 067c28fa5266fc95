/** Something that is wrong with a dataset or the folder it lies in, or worth knowing of it. */
export type Trouble = {
  readonly check: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** File, table or sample. */
  readonly where?: string;
  /** What to do about it. */
  readonly hint?: string;
};
