import { dirname, join } from 'node:path';
import type { Json } from '../../model/label.ts';
import { joinParts, type PartFile, partFile } from '../writing/part-file.ts';

/** Name of the file with images, annotations and categories, as FiftyOne calls it. */
export const LABELS_JSON = 'labels.json';

/** Name of the file with results, as pycocotools loads them beside the other. */
export const PREDICTIONS_JSON = 'predictions.json';

/** A list that is written to a file of its own, an element a line. */
export type ElementFile = {
  readonly part: PartFile;
  readonly length: () => number;
  readonly add: (element: Json) => Promise<void>;
};

/** A COCO file that is being written: its long lists are kept in files of their own until the end. */
export type CocoDraft = { readonly images: ElementFile; readonly annotations: ElementFile; readonly file: string };

/** Opens a new list. */
export async function elementFile(path: string): Promise<ElementFile> {
  const part = await partFile(path);
  let length = 0;
  return {
    part,
    length: () => length,
    add: async (element) => {
      length += 1;
      await part.add(`${length === 1 ? '' : ',\n'}${JSON.stringify(element)}`);
    },
  };
}

/** Begins the COCO file in a folder. */
export async function beginCoco(folder: string): Promise<CocoDraft> {
  const list = (name: string): Promise<ElementFile> => elementFile(join(folder, `.${name}.part`));
  return { images: await list('images'), annotations: await list('annotations'), file: join(folder, LABELS_JSON) };
}

/** Puts the file together: info, licenses, categories, images, annotations. */
export async function endCoco({ images, annotations, file }: CocoDraft, categories: readonly Json[]): Promise<void> {
  const list = categories.map((category) => JSON.stringify(category)).join(',\n');
  const head = `{"info": ${JSON.stringify(INFO)},\n"licenses": [],\n"categories": [\n${list}\n],\n"images": [\n`;
  await joinParts(file, [head, images.part, '\n],\n"annotations": [\n', annotations.part, '\n]}\n']);
}

const INFO = { description: 'written by Quadrat' };

/** Makes a list of its own of elements: a results file in the folder of their file. */
export async function endList({ part }: ElementFile, name: string): Promise<void> {
  await joinParts(join(dirname(part.path), name), ['[\n', part, '\n]\n']);
}
