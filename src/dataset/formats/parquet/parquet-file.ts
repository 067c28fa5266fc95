import { type FileHandle, open } from 'node:fs/promises';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Cell } from './cell-of.ts';
import { type ColumnType, schemaOf } from './column-type.ts';

/** A file that is being written. */
export type ParquetFile = {
  /** Adds a row; `weight` is how many numbers it holds, which decides how many rows are kept in memory. */
  readonly add: (row: readonly Cell[], weight: number) => Promise<void>;
  /** Writes what is left and the end of the file. */
  readonly finish: () => Promise<void>;
  /** May be called again. */
  readonly close: () => Promise<void>;
};

/**
 * Opens a new file with these columns. Rows are gathered to a group, which is written and forgotten when it is heavy enough or has
 * 20,000 rows, so that memory does not depend on how many there are.
 */
export async function parquetFile(
  path: string,
  columns: Readonly<Record<string, ColumnType>>,
  heaviest = HEAVIEST,
): Promise<ParquetFile> {
  const handle = await open(path, 'wx');
  const writer = new FileWriter(handle);
  const names = Object.keys(columns);
  const parquet = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: 'quadrat' });
  let group: (readonly Cell[])[] = [];
  let weight = 0;
  const flush = async (): Promise<void> => {
    const rows = group;
    group = [];
    weight = 0;
    if (rows.length === 0) return;
    const columnData = names.map((name, i) => ({
      name,
      // What is said of each group stays in memory to the end: of lists, nobody asks for the least and the greatest.
      ...{ offsetIndex: false, statistics: isScalar(columns[name]) },
      data: rows.map((row) => row[i] ?? null),
    }));
    await parquet.write({ columnData, rowGroupSize: rows.length, dictionarySize: DICTIONARY });
  };
  return {
    add: async (row, heavy) => {
      group.push(row);
      weight += heavy;
      if (weight >= heaviest || group.length >= MOST_ROWS) await flush();
    },
    finish: async () => {
      await flush();
      await parquet.finish();
      await writer.flush();
    },
    close: () => handle.close(),
  };
}

function isScalar(type: ColumnType | undefined): boolean {
  return type !== undefined && type.kind !== 'list' && type.kind !== 'struct';
}

const HEAVIEST = 200_000;
const MOST_ROWS = 20_000;
/** Bytes of a dictionary; coordinates hardly repeat, and looking for more costs time. */
const DICTIONARY = 1 << 18;

/** What the library writes, handed to a file after each group. */
class FileWriter extends ByteWriter {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    super(1 << 20);
    this.#handle = handle;
  }

  async flush(): Promise<void> {
    await this.#handle.writeFile(new Uint8Array(this.buffer, 0, this.index));
    this.index = 0;
  }
}
