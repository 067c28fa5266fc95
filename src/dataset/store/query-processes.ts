import { type ChildRunner, childRunner } from './child-runner.ts';
import type { QueryRunner } from './query-runner.ts';

/** Datasets whose processes stay while nothing is asked of them. */
const MOST_KEPT = 4;

/**
 * Makes runners that share a machine: each has a process of its own while it is asked, and keeps it for the next question as
 * long as its file is one of the latest `most` that were. What is running is never ended by that, and a runner whose process
 * has ended starts another when it is asked again.
 * @param execPath the Node to run, `process.execPath`.
 */
export function queryProcesses(execPath: string, most = MOST_KEPT): (file: string) => QueryRunner {
  /** By file, the latest used last. */
  const open = new Map<string, Set<ChildRunner>>();
  const use = (file: string, runners: Set<ChildRunner>): void => {
    open.delete(file);
    open.set(file, runners);
  };
  const endOthers = (): void => {
    for (const runners of [...open.values()].slice(0, -most)) for (const runner of runners) runner.rest();
  };
  return (file) => {
    const runner = childRunner(file, execPath);
    const runners = (): Set<ChildRunner> => open.get(file) ?? new Set();
    return {
      all: (sql, signal) => {
        use(file, runners().add(runner));
        endOthers();
        // One that was running when its turn to end came ends now.
        return runner.all(sql, signal).finally(endOthers);
      },
      close: () => {
        const left = runners();
        left.delete(runner);
        if (left.size === 0) open.delete(file);
        return runner.close();
      },
    };
  };
}
