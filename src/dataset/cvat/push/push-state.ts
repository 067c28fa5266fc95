import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Library } from '../../library.ts';

/** Which project a push has made, so that one that was cut off goes on and makes none twice. */
export type PushState = {
  /** Id of the project that a push which did not end has made. */
  readonly project: () => Promise<number | undefined>;
  readonly remember: (project: number) => Promise<void>;
  readonly forget: () => Promise<void>;
};

/** The state of the push of a dataset into a project of that name. */
export function openPushState(
  { home }: Library,
  key: { readonly server: string; readonly dataset: string; readonly project: string },
): PushState {
  const name = hash('sha256', JSON.stringify([key.server, key.dataset, key.project]), 'hex').slice(0, 16);
  const file = join(home, 'pushes', `${name}.json`);
  return {
    project: async () => {
      if (!existsSync(file)) return undefined;
      const state: unknown = JSON.parse(await readFile(file, 'utf8'));
      const project = typeof state === 'object' && state !== null && 'project' in state ? state.project : undefined;
      return typeof project === 'number' ? project : undefined;
    },
    remember: async (project) => {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.part`, JSON.stringify({ ...key, project }));
      await rename(`${file}.part`, file);
    },
    forget: () => rm(file, { force: true }),
  };
}
