/** Something about a taxonomy, alone or against data, that somebody should look at. */
export type TaxonomyFinding = {
  readonly check:
    'class-count' | 'no-map' | 'by-default' | 'merged' | 'spelling' | 'same-name' | 'unused' | 'without-labels';
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** A class, a list of classes, or the taxonomy. */
  readonly where: string;
};
