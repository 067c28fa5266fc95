/** What a placeholder of a statement may be bound to. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** One SQL statement, ready to run: placeholders are `?`, in order. */
export type Sql = {
  readonly text: string;
  readonly params: readonly SqlValue[];
  /** It sorts as many rows as there may be, reads each page once, and is to take little memory: what is sorted lies in a file. */
  readonly sortsMany?: true;
};

/** A row as the store returns it, columns in order. */
export type Row = readonly SqlValue[];
