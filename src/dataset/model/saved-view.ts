/** A view that is kept with its dataset: its definition, which is evaluated when it is used. */
export type SavedView = {
  /** Unique in the dataset, in whatever case. */
  readonly name: string;
  /** An expression of the language, such as `ds.matchTags('train')`; `ds` is the dataset it is kept with. */
  readonly text: string;
  readonly description: string | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
};

/** What a view is saved as. */
export type NewView = Pick<SavedView, 'name' | 'text' | 'description'>;
