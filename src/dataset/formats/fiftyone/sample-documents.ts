import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import { elementBatches, type JsonElement, parseElement } from '../json-elements.ts';
import { isObject, type JsonObject } from '../../model/json-value.ts';
import { openSource, type SourceFile } from '../source-file.ts';
import { NOT_FINITE_KEPT } from './dataset-document.ts';

/** The document of a sample and where it stands. */
export type SampleDocument = { readonly document: JsonObject; readonly file: string; readonly index: number };

/**
 * The documents of an export in its order: of `samples.json`, or else of the files of `samples/`, each of which holds one (as
 * FiftyOne's `use_dirs` writes) or a list like `samples.json`. A megabyte or a document is in memory at a time.
 *
 * @throws UserError `not-found`, `unreadable`; `invalid` where a file is cut off or holds something else
 */
export async function* sampleDocuments(folder: string, job: Job): AsyncGenerator<readonly SampleDocument[]> {
  const single = join(folder, 'samples.json');
  const files = existsSync(single) ? [single] : ((await chunkFiles(join(folder, 'samples'))) ?? [single]);
  for (const path of files) {
    const file = await openSource(path);
    try {
      yield* path === single ? listedDocuments(file, job) : chunkDocuments(file, job);
    } finally {
      await file.handle.close();
    }
  }
}

/** The files of a folder by name; undefined where there is none. */
async function chunkFiles(folder: string): Promise<readonly string[] | undefined> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    return names.length === 0 ? undefined : names.sort().map((name) => join(folder, name));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UserError('unreadable', `${folder} cannot be read: ${code}`, { cause: error });
  }
}

const SAMPLES: ReadonlySet<string> = new Set(['samples']);

async function* listedDocuments(file: SourceFile, job: Job): AsyncGenerator<readonly SampleDocument[]> {
  let isThere = false;
  for await (const { elements, found } of elementBatches(file, SAMPLES, job)) {
    yield elements.map((element) => documentOf(file, element));
    isThere = found.has('samples');
  }
  if (!isThere) throw notSamples(file, 'it has no list "samples"');
}

function documentOf(file: SourceFile, element: JsonElement): SampleDocument {
  if (element.index === null) throw notSamples(file, '"samples" is no list');
  const document = parseElement(file.path, element, NOT_FINITE_KEPT);
  if (isObject(document)) return { document, file: basename(file.path), index: element.index };
  throw notSamples(file, `element ${String(element.index)} of "samples" is no object`);
}

/** A file of its own for each sample is as small as the sample. */
const LARGEST = 64 << 20;

async function* chunkDocuments(file: SourceFile, job: Job): AsyncGenerator<readonly SampleDocument[]> {
  if (file.size > LARGEST) {
    yield* listedDocuments(file, job);
    return;
  }
  const document = parseElement(file.path, { offset: 0, bytes: await file.handle.readFile() }, NOT_FINITE_KEPT);
  if (isObject(document) && Array.isArray(document['samples'])) yield* listedDocuments(file, job);
  else if (isObject(document)) yield [{ document, file: `samples/${basename(file.path)}`, index: 0 }];
  else throw notSamples(file, 'it is no JSON object');
}

function notSamples({ path }: SourceFile, complaint: string): UserError {
  return new UserError('invalid', `${path} holds no samples of a FiftyOne dataset: ${complaint}`, {
    hint: 'an export of FiftyOneDataset has {"samples": [...]} there',
  });
}
