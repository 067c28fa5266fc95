import { constants, copyFileSync, readFileSync, writeSync } from 'node:fs';
import { codeOf } from '../../diagnostics.ts';
import { syncFile } from './sync-file.ts';

/** What the program reads from its input. Both are absolute paths. */
export type CopyRequest = { readonly source: string; readonly target: string };

const INPUT = 0;
const OUTPUT = 1;

// The program of a process of its own: copies a file to where nothing is and sees that it is on the disk. Its output is what the
// system refused: nothing where all went well. Blocks are shared where the file system can.
const { source, target } = JSON.parse(readFileSync(INPUT, 'utf8')) as CopyRequest;
try {
  copyFileSync(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  syncFile(target);
} catch (error) {
  writeSync(OUTPUT, codeOf(error));
}
