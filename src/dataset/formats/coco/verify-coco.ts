import { basename } from 'node:path';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { counted, formatCount } from '../../model/counted.ts';
import type { Job } from '../../model/job.ts';
import type { Json } from '../../model/label.ts';
import type { VerifyFinding } from '../define-format.ts';
import { eachElement, eachListElement, type JsonElement, parseElement } from '../json-elements.ts';
import { openSource, type SourceFile } from '../source-file.ts';
import { type FewOfEach, fewOfEach } from '../verifying/few-of-each.ts';
import { type CocoKnown, newKnown } from './check-known.ts';
import { checkAnnotation } from './check-annotation.ts';
import { checkCategory, checkImage } from './check-image.ts';
import { cocoSources } from './coco-file.ts';
import { checkResult } from './check-result.ts';
import { refuseResults, resultsBeside } from './coco-results.ts';
import { isThere } from '../../media/is-there.ts';
import { checkPictures } from './check-pictures.ts';
import type { CocoId } from './id-table.ts';
import { pictureHomes, type PictureHomes } from '../verifying/picture-homes.ts';

/**
 * Checks a COCO file as pycocotools and those who build on it would read it: an `error` is what makes them fail or take
 * something else for it, a `warning` what is hardly meant. The file may be larger than memory; it is gone through twice,
 * as annotations may stand before their images. So are the results that lie beside it in `predictions.json`. Of a
 * folder with a file for each split all are checked, and whether a picture is in two of them, or a category is another.
 *
 * @throws UserError `not-found` where there is nothing at `path`, `invalid` where it is no JSON object
 */
export async function* verifyCoco(path: string, job: Job): AsyncGenerator<VerifyFinding> {
  const { sources, notes } = await cocoSources(path);
  for (const message of notes) yield { check: 'file', severity: 'warning', message, where: basename(path) };
  const splits = knownOfSplits();
  for (const { split, file } of sources) {
    if (split === null) yield* verifyFile(file, job);
    else yield* verifySplit(file, { ...splits, folder: split.folder }, job);
  }
}

/** What was seen of the splits before. */
type KnownOfSplits = {
  readonly homes: PictureHomes;
  readonly categories: Map<CocoId, { readonly name: string; readonly folder: string }>;
};

type SplitPlace = KnownOfSplits & { readonly folder: string };

function knownOfSplits(): KnownOfSplits {
  return { homes: pictureHomes(), categories: new Map() };
}

async function* verifySplit(file: string, place: SplitPlace, job: Job): AsyncGenerator<VerifyFinding> {
  for await (const finding of verifyFile(file, job, place))
    yield { ...finding, where: `${place.folder}: ${finding.where}` };
}

async function* verifyFile(path: string, job: Job, place?: SplitPlace): AsyncGenerator<VerifyFinding> {
  const file = await openSource(path);
  const where = basename(file.path);
  const few = fewOfEach(where);
  try {
    await refuseResults(file);
    const known = newKnown();
    const heads: VerifyFinding[] = [];
    const lists = await eachElement(file, new Set(['images', 'categories']), job, (element) => {
      const value = parseElement(file.path, element);
      heads.push(
        ...few.pass(
          element.key === 'images' ? checkImage(value, element, known) : checkCategory(value, element, known),
        ),
      );
    });
    yield* heads;
    yield* missingLists(lists, where);
    if (place !== undefined) yield* few.pass(otherCategories(known, place));
    yield* await annotationFindings(file, known, few, job);
    yield* resultFindings(file, known, job);
    throwIfCancelled(job.signal);
    for await (const finding of checkPictures({ path: file.path, known, split: place }, job))
      yield* few.pass([finding]);
    yield* few.rest();
    yield summary(known, where);
  } finally {
    await file.handle.close();
  }
}

/** Categories that are called otherwise in a split before: the files cannot be read as one. */
function* otherCategories(
  { categories: own }: CocoKnown,
  { categories, folder }: SplitPlace,
): Generator<VerifyFinding> {
  for (const [id, { name }] of own) {
    const other = categories.get(id);
    if (other === undefined) categories.set(id, { name, folder });
    else if (other.name !== name) {
      const message = `is called ${name}, and ${other.name} in ${other.folder}`;
      yield { check: 'category', severity: 'error', message, where: `category id ${String(id)}` };
    }
  }
}

async function annotationFindings(
  file: SourceFile,
  known: CocoKnown,
  few: FewOfEach,
  job: Job,
): Promise<VerifyFinding[]> {
  const findings: VerifyFinding[] = [];
  const lists = await eachElement(file, new Set(['annotations']), job, (element: JsonElement) => {
    const value: Json = parseElement(file.path, element);
    findings.push(...few.pass(checkAnnotation(value, element, known)));
  });
  if (!lists.has('annotations')) findings.push(missing('annotations', basename(file.path)));
  return findings;
}

/** Of the results that lie beside the file, if there are any. */
async function* resultFindings(labels: SourceFile, known: CocoKnown, job: Job): AsyncGenerator<VerifyFinding> {
  const path = resultsBeside(labels.path);
  if (path === labels.path || !(await isThere(path))) return;
  const file = await openSource(path);
  const where = basename(path);
  const few = fewOfEach(where);
  const findings: VerifyFinding[] = [];
  let count = 0;
  try {
    await eachListElement(file, job, (element) => {
      count += 1;
      findings.push(...few.pass(checkResult(parseElement(path, element), element, known)));
    });
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'invalid') throw error;
    findings.push({
      check: 'result',
      severity: 'error',
      message: `is no whole list of results: ${error.message}`,
      where,
    });
  } finally {
    await file.handle.close();
  }
  yield* findings;
  yield* few.rest();
  yield { check: 'summary', severity: 'info', message: counted(count, 'result'), where };
}

function* missingLists(lists: ReadonlySet<string>, where: string): Generator<VerifyFinding> {
  for (const name of ['images', 'categories']) if (!lists.has(name)) yield missing(name, where);
}

function missing(name: string, where: string): VerifyFinding {
  return { check: 'list', severity: 'error', message: `there is no list "${name}"`, where };
}

function summary(known: CocoKnown, where: string): VerifyFinding {
  const { images, categories, annotations, annotated } = known;
  const unused = [...categories.values()].filter(({ count }) => count === 0).map(({ name }) => name);
  const parts = [
    counted(images.size, 'image'),
    `${formatCount(images.size - annotated.size)} of them without annotations`,
    counted(annotations.count, 'annotation'),
    ...(unused.length === 0 ? [] : [`categories without any: ${unused.join(', ')}`]),
  ];
  return { check: 'summary', severity: 'info', message: parts.join(', '), where };
}
