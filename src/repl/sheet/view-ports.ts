import type { Dataset } from '../../dataset/dataset.ts';
import type { Bound } from '../../dataset/query/bind.ts';

/** What a sheet of samples asks for. */
export type ViewPorts = {
  readonly dataset: Dataset;
  /** Binds an expression in which `ds` is the dataset. @throws UserError with a span */
  readonly bind: (text: string) => Promise<Bound>;
  /** How the dataset is called in the prompt: `ds`, or `open('reef')` where another is open. */
  readonly source: string;
};
