import { closeSync, openSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import type { Json } from '../model/label.ts';
import type { VerifyFinding } from './define-format.ts';
import { isObject, listOf, numberOf, textOf } from '../model/json-value.ts';
import { fileDigest } from './file-digest.ts';
import { filesBelow, MANIFEST, type TreeFile } from './tree-digest.ts';
import { fewOfEach } from './verifying/few-of-each.ts';

/** What a manifest says beside its files. `taxonomy` is that whose classes were written. */
export type ManifestHead = { readonly format: string; readonly taxonomy?: string; readonly backup?: BackedUp };

/** A dataset as it is read from the files; two of its digests, 32 hex digits each, tell whether it still is. */
export type BackedUp = {
  readonly dataset: string;
  readonly samples: number;
  readonly labels: number;
  readonly digests: { readonly labels: string; readonly fields: string };
};

/** The list of the files of an export. */
export type Manifest = ManifestHead & {
  readonly files: readonly TreeFile[];
  /** While an update is under way: files that are still as they were before it, or about to go. */
  readonly before: readonly TreeFile[];
};

/** A list of files that is being written: memory does not depend on how many there are. */
export type ManifestFile = {
  readonly add: (file: TreeFile) => void;
  /** Ends the list; `before` as in `Manifest`. */
  readonly end: (before?: readonly TreeFile[]) => void;
  /** Lets go of the file; may be called again. */
  readonly close: () => void;
};

/** Begins the list of the files of an export in its folder, a file a line. */
export function manifestFile(folder: string, { format, taxonomy, backup }: ManifestHead): ManifestFile {
  const descriptor = openSync(join(folder, MANIFEST), 'w');
  const mapped = taxonomy === undefined ? '' : `"taxonomy": ${JSON.stringify(taxonomy)}, `;
  const kept = backup === undefined ? '' : `"backup": ${JSON.stringify(backup)}, `;
  let text = `{"format": ${JSON.stringify(format)}, ${mapped}${kept}"files": [\n`;
  let isOpen = true;
  let comma = '';
  const flush = (): void => {
    writeFileSync(descriptor, text);
    text = '';
  };
  return {
    add: (file) => {
      text += comma + JSON.stringify(file);
      comma = ',\n';
      if (text.length > AT_ONCE) flush();
    },
    end: (before = []) => {
      text += before.length === 0 ? '\n]}\n' : `\n], "before": [\n${linesOf(before)}\n]}\n`;
      flush();
    },
    close: () => {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

const AT_ONCE = 1 << 16;

/** Leaves a list of the files of an export in its folder. */
export function writeManifest(
  folder: string,
  head: ManifestHead,
  files: readonly TreeFile[],
  before: readonly TreeFile[] = [],
): void {
  const list = manifestFile(folder, head);
  try {
    files.forEach(list.add);
    list.end(before);
  } finally {
    list.close();
  }
}

function linesOf(files: readonly TreeFile[]): string {
  return files.map((file) => JSON.stringify(file)).join(',\n');
}

/** The taxonomy that the manifest of a folder names; null where it names none, or there is no manifest that can be read. */
export async function taxonomyOf(folder: string): Promise<string | null> {
  const listed = await manifestIn(folder);
  return listed === null || typeof listed === 'string' ? null : (listed.taxonomy ?? null);
}

/**
 * Compares a folder with the list that was left in it, if there is one: an `error` is a file that is gone or has changed, a
 * `warning` one that is new. Larger files are compared by their size, unless all of them are to be read.
 */
export async function* checkManifest(folder: string, job: Job, whole = false): AsyncGenerator<VerifyFinding> {
  const listed = await manifestIn(folder);
  if (listed === null) return;
  const few = fewOfEach(MANIFEST);
  if (typeof listed === 'string') {
    yield { check: 'manifest', severity: 'error', message: listed, where: MANIFEST };
    return;
  }
  if (listed.before.length > 0) yield say('error', 'an update was broken off; say --update again', MANIFEST);
  const rest = new Map(listed.files.map((file) => [file.path, file]));
  let done = 0;
  for await (const path of filesBelow(folder, '')) {
    throwIfCancelled(job.signal);
    if (done++ % 50 === 0) job.report({ what: 'comparing files', done, total: listed.files.length, unit: 'files' });
    if (path === MANIFEST) continue;
    const file = rest.get(path);
    rest.delete(path);
    if (file === undefined) yield* few.pass([say('warning', 'was not written with the others', path)]);
    else if (!(await isSame(join(folder, path), file, { job, folder, whole }))) {
      yield* few.pass([say('error', 'is not what was written', path)]);
    }
  }
  yield* few.pass([...rest.keys()].map((path) => say('error', 'was written and is gone', path)));
  yield* few.rest();
}

const LARGEST = 512 << 20;
const LARGE = 1 << 20;

/** The files of the list; null where there is none; a sentence where it cannot be used. */
export async function manifestIn(folder: string): Promise<Manifest | string | null> {
  const file = join(folder, MANIFEST);
  const status = await stat(file).catch(() => null);
  if (status === null) return null;
  if (!status.isFile() || status.size > LARGEST) return 'is no list of files';
  try {
    const content = JSON.parse(await readFile(file, 'utf8')) as Json;
    return manifestOf(content) ?? 'has an entry without path, bytes and sha256';
  } catch {
    return 'is no JSON';
  }
}

function manifestOf(content: Json): Manifest | undefined {
  if (!isObject(content)) return undefined;
  const [files, before] = [entriesOf(content['files']), entriesOf(content['before'] ?? [])];
  if (files === undefined || before === undefined) return undefined;
  const taxonomy = textOf(content['taxonomy']);
  const backup = backedUp(content['backup']);
  const head = { ...(taxonomy !== null && { taxonomy }), ...(backup !== undefined && { backup }) };
  return { format: textOf(content['format']) ?? '', ...head, files, before };
}

function backedUp(value: Json | undefined): BackedUp | undefined {
  if (!isObject(value) || !isObject(value['digests'])) return undefined;
  const [dataset, samples, labels] = [textOf(value['dataset']), numberOf(value['samples']), numberOf(value['labels'])];
  const digests = { labels: textOf(value['digests']['labels']), fields: textOf(value['digests']['fields']) };
  if (dataset === null || samples === null || labels === null) return undefined;
  if (digests.labels === null || digests.fields === null) return undefined;
  return { dataset, samples, labels, digests: { labels: digests.labels, fields: digests.fields } };
}

/** Undefined where it is no list, or one of its entries is none. */
function entriesOf(value: Json | undefined): readonly TreeFile[] | undefined {
  const list = listOf(value);
  const whole = list?.map(entryOf).filter((one) => one !== undefined);
  return whole?.length === list?.length ? whole : undefined;
}

function entryOf(value: Json): TreeFile | undefined {
  if (!isObject(value)) return undefined;
  const [path, bytes, sha256] = [textOf(value['path']), numberOf(value['bytes']), textOf(value['sha256'])];
  return path === null || bytes === null || sha256 === null ? undefined : { path, bytes, sha256 };
}

/** Texts that name the folder they lie in are compared without its name, so their size may differ. */
async function isSame(
  path: string,
  file: TreeFile,
  { job, folder, whole }: { readonly job: Job; readonly folder: string; readonly whole: boolean },
): Promise<boolean> {
  const status = await stat(path).catch(() => null);
  if (status?.isFile() !== true) return false;
  const isYaml = path.endsWith('.yaml');
  if (!isYaml && status.size !== file.bytes) return false;
  if (status.size > LARGE && !whole) return true;
  const { hash } = await fileDigest(path, job.signal, folder);
  return hash.toString('hex') === file.sha256;
}

function say(severity: VerifyFinding['severity'], message: string, where: string): VerifyFinding {
  return { check: 'manifest', severity, message, where };
}
