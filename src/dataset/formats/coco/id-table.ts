import { numberTable } from '../number-table.ts';

/** An id in a COCO file. */
export type CocoId = number | string;

/** Numbers by ids: most of these are whole numbers, and there may be millions. */
export type IdTable = {
  readonly get: (id: CocoId) => number | undefined;
  readonly set: (id: CocoId, number: number) => void;
};

/** An empty table. */
export function idTable(): IdTable {
  const numbers = numberTable();
  const texts = new Map<string, number>();
  return {
    get: (id) => (typeof id === 'number' ? numbers.get(id) : texts.get(id)),
    set: (id, number) => {
      if (typeof id === 'number') numbers.set(id, number);
      else texts.set(id, number);
    },
  };
}
