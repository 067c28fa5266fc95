// node bench/formats.ts [SAMPLES LABELS MASKS]     exports and imports: seconds, processor time, samples a second and peak memory,
// and how often the time of something bare, run beside it, goes into each
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import sharp from 'sharp';
import { encodeIndexPng } from '../src/dataset/media/encode-index-png.ts';
import { readIndexPng } from '../src/dataset/media/read-index-png.ts';

const quadrat = new URL('../bin/quadrat', import.meta.url).pathname;
const spy = new URL('peak-memory.mjs', import.meta.url).href;
const SAMPLES = process.argv[2] ?? '10000';
const LABELS = process.argv[3] ?? '20';
const MASKS = process.argv[4] ?? '300';

const WRITTEN = ['jsonl', 'yolo', 'coco', 'fiftyone', 'cvat', 'csv', 'parquet'] as const;
const READ = ['yolo', 'coco', 'fiftyone', 'cvat'] as const;

type Run = { readonly seconds: number; readonly processor: number; readonly peak: string };

const home = mkdtempSync(join(tmpdir(), 'quadrat-bench-'));
const env = { ...process.env, QUADRAT_HOME: home, NODE_OPTIONS: `--import ${spy}` };
try {
  await tables();
  await masks();
} finally {
  rmSync(home, { recursive: true, force: true });
}

async function tables(): Promise<void> {
  run('import', 'demo', '--name', 'big', '--no-media', '--samples', SAMPLES, '--labels', LABELS);
  const out = (format: string): string => join(home, `out-${format}`);
  const runs = WRITTEN.map(
    (format) => [format, run('export', format, out(format), '-d', 'big', '--media', 'none')] as const,
  );
  const bare = await stringify(out('jsonl'));
  console.log(`JSON.parse and JSON.stringify of the same samples: ${bare.toFixed(1)} s of processor time`);
  console.log('| written | samples/s | samples/s of processor time | times JSON | peak |\n|---|---|---|---|---|');
  for (const [format, made] of runs) console.log(line(format, made, bare));
  console.log('| read | samples/s | samples/s of processor time | times JSON | peak |\n|---|---|---|---|---|');
  for (const format of READ)
    console.log(line(format, run('import', format, out(format), '--name', `back-${format}`), bare));
}

/** Masks of 1024 x 768 beside the encoding of the same pixels alone, one after the other. */
async function masks(): Promise<void> {
  run('import', 'demo', '--name', 'reef', '--no-media', '--samples', MASKS, '--labels', LABELS);
  const out = join(home, 'out-masks');
  const made = run('export', 'masks', out, '-d', 'reef', '--media', 'none');
  const folder = join(out, 'train', 'masks');
  const names = readdirSync(folder);
  let spent = 0;
  let others = 0;
  for (const name of names) {
    const { width, height, pixels: bytes } = await readIndexPng(join(folder, name));
    const start = process.cpuUsage();
    encodeIndexPng({ width, height, bytes }, []);
    spent += seconds(process.cpuUsage(start));
    const again = process.cpuUsage();
    await sharp(bytes, { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
    others += seconds(process.cpuUsage(again));
  }
  const whole = Number(MASKS);
  const share = (alone: number): string => ((100 * alone * whole) / names.length / made.processor).toFixed(0);
  console.log(
    `masks: ${(whole / made.seconds).toFixed(0)}/s, ${(whole / made.processor).toFixed(0)}/s of processor time, ${made.peak}; encoding alone, as it is done here, is ${share(spent)} % of the processor time, and ${share(others)} % as sharp does it by default`,
  );
}

function line(format: string, { seconds: taken, processor, peak }: Run, bare: number): string {
  return `| ${format} | ${(Number(SAMPLES) / taken).toFixed(0)} | ${(Number(SAMPLES) / processor).toFixed(0)} | ${(processor / bare).toPrecision(2)} | ${peak} |`;
}

async function stringify(file: string): Promise<number> {
  const start = process.cpuUsage();
  let length = 0;
  for await (const text of createInterface({ input: createReadStream(file) }))
    length += JSON.stringify(JSON.parse(text)).length;
  if (length === 0) throw new Error('nothing was written');
  return seconds(process.cpuUsage(start));
}

function run(...args: readonly string[]): Run {
  const start = performance.now();
  const { status, stderr } = spawnSync(quadrat, args, { env, encoding: 'utf8' });
  const taken = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  const [, peak = 'unknown', processor = 'NaN'] = /peak (\d+ MB), processor ([\d.]+) s/u.exec(stderr) ?? [];
  return { seconds: taken, processor: Number(processor), peak };
}

function seconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}
