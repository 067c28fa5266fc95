import { join } from 'node:path';
import type { VerifyFinding } from '../define-format.ts';
import { fewOfEach } from '../verifying/few-of-each.ts';
import { checkLabelText } from './check-label-text.ts';
import { labelFileText } from './label-file.ts';
import type { PoseShape } from './pose-shape.ts';

/** What rows must be: how many classes there are, null where that is not known; points of each row, null for none. */
export type LabelRules = { readonly classes: number | null; readonly pose: PoseShape | null };

/** Rows of a label file and what is wrong with them. */
export type LabelFile = { readonly rows: number; readonly findings: readonly VerifyFinding[] };

/** Checks one label file, a path relative to `root`; of many findings of a kind only the first are listed. */
export async function checkLabelFile(root: string, path: string, rules: LabelRules): Promise<LabelFile> {
  const text = await labelFileText(join(root, path));
  if (typeof text !== 'string') {
    const message = text?.problem ?? 'cannot be read';
    return { rows: 0, findings: [{ check: 'row', severity: 'error', message, where: path }] };
  }
  const { rows, findings } = checkLabelText(text, rules.classes, rules.pose);
  const few = fewOfEach(path);
  const placed = findings.map(({ line, ...rest }) => ({ ...rest, where: `${path}:${String(line)}` }));
  return { rows, findings: [...few.pass(placed), ...few.rest()] };
}
