import { type Split, splitNamed, SPLITS } from '../writing/split.ts';

/** A folder, or a text file with a picture a line, that YOLO's YAML names for pictures. */
export type YoloEntry = {
  readonly entry: string;
  readonly split: Split | null;
  /** The name, where it is that of no split. */
  readonly subset: string | null;
};

/**
 * What `data.yaml` names, splits first. Splits are train, val (also validation) and test in any case, as CVAT writes the names
 * of its subsets as somebody typed them. Another member is a subset where it names a list of pictures or a folder called
 * `images`, without which Ultralytics finds no labels, and means nothing else.
 */
export function yoloEntries(content: Readonly<Record<string, unknown>>): readonly YoloEntry[] {
  const all = Object.entries(content).map(([name, value]) => ({
    name,
    value,
    split: splitNamed(name.toLowerCase()) ?? null,
  }));
  const ofSplits = SPLITS.flatMap((split) => {
    const named = all.filter((one) => one.split === split);
    // One that is spelled as a split comes before those that are only meant.
    return [...named.filter(({ name }) => name === split), ...named.filter(({ name }) => name !== split)];
  });
  const others = all.filter(({ name, split }) => split === null && !MEMBERS.has(name));
  return [...ofSplits, ...others].flatMap(({ name, value, split }) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const subset = split === null ? name : null;
    return list
      .filter((entry) => typeof entry === 'string')
      .filter((entry) => split !== null || isListFile(entry) || entry.split('/').includes('images'))
      .map((entry) => ({ entry, split, subset }));
  });
}

/** Members of the file that name no pictures. */
const MEMBERS: ReadonlySet<string> = new Set([
  ...['path', 'names', 'nc', 'kpt_shape', 'kpt_names', 'flip_idx', 'channels', 'download', 'yaml_file'],
  ...['author', 'date', 'description', 'docs', 'license', 'roboflow', 'task', 'url', 'version'],
]);

/** Whether an entry is a list of pictures rather than a folder of them. */
export function isListFile(entry: string): boolean {
  return entry.endsWith('.txt');
}

/** The folder below which CVAT's lists have all pictures, as Darknet does; in its zip there is none. */
export const DATA = 'data/';
