import { AS_JSON, type StandardOutput } from '../commands/standard-output.ts';
import { sanitizeLines } from '../render/sanitize.ts';
import type { OutStream } from './host.ts';
import type { ProgressLine } from './progress-line.ts';

/**
 * Standard output for documents of a run without a screen. A pipe or a file gets every character as it is; on a terminal those
 * that could disturb it are escaped, as everywhere. Who reads slowly is waited for.
 */
export function standardOutputOn(
  stdout: OutStream,
  { json, progress }: { readonly json: boolean; readonly progress: Pick<ProgressLine, 'clear'> },
): StandardOutput {
  if (json) return AS_JSON;
  return {
    kind: 'open',
    write: async (text) => {
      progress.clear();
      const isTaken = stdout.write(stdout.isTTY === true ? sanitizeLines(text) : text);
      if (isTaken === false) await drained(stdout);
    },
  };
}

function drained(stdout: OutStream): Promise<void> {
  return new Promise((resolve) => {
    if (stdout.once === undefined) resolve();
    else stdout.once('drain', resolve);
  });
}
