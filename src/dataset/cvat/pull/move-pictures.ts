import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TaskFrames } from './fetch-task.ts';

/** Moves pictures from one folder to another on the same disk, in the place of those that are there. */
export async function movePictures(tasks: readonly TaskFrames[], from: string, to: string): Promise<void> {
  for (const { frames, paths } of tasks) {
    for (const frame of frames) {
      const path = paths[frame] ?? '';
      const source = join(from, path);
      if (!existsSync(source)) continue;
      await mkdir(dirname(join(to, path)), { recursive: true });
      await rename(source, join(to, path));
    }
  }
}
