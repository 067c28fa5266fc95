import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../../diagnostics.ts';
import { listOf, type JsonObject } from '../../model/json-value.ts';
import type { Json, Label } from '../../model/label.ts';
import { tally } from '../../model/tally.ts';
import { numberTable } from '../number-table.ts';
import { splitNamed } from '../writing/split.ts';
import { type CocoPart, readImages } from './coco-part.ts';
import { readAnnotations } from './read-annotations.ts';

/** An image of a part, and where its picture lies. */
export type PlacedImage = { readonly part: CocoPart; readonly number: number; readonly filepath: string };

/** Pictures that were met in one of several files. */
export type MetPictures = {
  /** The image of a part before that has the same picture; takes note of this one where there is none. */
  readonly meet: (placed: PlacedImage) => PlacedImage | undefined;
};

/**
 * Nothing met yet. Pictures are known by a hash of 52 bits of where they lie, 12 bytes each; where two agree, the place of the
 * other is read again.
 *
 * @param parts all that there will be
 * @param placeOf where the picture of an image lies
 */
export function metPictures(
  parts: readonly CocoPart[],
  placeOf: (part: CocoPart, image: JsonObject) => string,
): MetPictures {
  const pictures = numberTable();
  const starts = startsOf(parts);
  return {
    meet: ({ part, number, filepath }) => {
      let key = parseInt(hash('sha256', filepath, 'hex').slice(0, 13), 16);
      for (let at = pictures.get(key); at !== undefined; at = pictures.get(key)) {
        const other = imageAt(at, parts, starts);
        if (other === undefined || placeOf(other.part, other.image) === filepath)
          return other === undefined || other.part === part ? undefined : { ...other, filepath };
        key += 1;
      }
      pictures.set(key, (starts[parts.indexOf(part)] ?? 0) + number);
      return undefined;
    },
  };
}

/** How many images stand in the parts before each. */
function startsOf(parts: readonly CocoPart[]): number[] {
  let start = 0;
  return parts.map(({ index }) => {
    start += index.images.length();
    return start - index.images.length();
  });
}

function imageAt(
  at: number,
  parts: readonly CocoPart[],
  starts: readonly number[],
): { part: CocoPart; number: number; image: JsonObject } | undefined {
  const i = starts.findLastIndex((start) => start <= at);
  const part = parts[i];
  const number = at - (starts[i] ?? 0);
  const [read] = part === undefined ? [] : readImages(part, { start: number, end: number + 1 });
  return part === undefined || read === undefined ? undefined : { part, ...read };
}

/**
 * Compares what two files say of one picture: all but ids and the tags that name a split.
 *
 * @throws UserError `invalid` where they disagree, as what one of them says would be lost
 */
export function checkSame(first: PlacedImage, second: PlacedImage): void {
  const what = differenceOf(first, second);
  if (what === undefined) return;
  const [one, other] = [first.part.file.path, second.part.file.path];
  throw new UserError(
    'invalid',
    `${first.filepath} is in two splits, and ${one} and ${other} disagree on its ${what}`,
    {
      hint: 'take it out of one of them, or import the splits one by one; nothing was imported',
    },
  );
}

function differenceOf(first: PlacedImage, second: PlacedImage): string | undefined {
  const [one, other] = [membersOf(first), membersOf(second)];
  const member = [...new Set([...one.keys(), ...other.keys()])].find(
    (key) => !isDeepStrictEqual(one.get(key), other.get(key)),
  );
  if (member !== undefined) return member;
  if (!isDeepStrictEqual(labelsOf(first, 'annotations'), labelsOf(second, 'annotations'))) return 'annotations';
  return isDeepStrictEqual(labelsOf(first, 'results'), labelsOf(second, 'results')) ? undefined : 'results';
}

function membersOf({ part, number }: PlacedImage): ReadonlyMap<string, Json> {
  const [read] = readImages(part, { start: number, end: number + 1 });
  const members = Object.entries(read?.image ?? {}).filter(([key]) => key !== 'id' && key !== 'tags');
  const tags = (listOf(read?.image['tags']) ?? []).filter((tag) => splitNamed(tag) === undefined);
  return new Map([...members, ['tags', tags]]);
}

function labelsOf({ part, number }: PlacedImage, which: 'annotations' | 'results'): readonly Label[] {
  const source = which === 'results' ? part.results : part.index.annotations;
  if (source === null) return [];
  // What is wrong with them is counted where they are read to be imported.
  const read = readAnnotations(source, { start: number, end: number + 1 }, { index: part.index, tally: tally() });
  return (read.get(number) ?? []).map((label) => {
    const attributes = Object.entries(label.attributes).filter(([key]) => key !== 'coco_id');
    return { ...label, attributes: Object.fromEntries(attributes) };
  });
}
