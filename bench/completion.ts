import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { reservedWords } from '../src/commands/index.ts';
import { openLibrary } from '../src/dataset/library.ts';
import { complete } from '../src/repl/completion/complete.ts';
import { createLiveCount } from '../src/repl/completion/live-count.ts';
import { type SessionKnowledge, sessionKnowledge } from '../src/repl/completion/session-knowledge.ts';
import { signatureAt } from '../src/repl/completion/signature.ts';
import { bindText } from '../src/repl/evaluate-expression.ts';
import { openSettings } from '../src/repl/settings/settings-store.ts';
import { Session } from '../src/repl/session.ts';
import { listFolder, makeScratch, readTextFile, writeTextFile } from '../src/repl/text-files.ts';
import { timesOf } from './measure.ts';

const cli = new URL('../dist/cli.js', import.meta.url).pathname;
const SAMPLES = process.argv[2] ?? '100000';
const LABELS = process.argv[3] ?? '20';
const BUDGET = 50;

/** Lines that are typed key by key. */
const LINES = [
  "ds.where(area == 'Moorea Entre 2 Baies' && year >= 2021).countValues('gt_polylines.label')",
  "ds.matchTags('train').where(gt_polylines.any(label == 'Porites')).count()",
  "ds.filterLabels('gt_polylines', label == 'Porites' && health == 'bleached').where(area == 'Moorea Haapiti')",
  `dataset.match_tags("val").filter_labels("gt_polylines", F("label").is_in(["Porites"]), only_matches=False)`,
  "ds.where(filepath == 'MooreaE2B_2019_01')",
  'preview MooreaE2B_2019_01',
];

/** Prints what completion takes: at each key, until values that are looked up are there, and until a view is counted. */
const home = mkdtempSync(join(tmpdir(), 'quadrat-bench-'));
try {
  const args = ['import', 'demo', '--name', 'big', '--no-media', '--samples', SAMPLES, '--labels', LABELS];
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], {
    env: { ...process.env, QUADRAT_HOME: home },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const session = await openSession();
  const { knowledge, settled } = await warm(session);
  console.log(`completion at ${SAMPLES} x ${LABELS}, in milliseconds; the budget of a key is ${String(BUDGET)}`);
  console.log('| line | keys | median key | slowest key | over budget | slowest look-up |\n|---|---|---|---|---|---|');
  for (const line of LINES) await typeLine(line, knowledge, settled);
  console.log('\n| view | counted in |\n|---|---|');
  for (const line of LINES.filter((each) => !each.startsWith('preview'))) await countLine(line, session);
  await session.close();
} finally {
  rmSync(home, { recursive: true, force: true });
}

async function openSession(): Promise<Session> {
  const library = openLibrary({ home, reserved: reservedWords, execPath: process.execPath, pid: process.pid });
  const path = (written: string): string => resolve(home, written);
  return new Session(
    {
      library,
      runner: 'child',
      now: () => performance.now(),
      timeLimit: (milliseconds) => AbortSignal.timeout(milliseconds),
      paths: { read: path, write: path },
      tool: 'quadrat bench',
      remember: () => undefined,
      history: () => Promise.resolve([]),
      sessions: () => Promise.resolve([]),
      machine: () => Promise.reject(new Error('not asked')),
      scratch: makeScratch,
      readText: readTextFile,
      writeText: writeTextFile,
      listFolder,
      env: {},
      settings: await openSettings({ home, env: {}, unique: 'bench' }),
    },
    { dataset: 'big', params: {} },
  );
}

/** As the shell is a moment after its first prompt. `settled` resolves once nothing is being read. */
async function warm(session: Session) {
  let told = (): void => undefined;
  const knowledge = sessionKnowledge(session, () => {
    told();
  });
  const settled = async (): Promise<void> => {
    while (knowledge.isReading()) {
      const { promise, resolve: go } = Promise.withResolvers<undefined>();
      told = () => {
        go(undefined);
      };
      await promise;
    }
  };
  knowledge.refresh();
  while (knowledge.now().catalog('big') === undefined || knowledge.now().parse === undefined) {
    await new Promise((done) => setTimeout(done, 10));
  }
  await (await session.background('big')).catalog();
  return { knowledge, settled };
}

async function typeLine(line: string, knowledge: SessionKnowledge, settled: () => Promise<void>): Promise<void> {
  const keys: number[] = [];
  let slowest = 0;
  for (let at = 1; at <= line.length; at++) {
    const text = line.slice(0, at);
    const start = performance.now();
    complete(text, at, knowledge.now());
    signatureAt(text, at);
    keys.push(performance.now() - start);
    if (!knowledge.isReading()) continue;
    await settled();
    slowest = Math.max(slowest, performance.now() - start);
  }
  const { median, max } = timesOf(keys);
  const over = keys.filter((ms) => ms > BUDGET).length;
  const numbers = [median.toFixed(2), max.toFixed(1), String(over), slowest.toFixed(0)];
  console.log(`| \`${line}\` | ${String(line.length)} | ${numbers.join(' | ')} |`);
}

async function countLine(line: string, session: Session): Promise<void> {
  const { promise, resolve: go } = Promise.withResolvers<undefined>();
  const environment = { ...session.environment(), dataset: (name: string) => session.background(name) };
  const live = createLiveCount({
    bind: async (text) => (await bindText(text, environment)).bound,
    answer: async (plan, signal) =>
      (await session.background(plan.dataset)).answer({ kind: 'view', plan, mentions: [] }, signal),
    later: (work) => {
      work();
      return () => undefined;
    },
    told: () => {
      go(undefined);
    },
  });
  const start = performance.now();
  live.typed(line);
  await promise;
  console.log(`| \`${line}\` | ${(performance.now() - start).toFixed(0)} |`);
}
