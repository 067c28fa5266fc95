import type { VerifyFinding } from '../../../../src/dataset/formats/define-format.ts';
import { yolo } from '../../../../src/dataset/formats/yolo/yolo.ts';
import { job } from './write-options.ts';

/** All that the verifier says about a path. */
export async function findingsIn(path: string, signal?: AbortSignal): Promise<readonly VerifyFinding[]> {
  const findings: VerifyFinding[] = [];
  for await (const finding of yolo.verify(path, job(signal))) findings.push(finding);
  return findings;
}
