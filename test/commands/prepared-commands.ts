import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addProject, addTask, GENERA, reefWorld, shape, touchTask } from '../support/cvat-server/reef-world.ts';
import { startCvatServer } from '../support/cvat-server/start-cvat-server.ts';
import { type KilledCommand, runProduct } from './killed-commands.ts';

/** Commands that are killed; `sync` is a pull into a dataset that is there. */
export const KILLED_KINDS = ['merge', 'restore', 'revert', 'pull', 'sync'] as const;

/** Commands that have no room: these, a backup, and a taxonomy that is saved. */
export const FULL_KINDS = ['merge', 'restore', 'revert', 'sync', 'backup', 'taxonomy'] as const;

export type PreparedKind = (typeof KILLED_KINDS)[number] | (typeof FULL_KINDS)[number];

/** A command and what it needs: datasets of so many samples in the folder `template`, and a server where it asks one. */
export async function prepared(
  kind: PreparedKind,
  template: string,
  samples: number,
): Promise<KilledCommand & AsyncDisposable> {
  mkdirSync(template, { recursive: true });
  if (kind === 'pull' || kind === 'sync') return preparedPull(kind, template, samples);
  const run = (...words: readonly string[]): Promise<void> => expectDone(words, template);
  await run('import', 'demo', '--name', 'reef', '--samples', String(samples), '--labels', '10', '--no-media');
  const words = await WAYS[kind](run, template);
  return {
    template,
    words,
    dataset: kind === 'restore' ? 'again' : 'reef',
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

type Way = (run: (...words: readonly string[]) => Promise<void>, template: string) => Promise<readonly string[]>;

const OTHERWISE = "ds.where(year >= 2021).mapLabels('gt_polylines', { Porites: 'P' }).save()";

const WAYS: Readonly<Record<Exclude<PreparedKind, 'pull' | 'sync'>, Way>> = {
  backup: () => Promise.resolve(['backup', 'out/reef.zip', '-d', 'reef']),
  taxonomy: () => Promise.resolve(['-d', 'reef', '-c', "ds.taxonomy('agnostic', { unmapped: 'coral' }).save()"]),
  merge: async (run) => {
    await run('clone', 'reef', 'other');
    await run('-d', 'other', '-c', OTHERWISE);
    return ['merge', 'reef', 'other'];
  },
  restore: async (run, template) => {
    for (let i = 0; i < 100; i++) {
      const picture = join(template, 'media', 'reef', `${String(i)}.jpg`);
      mkdirSync(dirname(picture), { recursive: true });
      writeFileSync(picture, `picture ${String(i)}`);
    }
    await run('backup', 'out/reef.zip', '-d', 'reef');
    return ['restore', 'out/reef.zip', '--name', 'again'];
  },
  revert: async (run) => {
    await run('snapshot', 'start', '-d', 'reef');
    await run('-d', 'reef', '-c', OTHERWISE);
    await run('-d', 'reef', '-c', 'ds.where(year == 2020).deleteSamples()');
    return ['revert', '--to', 'start', '-d', 'reef'];
  },
};

async function preparedPull(
  kind: 'pull' | 'sync',
  template: string,
  samples: number,
): Promise<KilledCommand & AsyncDisposable> {
  const each = Math.ceil(samples / 20);
  const world = reefWorld();
  const project = addProject(world, 'reef', GENERA);
  const frames = (batch: number): readonly string[] =>
    Array.from({ length: each }, (_, i) => `MooreaE2B_2021_${String(batch)}_${String(i)}.jpg`);
  const add = (batch: number): number =>
    addTask(world, project, {
      name: `train_batch_${String(batch)}`,
      subset: 'Train',
      frames: frames(batch),
      outlines: 10,
    });
  for (let batch = 1; batch <= 4; batch++) add(batch);
  const server = await startCvatServer(world);
  const env = { CVAT_URL: server.url, CVAT_API_TOKEN: 'TOKEN' };
  const command: KilledCommand & AsyncDisposable = {
    template,
    words: ['pull', 'reef'],
    dataset: 'reef',
    env,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  if (kind === 'pull') return command;
  await expectDone(command.words, template, env);
  for (const task of [1, 2]) {
    const { shapes } = world.annotations.get(task) as { readonly shapes: Record<string, unknown>[] };
    for (let frame = 0; frame < each; frame++) shapes.push(shape({ label: 1, frame, points: [40, 2, 60, 4, 50, 20] }));
    touchTask(world, task);
  }
  world.tasks.delete(3);
  add(5);
  return command;
}

async function expectDone(words: readonly string[], home: string, env?: KilledCommand['env']): Promise<void> {
  const { code, said } = await runProduct(words, { home, env });
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${String(code)}: ${said}`);
}
