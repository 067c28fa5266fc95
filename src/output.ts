import { type Diff, isEqual } from './dataset/model/diff.ts';
import type { Progress, Skipped } from './dataset/model/job.ts';
import type { Sample } from './dataset/model/sample.ts';
import type { Answer } from './dataset/query/answer.ts';
import type { ChangedRow, KeyedAnswer } from './dataset/query/answer-changes.ts';
import type { Plan } from './dataset/query/plan.ts';

/** Something found by a check or a verifier. `where` names file, line or id. */
export type Finding = {
  readonly check: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly where?: string;
  readonly sample?: string;
  readonly label?: string;
  /** How many findings this one stands for, where they are not listed one by one; default: 1. */
  readonly count?: number;
  /** What to do about it, in a sentence or as a command. */
  readonly hint?: string;
};

/** How one replayed step compares with what the script recorded. */
export type Verdict = {
  readonly step: number;
  readonly statement: string;
  readonly verdict: 'same' | 'different' | 'new-error' | 'fixed' | 'skipped' | 'unrecorded';
  /** Of a `new-error`: its code, or `bug`. */
  readonly error?: string;
  /** Lines of a unified diff of what was shown, without headers. */
  readonly diff: readonly string[];
};

/** A picture with its outlines, to be drawn at the terminal's own pixel grid. */
export type Picture = {
  /** Absolute path of the file, or null where there is none to be read. */
  readonly file: string | null;
  readonly sample: Sample;
  /** All class names of the dataset: then a class has the same colour and mark in each of its pictures. */
  readonly classes?: readonly string[];
  /** How many samples the view has of which this is the first; left out where it was asked for by name. */
  readonly among?: number;
};

/** A table to be drawn. */
export type Plot = {
  /**
   * `stacked`, `grouped`, `heat`: rows of two values and a count; `line`: of an x and a y, in the order of x; `scatter`: of the
   * lower edges of a bin of x and of y, null for a missing value, and how many lie in it.
   */
  readonly form: 'stacked' | 'grouped' | 'heat' | 'line' | 'scatter';
  readonly table: Extract<Answer, { kind: 'table' }>;
  /** Of a scatter: the least and the largest value of each axis. */
  readonly bounds?: { readonly x: Bounds; readonly y: Bounds };
};

/** Least and largest value, both of them there. */
export type Bounds = readonly [low: number, high: number];

/** A statement and what it shows; null where it was not run. */
export type Example = { readonly statement: string; readonly answer: Answer | null };

/** A question that is followed: its latest answer, and what became of each row since the one before. */
export type Watched = {
  /** That of the statement that began it. */
  readonly number: number;
  readonly expression: string;
  readonly dataset: string;
  readonly answer: Answer;
  readonly keyed: KeyedAnswer;
  readonly rows: readonly ChangedRow[];
  /** How often the answer has been another than before. */
  readonly changes: number;
  /** Why it cannot be answered just now; the answer is then the last there was. */
  readonly problem: string | undefined;
};

/** A statement that goes on behind the prompt. Times are in milliseconds. */
export type JobInfo = {
  readonly number: number;
  readonly statement: string;
  /** `ending`: after the part of its work at hand. */
  readonly state: 'running' | 'ending' | 'stopping';
  readonly progress: Progress | undefined;
  readonly elapsed: number;
  /** Since the work named by `progress.what` began. */
  readonly phaseElapsed: number;
};
/** The samples of a view and the text of the view, in which `ds` is its dataset. */
export type ViewOfSamples = { readonly plan: Plan; readonly text: string };

/** What a step can yield. `render` has one renderer a kind; commands and queries make them. */
export type Output =
  | Answer
  | {
      readonly kind: 'files';
      readonly root: string;
      readonly files: number;
      readonly bytes: number;
      /** `sha256:...` over the sorted relative paths and contents. */
      readonly digest: string;
      readonly skipped: readonly Skipped[];
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'change';
      readonly dataset: string;
      readonly samples: number;
      readonly labels: number;
      /** Counts of what kind, e.g. `{ added: 60, "labels polyline": 812 }`, in the order to show them. */
      readonly what: Readonly<Record<string, number>>;
      readonly skipped: readonly Skipped[];
      readonly notes: readonly string[];
      /** Whether this is only what would be: nothing was changed. */
      readonly planned?: boolean;
      /** What `undo` would take back; null where nothing can be undone. */
      readonly undo: string | null;
      /** Parts that could not be done, each in a sentence; the rest was. Such a run exits with 1. */
      readonly failed?: readonly string[];
      /** What was left, in a sentence, where someone asked to stop before all was done. Such a run exits with 130. */
      readonly stopped?: string;
    }
  | {
      /** What was written to standard output: this is only told beside it. */
      readonly kind: 'document';
      readonly format: string;
      readonly bytes: number;
      /** As of files. */
      readonly digest: string;
      readonly skipped: readonly Skipped[];
      readonly notes: readonly string[];
    }
  | { readonly kind: 'findings'; readonly findings: readonly Finding[]; readonly checked: string }
  | { readonly kind: 'diff'; readonly diff: Diff; readonly show: 'summary' | 'table' }
  | { readonly kind: 'verdict'; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'jobs'; readonly jobs: readonly JobInfo[] }
  | { readonly kind: 'watch'; readonly watched: Watched }
  | { readonly kind: 'picture'; readonly picture: Picture }
  | { readonly kind: 'plot'; readonly plot: Plot }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'full-screen';
      /** A table to move about in, or text to read page by page. */
      readonly as: 'sheet' | 'pager';
      /** What is shown; printed where there is no screen to take. Of a view its first rows only. */
      readonly printed: Output;
      /** The view of which a sheet shows all samples. */
      readonly view: ViewOfSamples | null;
    }
  | {
      readonly kind: 'copied';
      /** For the clipboard of the terminal; null where it would be too long for one. */
      readonly text: string | null;
      readonly format: string;
      readonly rows: number;
      readonly bytes: number;
      /** Where it was written as well. */
      readonly file: string;
    }
  | {
      readonly kind: 'help';
      readonly text: string;
      /** What the examples are about, e.g. `examples on reef`. */
      readonly heading: string;
      readonly examples: readonly Example[];
      /** Why answers are left out; null where there is nothing to say. */
      readonly note: string | null;
    };

/** How many findings there are of a severity, or of any, also of those that are not listed one by one. */
export function countFindings(findings: readonly Finding[], severity?: Finding['severity']): number {
  const own = severity === undefined ? findings : findings.filter((finding) => finding.severity === severity);
  return own.reduce((sum, { count = 1 }) => sum + count, 0);
}

/** True for an output that makes a run exit with 1 without stopping it. */
export function isFailing(output: Output): boolean {
  if (output.kind === 'full-screen') return isFailing(output.printed);
  if (output.kind === 'findings') return output.findings.some(({ severity }) => severity !== 'info');
  if (output.kind === 'change') return (output.failed ?? []).length > 0;
  if (output.kind === 'diff') return !isEqual(output.diff);
  if (output.kind === 'verdict')
    return output.verdicts.some(({ verdict }) => verdict === 'different' || verdict === 'new-error');
  return false;
}
