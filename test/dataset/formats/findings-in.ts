import type { Format, VerifyFinding } from '../../../src/dataset/formats/define-format.ts';
import { job } from './write-options.ts';

/** All that the verifier of a format says about a path. */
export async function findingsIn(
  format: Format,
  path: string,
  signal?: AbortSignal,
): Promise<readonly VerifyFinding[]> {
  if (format.verify === undefined) throw new Error(`${format.name} does not verify`);
  const findings: VerifyFinding[] = [];
  for await (const finding of format.verify(path, job(signal))) findings.push(finding);
  return findings;
}

/** Findings but the summaries, a line each. */
export function linesOf(findings: readonly VerifyFinding[]): string[] {
  return findings
    .filter(({ check }) => check !== 'summary')
    .map(({ severity, check, where, message }) => `${severity} ${check} ${where}: ${message}`);
}
