/** A session of the shell as its script in `QUADRAT_HOME/sessions` tells of it. */
export type PastSession = {
  readonly id: string;
  readonly dataset: string | undefined;
  readonly startedAt: Date;
  /** Number of statements. */
  readonly statements: number;
  /** The last statement, and how it ended; undefined where there was none. */
  readonly last: { readonly statement: string; readonly end: string } | undefined;
  /** How the session ended: `running` now, `left` by its user, `hung up` by its terminal, `killed`. */
  readonly state: 'running' | 'left' | 'hung up' | 'killed';
};
