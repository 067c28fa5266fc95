import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyFinding } from '../define-format.ts';
import { checkLabelText } from './check-label-text.ts';

/** Rows of a label file and what is wrong with them. */
export type LabelFile = { readonly rows: number; readonly findings: readonly VerifyFinding[] };

/** Checks one label file, a path relative to `root`; of many findings in one file only the first are named. */
export async function checkLabelFile(root: string, path: string, classes: number | null): Promise<LabelFile> {
  const text = await textOf(join(root, path));
  if (typeof text !== 'string') {
    return { rows: 0, findings: [{ check: 'row', severity: 'error', message: text.problem, where: path }] };
  }
  const { rows, findings } = checkLabelText(text, classes);
  const named = findings.slice(0, NAMED).map(({ line, ...rest }) => ({ ...rest, where: `${path}:${String(line)}` }));
  const rest = findings.slice(NAMED);
  if (rest.length === 0) return { rows, findings: named };
  const severity = rest.some((finding) => finding.severity === 'error') ? 'error' : 'warning';
  const message = `${String(rest.length)} more findings in this file`;
  return { rows, findings: [...named, { check: 'row', severity, message, where: path }] };
}

const NAMED = 20;
const LARGEST = 64_000_000;

async function textOf(file: string): Promise<string | { readonly problem: string }> {
  try {
    const status = await stat(file);
    if (!status.isFile()) return { problem: 'is no file' };
    if (status.size > LARGEST) return { problem: 'larger than 64 MB: not read' };
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    return { problem: error instanceof TypeError ? 'is no UTF-8 text' : 'cannot be read' };
  }
}
