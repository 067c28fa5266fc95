import type { Dataset } from '../dataset/dataset.ts';
import type { Library, OpenOptions } from '../dataset/library.ts';

/** Datasets that are open for one purpose, each opened when it is first asked for. */
export type OpenDatasets = {
  /** @throws UserError `not-found`, `unreadable` */
  readonly get: (name: string) => Promise<Dataset>;
  readonly release: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** None is open yet. */
export function openDatasets(library: Library, runner: OpenOptions['runner']): OpenDatasets {
  const opened = new Map<string, Promise<Dataset>>();
  return {
    get: (name) => {
      const open = opened.get(name);
      if (open !== undefined) return open;
      const opening = library.open(name, { runner });
      opened.set(name, opening);
      opening.catch(() => opened.delete(name));
      return opening;
    },
    release: async (name) => {
      const open = opened.get(name);
      opened.delete(name);
      if (open !== undefined) await (await open).close();
    },
    close: async () => {
      const all = await Promise.allSettled(opened.values());
      opened.clear();
      for (const result of all) if (result.status === 'fulfilled') await result.value.close();
    },
  };
}
