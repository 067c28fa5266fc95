import type { FileHandle } from 'node:fs/promises';

/** Bytes of a file at any place, read in blocks, so that a header is looked at without reading the picture. */
export type FileWindow = {
  readonly size: number;
  /** `length` bytes from `at`, at most 64 KiB; fewer where the file ends. The bytes are only valid until the next call. */
  readonly bytes: (at: number, length: number) => Promise<Buffer>;
};

const BLOCK = 65_536;

/** Opens a window on a file. */
export async function fileWindow(file: FileHandle): Promise<FileWindow> {
  const { size } = await file.stat();
  const block = Buffer.allocUnsafe(BLOCK);
  let start = 0;
  let filled = 0;
  const bytes = async (at: number, length: number): Promise<Buffer> => {
    if (at < start || at + length > start + filled) {
      start = at;
      filled = at >= size ? 0 : (await file.read(block, 0, Math.min(BLOCK, Math.max(length, 4096)), at)).bytesRead;
    }
    return block.subarray(at - start, Math.min(at - start + length, filled));
  };
  return { size, bytes };
}
