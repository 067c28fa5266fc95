import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cancelled } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import type { CopyRequest } from './copy-file-worker.ts';

/** A copy that goes on: how many bytes are there, told so often (milliseconds). */
const TOLD = 200;

/**
 * Copies a file as it is to a path where nothing is, and sees that it is on the disk. Another process does it: the locks that
 * SQLite holds on a file are lost when their process closes that file, however it was opened.
 * @param execPath the Node to run, `process.execPath`
 * @throws UserError `cancelled`, else an error with the `code` of the system; something may be left at `target`
 */
export async function copyFile(
  source: string,
  target: string,
  { execPath, job }: { readonly execPath: string; readonly job: Job },
): Promise<void> {
  const total = statSync(source).size;
  const tell = (): void => {
    const done = existsSync(target) ? statSync(target).size : 0;
    job.report({ what: 'copying', done, total, unit: 'bytes' });
  };
  tell();
  const telling = setInterval(tell, TOLD);
  try {
    await run(execPath, { source, target }, job.signal);
  } finally {
    clearInterval(telling);
  }
}

/** The program beside this file: a `.ts` when run from source, a `.js` when bundled. */
const WORKER = new URL(`./copy-file-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

function run(execPath: string, request: CopyRequest, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const program = execFile(
      execPath,
      [fileURLToPath(WORKER)],
      { signal, killSignal: 'SIGKILL' },
      (error, code, complaint) => {
        if (error === null && code === '') resolve();
        else if (signal.aborted || error?.signal === 'SIGINT') reject(cancelled(signal.reason));
        else reject(Object.assign(new Error(`the copy of a file failed: ${code} ${complaint}`.trim()), { code }));
      },
    );
    program.stdin?.on('error', () => undefined); // the end of the process says more than a broken pipe
    program.stdin?.end(JSON.stringify(request));
  });
}
