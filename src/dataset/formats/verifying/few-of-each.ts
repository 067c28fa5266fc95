import type { VerifyFinding } from '../define-format.ts';

/** Lets the first findings of each check through, and counts the rest. */
export type FewOfEach = {
  readonly pass: (findings: Iterable<VerifyFinding>) => Generator<VerifyFinding>;
  /** What was not let through, a finding for each check. */
  readonly rest: () => Generator<VerifyFinding>;
};

const NAMED = 20;

/** A new filter; `where` is said of findings that are only counted. */
export function fewOfEach(where: string): FewOfEach {
  const counts = new Map<string, { count: number; readonly severity: VerifyFinding['severity'] }>();
  return {
    *pass(findings) {
      for (const finding of findings) {
        const key = `${finding.severity} ${finding.check}`;
        const entry = counts.get(key) ?? { count: 0, severity: finding.severity };
        counts.set(key, entry);
        entry.count += 1;
        if (entry.count <= NAMED) yield finding;
      }
    },
    *rest() {
      for (const [key, { count, severity }] of counts) {
        if (count <= NAMED) continue;
        const message = `${String(count - NAMED)} more of this kind`;
        yield { check: key.slice(severity.length + 1), severity, message, where };
      }
    },
  };
}
