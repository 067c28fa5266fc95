import { stat } from 'node:fs/promises';

/** Whether there is a file or a folder at a path; of a link, where it leads. */
export function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
