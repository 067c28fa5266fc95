/** What a placeholder of a statement may be bound to. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** One SQL statement, ready to run: placeholders are `?`, in order. */
export type Sql = { readonly text: string; readonly params: readonly SqlValue[] };

/** A row as the store returns it, columns in order. */
export type Row = readonly SqlValue[];
