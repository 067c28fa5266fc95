import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, UserError } from '../../../diagnostics.ts';
import type { Json } from '../../model/label.ts';
import { parseElement } from '../json-elements.ts';
import { isObject, type JsonObject, listOf, textOf } from '../../model/json-value.ts';
import { type DeclaredField, declaredField } from './declared-fields.ts';

/** What metadata.json says of a dataset. */
export type DatasetDocument = {
  /** As the dataset was called; null where that is not said. */
  readonly name: string | null;
  readonly fields: readonly DeclaredField[];
  /** Class lists by label field, and the list of all other label fields. */
  readonly classes: Readonly<Record<string, readonly string[]>>;
  readonly defaultClasses: readonly string[];
  readonly info: JsonObject;
  /** Members that nothing here reads, as they stand: an export gives them back. */
  readonly kept: JsonObject;
  /** What is not kept, in words. */
  readonly notes: readonly string[];
};

/**
 * Reads metadata.json of a FiftyOneDataset.
 * @throws UserError `not-found`, `unreadable`, or `invalid` where FiftyOne would not load it either: no `version`, no
 *   `sample_fields`, a version from 2 on; `unsupported` for other media than pictures
 */
export async function readDatasetDocument(folder: string): Promise<DatasetDocument> {
  const path = join(folder, 'metadata.json');
  const document = parseElement(path, { offset: 0, bytes: await readWhole(path) }, NOT_FINITE_KEPT);
  if (!isObject(document)) throw invalid(path, 'it is no JSON object');
  expectVersion(path, document);
  expectPictures(path, document);
  const fields = listOf(document['sample_fields']);
  if (fields === undefined) throw invalid(path, 'it has no list "sample_fields"');
  return {
    name: textOf(document['name']),
    fields: fields.map(declaredField).filter((field) => field !== undefined),
    classes: classLists(path, document['classes']),
    defaultClasses: texts(path, 'default_classes', document['default_classes']) ?? [],
    info: isObject(document['info']) ? document['info'] : {},
    kept: keptOf(document, fields),
    notes: notesOf(document),
  };
}

/** For `parseElement`: pymongo 3 wrote NaN as a bare word. */
export function NOT_FINITE_KEPT(word: string): string {
  return `{"$numberDouble":"${word}"}`;
}

/** Of what the store has no place for, the members that mean something in another dataset. */
const KEPT = [
  'tags',
  'description',
  'app_config',
  'mask_targets',
  'default_mask_targets',
  'skeletons',
  'default_skeleton',
  'camera_intrinsics',
  'static_transforms',
  'saved_views',
  'workspaces',
  'active_label_schemas',
  'label_schemas',
] as const;

/** The declarations of user fields are kept whole: descriptions, and types that are more precise than the store's. */
function keptOf(document: JsonObject, fields: readonly Json[]): JsonObject {
  const own = fields.filter((field) => declaredField(field) !== undefined);
  const members = KEPT.map((name) => [name, document[name] ?? null] as const);
  return Object.fromEntries([...members, ['sample_fields', own] as const].filter(([, value]) => !isEmpty(value)));
}

/** Results whose files lie in folders of their own. */
const RUNS: readonly (readonly [string, string])[] = [
  ['annotation_runs', 'annotation runs'],
  ['brain_methods', 'brain runs'],
  ['evaluations', 'evaluations'],
  ['runs', 'custom runs'],
];

/** The document of a dataset with thousands of fields has a few megabytes. */
const LARGEST = 256 << 20;

async function readWhole(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST) throw invalid(path, 'it is too large for the description of a dataset');
    return await readFile(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UserError('not-found', `no file ${path}`, { hint: HINT, cause: error });
    }
    throw new UserError('unreadable', `${path} cannot be read: ${code}`, { cause: error });
  }
}

const HINT = 'name the folder of a FiftyOneDataset export: it has metadata.json and samples.json';

function invalid(path: string, complaint: string): UserError {
  return new UserError('invalid', `${path} does not describe a FiftyOne dataset: ${complaint}`, { hint: HINT });
}

/** FiftyOne refuses what a newer major version wrote. */
function expectVersion(path: string, document: JsonObject): void {
  const version = textOf(document['version']);
  if (version === null) throw invalid(path, 'it has no "version"');
  if (!/^[01](?:\.|$)/.test(version)) throw invalid(path, `version ${JSON.stringify(version)} is not known here`);
}

function expectPictures(path: string, document: JsonObject): void {
  const media = textOf(document['media_type']);
  if (media === null || media === 'image' || media === 'group') return;
  throw new UserError('unsupported', `${path}: a dataset of media type ${JSON.stringify(media)}`, {
    hint: 'Quadrat keeps pictures; export a view of the pictures',
  });
}

function classLists(path: string, classes: Json | undefined): Record<string, readonly string[]> {
  const lists: [string, readonly string[]][] = [];
  for (const [field, list] of Object.entries(isObject(classes) ? classes : {})) {
    const names = texts(path, `classes of ${field}`, list);
    if (names !== undefined) lists.push([field, names]);
  }
  return Object.fromEntries(lists);
}

function texts(path: string, what: string, value: Json | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  const list = listOf(value);
  if (list?.every((name) => typeof name === 'string') === true) return list;
  throw invalid(path, `${what} is no list of texts`);
}

function isEmpty(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function notesOf(document: JsonObject): string[] {
  const notes: string[] = [];
  const views = listOf(document['saved_views']) ?? [];
  const names = views.map((view) => (isObject(view) ? (textOf(view['name']) ?? '?') : '?'));
  if (names.length > 0) notes.push(`saved views kept for an export to FiftyOne, no views here: ${names.join(', ')}`);
  for (const [member, what] of RUNS) {
    const runs = document[member];
    const keys = isObject(runs) ? Object.keys(runs) : [];
    if (keys.length > 0) notes.push(`${what} not imported: ${keys.join(', ')}`);
  }
  if ((listOf(document['frame_fields'])?.length ?? 0) > 0) notes.push('fields of video frames not imported');
  return notes;
}
