/** Numbers of what a change added, changed and removed. */
export type Touched = { readonly added: number; readonly changed: number; readonly removed: number };

/** What a change does to a dataset, in numbers. */
export type Difference = {
  /** A sample counts as changed where anything on it does, its labels included. */
  readonly samples: Touched;
  /** By label field, those that are touched only. A label that only moved up or down in its field is not. */
  readonly labels: Readonly<Record<string, Touched>>;
  /** Names of fields that are new. */
  readonly fields: readonly string[];
  /** Fields that are gone or are called otherwise, a sentence each: `field area is called site`. */
  readonly names: readonly string[];
  /** Fields of values that are of another type, each with both: `year: int becomes float`. */
  readonly types: readonly string[];
  /** Label fields whose list of classes is not as it was, new ones apart. */
  readonly classes: readonly string[];
  /** Views that are kept with the dataset. */
  readonly views: Touched;
  /** Names of the details that are not as they were. */
  readonly details: readonly string[];
};
