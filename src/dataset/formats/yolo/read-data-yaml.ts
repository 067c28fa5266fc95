import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import type { VerifyFinding } from '../define-format.ts';
import { classesOf } from './check-names.ts';
import { checkPath } from './check-path.ts';
import { DATA_YAML } from './data-yaml.ts';
import { type Split, SPLITS } from '../writing/split.ts';

/** A folder of pictures that `data.yaml` names for a split, relative to the folder that is verified, with `/`. */
export type SplitFolder = { readonly split: Split; readonly folder: string };

/** What a folder says about itself. */
export type DataYaml = {
  /** Name of the file; findings about it are there. */
  readonly file: string;
  /** How many classes there are; null where it is not said. */
  readonly classes: number | null;
  readonly folders: readonly SplitFolder[];
  /** Splits of which something is not among the folders, such as a list of files. */
  readonly partly: ReadonlySet<Split>;
  /** All that the file says; empty where it cannot be read. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly findings: readonly VerifyFinding[];
};

/** Where to look: a folder, and in it the file that describes it. */
export type YoloPlace = { readonly root: string; readonly file: string };

/** The usual folders, where nothing says otherwise. */
const USUAL: readonly SplitFolder[] = SPLITS.map((split) => ({ split, folder: `images/${split}` }));

/**
 * Reads the file that describes the folder, and checks it as Ultralytics uses it. Folders outside `root` are reported and
 * not followed.
 */
export async function readDataYaml({ root, file }: YoloPlace): Promise<DataYaml> {
  const bare = { file, classes: null, folders: USUAL, partly: new Set<Split>(), content: {} };
  const say = (message: string, severity: VerifyFinding['severity'] = 'error'): VerifyFinding => ({
    check: 'data-yaml',
    severity,
    message,
    where: file,
  });
  const content = await loadYaml(join(root, file));
  if (typeof content === 'string') return { ...bare, findings: [say(content)] };
  const splits = SPLITS.map((split) => ({ split, ...foldersOf(root, split, content) }));
  const names = classesOf(content);
  const problems = [
    ...(file === DATA_YAML
      ? []
      : [say(`called ${file}, not ${DATA_YAML}: pass it to the trainer by that name`, 'info')]),
    ...(await checkPath(root, content)).map(({ message, severity }) => say(message, severity)),
    ...splits.flatMap(({ problems: some }) => some.map(({ message, severity }) => say(message, severity))),
    ...names.problems.map(({ message, severity }) => say(message, severity)),
  ];
  const folders = splits.flatMap(({ split, folders: some }) => some.map((folder) => ({ split, folder })));
  const partly = new Set(splits.filter(({ problems: some }) => some.length > 0).map(({ split }) => split));
  return { file, classes: names.classes, folders, partly, content, findings: problems };
}

/**
 * Finds the file in a folder, or takes it where the path names it.
 *
 * @throws UserError `not-found`, `unreadable`
 */
export async function yoloPlace(path: string): Promise<YoloPlace> {
  const status = await stat(path).catch((error: unknown) => {
    throw new UserError('not-found', `no folder ${path}`, { cause: error });
  });
  if (status.isFile()) {
    const root = resolve(path, '..');
    return { root, file: relative(root, path) };
  }
  if (!status.isDirectory()) throw new UserError('unreadable', `${path} is no folder`);
  const isThere = async (name: string): Promise<boolean> =>
    stat(join(path, name)).then(
      () => true,
      () => false,
    );
  const isFiftyone = !(await isThere(DATA_YAML)) && (await isThere(FIFTYONE_YAML));
  return { root: path, file: isFiftyone ? FIFTYONE_YAML : DATA_YAML };
}

/** The name that FiftyOne gives it. */
const FIFTYONE_YAML = 'dataset.yaml';
const LARGEST = 16_000_000;

/** The mapping in a YAML file, or a sentence that says why there is none. */
export async function loadYaml(path: string): Promise<Readonly<Record<string, unknown>> | string> {
  let text: string;
  try {
    if ((await stat(path)).size > LARGEST) return 'larger than 16 MB: not read';
    text = await readFile(path, 'utf8');
  } catch {
    return 'missing, or not to be read';
  }
  const { load } = await import('js-yaml');
  try {
    const content = load(text);
    const isMapping = typeof content === 'object' && content !== null && !Array.isArray(content);
    return isMapping ? { ...content } : 'holds no keys';
  } catch (error) {
    return `is no YAML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`;
  }
}

type Problem = Pick<VerifyFinding, 'message' | 'severity'>;
type Folders = { readonly folders: readonly string[]; readonly problems: readonly Problem[] };

function foldersOf(root: string, split: Split, content: Readonly<Record<string, unknown>>): Folders {
  const value = content[split] ?? (split === 'val' ? content['validation'] : undefined) ?? null;
  if (value === null) {
    const problems: Problem[] = split === 'test' ? [] : [{ message: `${split} is missing`, severity: 'error' }];
    return { folders: [], problems };
  }
  const entries = (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((entry) => entryOf(root, entry));
  return {
    folders: entries.filter((entry) => typeof entry === 'string'),
    problems: entries
      .filter((entry) => typeof entry !== 'string')
      .map(({ message, severity }) => ({ message: `${split} ${message}`, severity })),
  };
}

/** The folder that an entry names, or what is wrong with it. */
function entryOf(root: string, entry: unknown): string | Problem {
  if (typeof entry !== 'string') return { message: 'is no path', severity: 'error' };
  if (entry.endsWith('.txt')) {
    return { message: `is a list of files, ${entry}: lists are not checked`, severity: 'warning' };
  }
  return (
    folderInside(root, entry) ?? { message: `leads out of the folder, to ${entry}: not checked`, severity: 'error' }
  );
}

/** The entry relative to `root`; `../` at its start is dropped where it would lead out, as Ultralytics does. */
function folderInside(root: string, entry: string): string | undefined {
  const inside = (path: string): string | undefined => {
    const way = relative(root, resolve(root, path));
    return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way.split(sep).join('/');
  };
  return inside(entry) ?? (entry.startsWith('../') ? inside(entry.slice(3)) : undefined);
}
