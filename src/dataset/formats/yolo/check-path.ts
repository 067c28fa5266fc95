import { realpath } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { VerifyFinding } from '../define-format.ts';

type Problem = Pick<VerifyFinding, 'message' | 'severity'>;

/** Whether `path` leads a trainer to the folder that is verified. */
export async function checkPath(
  root: string,
  { path }: Readonly<Record<string, unknown>>,
): Promise<readonly Problem[]> {
  if (path === undefined || path === null) {
    return [{ message: 'path is missing: trainers take the folder of this file', severity: 'info' }];
  }
  if (typeof path !== 'string') return [{ message: 'path is no text', severity: 'error' }];
  if (!isAbsolute(path)) {
    const message = `path ${path} is relative: what it means depends on where the trainer runs`;
    return [{ message, severity: 'warning' }];
  }
  const [named, actual] = await Promise.all([realpath(path).catch(() => undefined), realpath(root)]);
  if (named === actual) return [];
  const what = named === undefined ? 'is not there' : 'is another folder';
  return [{ message: `path ${path} ${what}: put the present place there, or take the line out`, severity: 'error' }];
}
