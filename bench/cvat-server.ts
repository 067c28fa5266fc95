import sharp from 'sharp';
import { addProject, addTask, GENERA, reefWorld } from '../test/support/cvat-server/reef-world.ts';
import { startCvatServer } from '../test/support/cvat-server/start-cvat-server.ts';
import type { World } from '../test/support/cvat-server/world.ts';

// node bench/cvat-server.ts [300 16]: a stand-in with so many pictures of a third of a megabyte and so many outlines each, in
// tasks of sixty; says its address and runs until it is killed. The token is TOKEN, the user marine with the password secret.
const [PICTURES = 300, OUTLINES = 16] = process.argv.slice(2).map(Number);
const [WIDTH, HEIGHT, TASK] = [1000, 750, 60];
const DIFFERENT = 20;

/** Noise is as large as a photograph of the same size at this quality. */
async function noise(seed: number): Promise<Buffer> {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  let state = seed + 1;
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    pixels[i] = state >>> 24;
  }
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .blur(0.7)
    .jpeg({ quality: 78 })
    .toBuffer();
}

function worldOf(): World {
  const world = reefWorld();
  const project = addProject(world, 'reef', GENERA);
  for (let first = 0; first < PICTURES; first += TASK) {
    const frames = Array.from(
      { length: Math.min(TASK, PICTURES - first) },
      (_, i) => `MooreaE2B_2020_${String(first + i).padStart(4, '0')}.jpg`,
    );
    const task = addTask(world, project, {
      name: `train_batch_${String(first / TASK + 1)}`,
      ...{ subset: 'train', frames, chunkSize: 8, jobSize: 20, outlines: OUTLINES },
    });
    const meta = world.meta.get(task) ?? {};
    const sized = (meta['frames'] as readonly object[]).map((frame) => ({ ...frame, width: WIDTH, height: HEIGHT }));
    world.meta.set(task, { ...meta, frames: sized });
  }
  return world;
}

const pictures = await Promise.all(Array.from({ length: DIFFERENT }, (_, seed) => noise(seed)));
const world = worldOf();
world.picture = (task, frame) => Promise.resolve(pictures[(task * 7 + frame) % DIFFERENT] ?? Buffer.alloc(0));
const server = await startCvatServer(world);
console.log(server.url);
