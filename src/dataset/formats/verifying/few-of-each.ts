import { formatCount } from '../../model/counted.ts';
import type { VerifyFinding } from '../define-format.ts';

/** Lets the first findings of each check through, and counts the rest. */
export type FewOfEach = {
  readonly pass: (findings: Iterable<VerifyFinding>) => Generator<VerifyFinding>;
  /** What was not let through, a finding for each check, with its `count`. */
  readonly rest: () => Generator<VerifyFinding>;
};

const NAMED = 20;

/** A new filter; `where` is said of findings that are only counted, `most` is how many of a check and severity are not. */
export function fewOfEach(where: string, most: number = NAMED): FewOfEach {
  const kinds = new Map<string, Kind>();
  return {
    *pass(findings) {
      for (const finding of findings) {
        const { check, severity } = finding;
        const kind = kinds.get(`${severity} ${check}`) ?? { check, severity, listed: 0, rest: 0 };
        kinds.set(`${severity} ${check}`, kind);
        if (kind.listed < most) {
          kind.listed += 1;
          yield finding;
        } else kind.rest += finding.count ?? 1;
      }
    },
    *rest() {
      for (const { check, severity, listed, rest: count } of kinds.values()) {
        if (count === 0) continue;
        const message = `${formatCount(count)} more of this kind: only the first ${formatCount(listed)} are listed`;
        yield { check, severity, message, where, count };
      }
    },
  };
}

type Kind = Pick<VerifyFinding, 'check' | 'severity'> & { listed: number; rest: number };
