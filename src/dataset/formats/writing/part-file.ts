import { type FileHandle, open, rm } from 'node:fs/promises';

/** A part of a file that is written on its own, because what stands before it is only known at the end. */
export type PartFile = {
  readonly path: string;
  readonly add: (text: string) => Promise<void>;
  /** May be called again. */
  readonly close: () => Promise<void>;
};

/** Opens a new part; what is added stays in memory up to a megabyte. */
export async function partFile(path: string): Promise<PartFile> {
  const handle = await open(path, 'wx');
  let pending: string[] = [];
  let length = 0;
  let isOpen = true;
  const flush = async (): Promise<void> => {
    const text = pending.join('');
    pending = [];
    length = 0;
    await handle.writeFile(text);
  };
  return {
    path,
    add: async (text) => {
      pending.push(text);
      length += text.length;
      if (length > 1 << 20) await flush();
    },
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      try {
        await flush();
      } finally {
        await handle.close();
      }
    },
  };
}

/** Writes a new file of texts and parts, in that order; the parts are closed and taken away. */
export async function joinParts(path: string, pieces: readonly (string | PartFile)[]): Promise<void> {
  const out = await open(path, 'wx');
  try {
    for (const piece of pieces) {
      if (typeof piece === 'string') await out.writeFile(piece);
      else await append(out, piece);
    }
  } finally {
    await out.close();
  }
}

/** One buffer for the whole of it: a stream allocates a new one a piece, which are freed much later. */
async function append(out: FileHandle, part: PartFile): Promise<void> {
  await part.close();
  const from = await open(part.path);
  try {
    const block = Buffer.allocUnsafeSlow(1 << 19);
    for (let read = await from.read(block); read.bytesRead > 0; read = await from.read(block)) {
      await out.writeFile(block.subarray(0, read.bytesRead));
    }
  } finally {
    await from.close();
  }
  await rm(part.path);
}
