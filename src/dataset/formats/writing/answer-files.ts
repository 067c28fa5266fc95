import { parentPort } from 'node:worker_threads';
import { type LabelFile, type StoredLabelFile, unpackFile } from './label-file.ts';
import type { Made } from './placed.ts';
import type { Reply } from './thread-pool.ts';

/** In a thread of a `ThreadPool`: writes the files of each list that comes, one after the other, and answers what became of them. */
export function answerFiles(write: (file: LabelFile) => Made): void {
  parentPort?.on('message', (files: readonly StoredLabelFile[]) => {
    parentPort?.postMessage(replyTo(files, write));
  });
}

function replyTo(files: readonly StoredLabelFile[], write: (file: LabelFile) => Made): Reply<Made> {
  try {
    return { results: files.map((file) => write(unpackFile(file))) };
  } catch (error) {
    const { message, stack, code } = error as NodeJS.ErrnoException;
    return { error: { message, stack, code } };
  }
}
