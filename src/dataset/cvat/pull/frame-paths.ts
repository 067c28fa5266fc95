import { posix } from 'node:path';
import { pictureName } from '../../media/picture-name.ts';
import type { CvatFrame } from '../reply/meta.ts';

/** Where the pictures of a task lie, relative to the media folder, and names that had to be changed. */
export type FramePaths = {
  /** By number of frame. */
  readonly paths: readonly string[];
  readonly faults: readonly { readonly name: string; readonly fault: string }[];
};

/**
 * A folder a task, so that equal names in two tasks never meet; below it the picture's own name with its folders, made safe.
 * Where two names of a task are one on some file system, the later ones go to a folder named after the frame.
 */
export function framePaths(taskId: number, frames: readonly CvatFrame[]): FramePaths {
  const taken = new Set<string>();
  const faults: { name: string; fault: string }[] = [];
  const paths = frames.map(({ name }, frame) => {
    const { path, fault } = pictureName(name);
    if (fault !== null) faults.push({ name, fault });
    const wanted = posix.join(String(taskId), path);
    const free = clashes(wanted, taken) ? posix.join(String(taskId), `${String(frame)}~`, path) : wanted;
    for (const part of foldersAnd(free)) taken.add(part);
    return free;
  });
  return { paths, faults };
}

/** A file may not take the place of a folder either: `a` and `a/b.jpg`. */
function clashes(path: string, taken: ReadonlySet<string>): boolean {
  const [file = '', ...folders] = foldersAnd(path);
  return taken.has(file) || taken.has(`${file}/`) || folders.some((folder) => taken.has(folder.slice(0, -1)));
}

/** The path itself and the folders above it, which end in `/`; as a file system sees them that knows no case. */
function foldersAnd(path: string): readonly string[] {
  const folded = path.normalize('NFC').toLowerCase();
  const parts = folded.split('/');
  return [folded, ...parts.slice(0, -1).map((_part, i) => `${parts.slice(0, i + 1).join('/')}/`)];
}
