import { UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import { isObject, type JsonObject } from '../../model/json-value.ts';
import type { Tally } from '../../model/tally.ts';
import type { ReadOptions } from '../define-format.ts';
import type { FieldValues } from '../field-values.ts';
import { eachSlice } from '../slice-list.ts';
import { openSource, type SourceFile } from '../source-file.ts';
import type { AnnotationsByImage } from './annotations-by-image.ts';
import type { CocoSource } from './coco-file.ts';
import { type CocoIndex, readCocoIndex } from './coco-index.ts';
import { findResults, readResults, refuseResults, resultsOfSplit } from './coco-results.ts';
import { parseMember } from './parse-member.ts';
import type { Batch } from './read-annotations.ts';

/** A COCO file of which it is known where everything is: the only one, or that of a split. */
export type CocoPart = Pick<CocoSource, 'split'> & {
  readonly file: SourceFile;
  readonly index: CocoIndex;
  readonly results: AnnotationsByImage | null;
  /** Counts what is left out of it. */
  readonly tally: Tally;
  /** What there is to say about its results. */
  readonly notes: readonly string[];
};

/** What all parts are opened with. */
export type OpenPart = {
  readonly options: ReadOptions;
  readonly values: FieldValues;
  readonly tally: Tally;
  /** Files that are open: whoever made the list closes them. */
  readonly open: SourceFile[];
};

/** Goes through a file, and the results that belong to it. @throws UserError as `readCocoIndex` and `findResults` */
export async function openPart(
  { split, file: path }: CocoSource,
  { options, values, tally: all, open }: OpenPart,
  job: Job,
): Promise<CocoPart> {
  const file = await openSource(path);
  open.push(file);
  await refuseResults(file);
  const found = await findResults(split === null ? options : await resultsOfSplit(options, split.folder), file.path);
  if (found.file !== null) open.push(found.file);
  const tally = split === null ? all : within(all, split.folder);
  const index = await readCocoIndex(file, values, tally, job);
  const results = found.file === null ? null : await readResults(found.file, index, tally, job);
  return { split, file, index, results, tally, notes: found.notes };
}

/** Ids begin anew in each file: examples say which is meant. */
function within({ count, ...tally }: Tally, folder: string): Tally {
  return {
    ...tally,
    count: (reason, example) => {
      count(reason, `${folder}: ${example}`);
    },
  };
}

/** Images of a part by their numbers. */
export function readImages({ file, index }: CocoPart, { start, end }: Batch): { image: JsonObject; number: number }[] {
  const slices = Array.from({ length: end - start }, (_, i) => index.images.slice(start + i));
  const images: { image: JsonObject; number: number }[] = [];
  eachSlice(file.handle.fd, slices, (bytes, i) => {
    const { value: image } = parseMember(file.path, { offset: slices[i]?.offset ?? 0, bytes }, 'kept');
    if (isObject(image)) images.push({ image, number: start + i });
  });
  return images;
}

/**
 * Files that are read as one say the same of the ids of their categories.
 *
 * @throws UserError `invalid` where two do not
 */
export function checkCategories(parts: readonly CocoPart[]): void {
  const known = new Map<string | number, { readonly name: string; readonly path: string }>();
  for (const { index, file } of parts) {
    for (const [id, { name }] of index.categories) {
      const other = known.get(id);
      if (other === undefined) known.set(id, { name, path: file.path });
      else if (other.name !== name) {
        const [here, there] = [`${name} in ${file.path}`, `${other.name} in ${other.path}`];
        throw new UserError('invalid', `category ${String(id)} is ${there}, but ${here}`, {
          hint: 'the files of an export by split have the same categories: import them one by one, or mend one; nothing was imported',
        });
      }
    }
  }
}
