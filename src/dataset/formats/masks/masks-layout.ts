import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { type Split, SPLITS } from '../writing/split.ts';

/** Folders of one split, relative to the folder that was named, with `/`; `split` is null where the layout has none. */
export type MaskFolders = { readonly split: Split | null; readonly images: string; readonly masks: string };

/** The folders that belong together. */
export type MasksLayout = { readonly root: string; readonly folders: readonly MaskFolders[] };

/**
 * Finds masks in a folder: laid out as Quadrat writes them (`train/masks`), or as others do (`ann_dir/train` of
 * MMSegmentation, `annotations/training` of ADE20K, `masks/train`, FiftyOne's `labels`, `masks` beside `images`).
 *
 * @throws UserError `not-found` where there is no such folder, or no masks in it
 */
export async function masksLayout(root: string): Promise<MasksLayout> {
  if (!(await isFolder(root))) throw new UserError('not-found', `no folder ${root}`);
  for (const layout of LAYOUTS) {
    const there = await Promise.all(layout.map(({ masks }) => isFolder(join(root, masks))));
    const folders = layout.filter((_, i) => there[i] === true);
    if (folders.length > 0) return { root, folders };
  }
  throw new UserError('not-found', `no masks in ${root}`, {
    hint: 'there should be folders such as train/masks, ann_dir/train, masks/train or masks',
  });
}

/** Other names of the splits, in folders. */
const NAMES: Readonly<Record<Split, readonly string[]>> = {
  train: ['train', 'training'],
  val: ['val', 'validation'],
  test: ['test', 'testing'],
};

const LAYOUTS: readonly (readonly MaskFolders[])[] = [
  bySplit((split) => ({ images: `${split}/images`, masks: `${split}/masks` })),
  bySplit((split) => ({ images: `img_dir/${split}`, masks: `ann_dir/${split}` })),
  bySplit((split) => ({ images: `images/${split}`, masks: `annotations/${split}` })),
  bySplit((split) => ({ images: `images/${split}`, masks: `masks/${split}` })),
  [{ split: null, images: 'images', masks: 'masks' }],
  [{ split: null, images: 'data', masks: 'labels' }],
];

function bySplit(folders: (split: string) => Omit<MaskFolders, 'split'>): MaskFolders[] {
  return SPLITS.flatMap((split) => NAMES[split].map((name) => ({ split, ...folders(name) })));
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}
