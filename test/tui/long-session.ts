import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pty from '@lydell/node-pty';

/** The built program; `shell.ts`, which has it too, is for tests alone. */
export const BUILT = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Memory of a shell after a collection, in megabytes: in use, resident, and resident in the processes that it has started. */
export type Memory = { readonly heap: number; readonly resident: number; readonly processes: number };

/** A shell on a terminal into which very many statements are typed: of what it writes only the end is kept. */
export type LongSession = Disposable & {
  /** Types them ahead of each other, and waits for the last one's result. */
  readonly type: (statements: readonly string[]) => Promise<void>;
  readonly memory: () => Promise<Memory>;
};

/** Statements of the kinds that people type, mistakes, menus and changed minds among them. */
export function ordinaryStatement(i: number): string {
  return KINDS[i % KINDS.length]?.(i) ?? '';
}

const KINDS: readonly ((i: number) => string)[] = [
  () => 'ds.count()',
  () => "ds.countValues('gt_polylines.label')",
  (i) => `ds.limit(${String(i % 50)}).values('filepath')  # ${String(i)}`,
  (i) => `ds.skip(${String(i % 30)}).limit(5).head(5)`,
  () => 'ds.schema()',
  (i) => `v = ds.where(year >= ${String(2015 + (i % 9))})`,
  () => "v.countValues('area')",
  (i) => `ds.where(yaer > ${String(i)})`,
  () => "ds.\t\t\x1bhistogramValues('year')\x15\x19\x1f\x19",
  () => 'ds.first()',
];

/** Opens a shell on a home that has the demo reef. */
export async function openLongSession(home: string): Promise<LongSession> {
  const heapFile = join(home, 'heap.jsonl');
  const preload = fileURLToPath(new URL('heap-on-signal.mjs', import.meta.url));
  const child = pty.spawn(
    process.execPath,
    ['--expose-gc', '--max-semi-space-size=8', '--import', preload, BUILT, 'demo'],
    {
      ...{ cols: 100, rows: 30 },
      env: { ...process.env, QUADRAT_HOME: home, HEAP_FILE: heapFile, CI: 'false', TERM: 'xterm-256color' },
    },
  );
  let seen = '';
  let look = (): void => undefined;
  child.onData((data) => {
    seen = (seen + data).slice(-20_000);
    look();
  });
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (holds()) resolve();
      };
      look();
    });
  let typed = 0;
  await until(() => /demo {2}[\d,]+ samples {2}[\d,]+ labels/u.test(seen));
  return {
    type: async (statements) => {
      typed += 1;
      const mark = `'mark ${String(typed)}'`;
      child.write(`${[...statements, `ds.matchTags(${mark}).count()`].join('\r')}\r`);
      await until(() => seen.includes(mark) && /_\d+ {2}\d/u.test(seen.slice(seen.lastIndexOf(mark))));
    },
    memory: async () => {
      const before = linesOf(heapFile).length;
      child.kill('SIGUSR2');
      while (linesOf(heapFile).length === before) await pause(10);
      const usage = JSON.parse(linesOf(heapFile).at(-1) ?? '{}') as NodeJS.MemoryUsage;
      const { heapUsed, arrayBuffers, rss } = usage;
      return { heap: (heapUsed + arrayBuffers) / 1e6, resident: rss / 1e6, processes: residentOfChildren(child.pid) };
    },
    [Symbol.dispose]: () => {
      child.kill('SIGKILL');
    },
  };
}

function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

/** As Linux tells of it; elsewhere 0. */
function residentOfChildren(pid: number): number {
  const list = `/proc/${String(pid)}/task/${String(pid)}/children`;
  if (!existsSync(list)) return 0;
  const children = readFileSync(list, 'utf8')
    .split(' ')
    .filter((child) => child !== '');
  const status = children.map((child) => readFileSync(`/proc/${child}/status`, 'utf8'));
  return status.reduce((sum, text) => sum + Number(/VmRSS:\s+(\d+)/u.exec(text)?.[1] ?? 0), 0) / 1000;
}
