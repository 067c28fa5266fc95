import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Json } from '../../model/label.ts';

/** Name of the file with images, annotations and categories, as FiftyOne calls it. */
export const LABELS_JSON = 'labels.json';

/** Name of the file with results, as pycocotools loads them beside the other. */
export const PREDICTIONS_JSON = 'predictions.json';

/** A list that is written to a file of its own, an element a line. */
export type ElementFile = {
  readonly path: string;
  readonly length: () => number;
  readonly add: (element: Json) => Promise<void>;
  /** May be called again. */
  readonly close: () => Promise<void>;
};

/** A COCO file that is being written: its long lists are kept in files of their own until the end. */
export type CocoDraft = { readonly images: ElementFile; readonly annotations: ElementFile; readonly file: string };

/** Opens a new list; what is added stays in memory up to a megabyte. */
export async function elementFile(path: string): Promise<ElementFile> {
  const handle = await open(path, 'wx');
  let pending: string[] = [];
  let bytes = 0;
  let length = 0;
  let isOpen = true;
  const flush = async (): Promise<void> => {
    const text = pending.join('');
    pending = [];
    bytes = 0;
    await handle.write(text);
  };
  return {
    path,
    length: () => length,
    add: async (element) => {
      const text = `${length === 0 ? '' : ',\n'}${JSON.stringify(element)}`;
      length += 1;
      pending.push(text);
      bytes += text.length;
      if (bytes > 1 << 20) await flush();
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

/** Begins the COCO file in a folder. */
export async function beginCoco(folder: string): Promise<CocoDraft> {
  const part = (name: string): Promise<ElementFile> => elementFile(join(folder, `.${name}.part`));
  return { images: await part('images'), annotations: await part('annotations'), file: join(folder, LABELS_JSON) };
}

/** Puts the file together: info, licenses, categories, images, annotations. */
export async function endCoco({ images, annotations, file }: CocoDraft, categories: readonly Json[]): Promise<void> {
  await Promise.all([images.close(), annotations.close()]);
  const out = await open(file, 'wx');
  try {
    const list = categories.map((category) => JSON.stringify(category)).join(',\n');
    await out.write(`{"info": ${JSON.stringify(INFO)},\n"licenses": [],\n"categories": [\n${list}\n],\n"images": [\n`);
    await append(out, images.path);
    await out.write('\n],\n"annotations": [\n');
    await append(out, annotations.path);
    await out.write('\n]}\n');
  } finally {
    await out.close();
  }
}

const INFO = { description: 'written by Quadrat' };

/** Makes a list of its own of elements: a results file in the folder of their file. */
export async function endList(elements: ElementFile, name: string): Promise<void> {
  await elements.close();
  const out = await open(join(dirname(elements.path), name), 'wx');
  try {
    await out.write('[\n');
    await append(out, elements.path);
    await out.write('\n]\n');
  } finally {
    await out.close();
  }
}

async function append(out: FileHandle, path: string): Promise<void> {
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) await out.write(piece as Buffer);
  await rm(path);
}
