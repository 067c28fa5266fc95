import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { isThere } from '../../media/is-there.ts';
import type { Job } from '../../model/job.ts';
import type { Tally } from '../../model/tally.ts';
import type { ReadOptions } from '../define-format.ts';
import { eachListElement } from '../json-elements.ts';
import { openSource, type SourceFile } from '../source-file.ts';
import { type AnnotationsByImage, annotationsDraft, byImage, takeAnnotation } from './annotations-by-image.ts';
import { PREDICTIONS_JSON } from './coco-files.ts';
import type { CocoIndex } from './coco-index.ts';

/** The file with results, if one is to be read, and what there is to say about that. */
export type ResultsFound = { readonly file: SourceFile | null; readonly notes: readonly string[] };

/**
 * Finds the results that belong to a COCO file: those that are named (a file, or a folder with `predictions.json`), else
 * `predictions.json` beside the file where the import is of their folder. Where a file is imported, one beside it is only
 * mentioned, and so is one that is no list.
 *
 * @throws UserError `not-found`, `unreadable`, and `invalid` where what is named is no list
 */
export async function findResults({ path, predictions }: ReadOptions, labels: string): Promise<ResultsFound> {
  if (predictions !== undefined && predictions !== null) {
    return { file: await openResults(await named(predictions)), notes: [] };
  }
  const beside = resultsBeside(labels);
  if (!(await isThere(beside)) || beside === labels) return { file: null, notes: [] };
  if (path === labels)
    return { file: null, notes: [`${PREDICTIONS_JSON} beside it was not read (--predictions FILE)`] };
  const file = await openSource(beside);
  if (await isList(file)) return { file, notes: [] };
  await file.handle.close();
  return { file: null, notes: [`${PREDICTIONS_JSON} beside it is no list of results: it was not read`] };
}

/**
 * The options with which the results of one split are found: where a folder is named, those in its folder of that name.
 *
 * @throws UserError `usage` where a file is named, whose ids could be of any split
 */
export async function resultsOfSplit(options: ReadOptions, folder: string): Promise<ReadOptions> {
  const { path, predictions = null } = options;
  if (predictions === null) return options;
  const own = join(predictions, folder, PREDICTIONS_JSON);
  if (await isThere(own)) return { ...options, predictions: own };
  throw new UserError('usage', `${path} has a file for each split, and there are no results at ${own}`, {
    hint: `each split has ids of its own: name a folder with ${folder}/${PREDICTIONS_JSON} and so on, or import ${join(path, folder)} by itself`,
  });
}

/** Where the results lie that are written beside a COCO file. */
export function resultsBeside(labels: string): string {
  return join(dirname(labels), PREDICTIONS_JSON);
}

/** Finds the results of known images in their file. @throws UserError `invalid` where the file is cut off or is no JSON */
export async function readResults(
  file: SourceFile,
  { images, imageOf }: CocoIndex,
  tally: Tally,
  job: Job,
): Promise<AnnotationsByImage> {
  const draft = annotationsDraft(file, 'result', tally);
  await eachListElement(file, job, (element) => {
    takeAnnotation(draft, element);
  });
  return byImage(draft, imageOf, images.length());
}

/** @throws UserError `invalid` for results in the place of images and annotations, which say nothing of pictures and classes */
export async function refuseResults(file: SourceFile): Promise<void> {
  if (!(await isList(file))) return;
  throw new UserError(
    'invalid',
    `${file.path} is a list, as results (predictions) are: it has no images and categories`,
    {
      hint: `name the file with those, and this one beside: import coco LABELS.json --predictions ${basename(file.path)} --name NAME`,
    },
  );
}

async function named(path: string): Promise<string> {
  const status = await stat(path).catch(() => undefined);
  return status?.isDirectory() === true ? join(path, PREDICTIONS_JSON) : path;
}

async function openResults(path: string): Promise<SourceFile> {
  const file = await openSource(path);
  if (await isList(file)) return file;
  await file.handle.close();
  throw new UserError('invalid', `${path} is no list of results`, {
    hint: 'a results file is a list of {"image_id": 1, "category_id": 1, "bbox": [x, y, w, h], "score": 0.5}',
  });
}

/** Whether the document is a list, by its first bytes. */
async function isList({ handle }: SourceFile): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
  return /^(?:\u00ef\u00bb\u00bf)?[ \t\r\n]*\[/.test(buffer.toString('latin1', 0, bytesRead));
}

const HEAD = 1 << 12;
