import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFile } from './sync-file.ts';
import { translateError } from './translate-error.ts';

/** A file or folder that gets another place; both relative to the folder of all datasets. */
export type Move = { readonly from: string; readonly to: string };

/**
 * Moves several files and folders as one step. The list is written down first, so that `finishMoves` ends what a crash
 * interrupted; where a move fails, those before it are taken back. Hold the library's lock, and check the targets first.
 */
export function moveAll(home: string, moves: readonly Move[]): void {
  const present = moves.filter(({ from }) => existsSync(join(home, from)));
  const done: Move[] = [];
  try {
    writeDurably(join(home, PENDING), JSON.stringify(present));
    for (const move of present) {
      rename(home, move);
      done.push(move);
    }
    for (const { from, to } of present)
      [from, to].forEach((path) => {
        syncFile(dirname(join(home, path)));
      });
  } catch (error) {
    for (const { from, to } of done.reverse()) rename(home, { from: to, to: from });
    rmSync(join(home, PENDING), { force: true });
    throw translateError(error, { file: home });
  }
  rmSync(join(home, PENDING), { force: true });
}

/** Ends moves that a crash interrupted. Hold the library's lock. */
export function finishMoves(home: string): void {
  const file = join(home, PENDING);
  if (!existsSync(file)) return;
  for (const move of readMoves(file)) {
    if (existsSync(join(home, move.from)) && !existsSync(join(home, move.to))) rename(home, move);
  }
  rmSync(file, { force: true });
}

/** Whether a crash left moves to be finished. */
export function hasPendingMoves(home: string): boolean {
  return existsSync(join(home, PENDING));
}

const PENDING = 'pending-moves.json';

function rename(home: string, { from, to }: Move): void {
  mkdirSync(dirname(join(home, to)), { recursive: true });
  renameSync(join(home, from), join(home, to));
}

function readMoves(file: string): readonly Move[] {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(parsed) ? parsed.filter(isMove) : [];
}

function isMove(value: unknown): value is Move {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
}

/** Writes a file so that after a crash it is either whole or not there. */
function writeDurably(file: string, text: string): void {
  const half = `${file}.half`;
  const descriptor = openSync(half, 'w');
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(half, file);
  syncFile(dirname(file));
}
