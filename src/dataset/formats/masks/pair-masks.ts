import { filesIn } from '../files-in.ts';
import type { MaskFolders, MasksLayout } from './masks-layout.ts';

/** A picture and its mask, as paths relative to the folders of their split; one of both may be null. */
export type MaskPair = { readonly stem: string; readonly image: string | null; readonly mask: string | null };

/** All pairs of a split, and whether there is a folder of pictures at all. */
export type MaskPairs = { readonly pairs: readonly MaskPair[]; readonly hasImages: boolean };

const PICTURES = /\.(?:avif|bmp|gif|heic|heif|jp2|jpe?g|png|tiff?|webp)$/iu;

/**
 * Pairs pictures and masks by their names without extension, in binary order. Where two pictures share a mask there are two
 * pairs. A picture has no mask of another kind than PNG.
 */
export async function pairMasks({ root }: MasksLayout, folders: MaskFolders, media?: string): Promise<MaskPairs> {
  const images = media === undefined ? await filesIn(root, folders.images) : await filesIn(media, '');
  const masks = await filesIn(root, folders.masks);
  const byStem = new Map((masks ?? []).filter(isPng).map((mask) => [stemOf(mask), mask]));
  const seen = new Set<string>();
  const pairs: MaskPair[] = [];
  for (const image of (images ?? []).filter((file) => PICTURES.test(file))) {
    const stem = stemOf(image);
    seen.add(stem);
    pairs.push({ stem, image, mask: byStem.get(stem) ?? null });
  }
  for (const [stem, mask] of byStem) if (!seen.has(stem)) pairs.push({ stem, image: null, mask });
  return { pairs, hasImages: images !== undefined };
}

function isPng(file: string): boolean {
  return file.toLowerCase().endsWith('.png');
}

function stemOf(file: string): string {
  return file.slice(0, file.lastIndexOf('.'));
}
