import type { Dataset } from '../dataset/dataset.ts';
import type { Library, OpenOptions } from '../dataset/library.ts';
import type { Job } from '../dataset/model/job.ts';

/** Datasets that are open for one purpose, each opened when it is first asked for. */
export type OpenDatasets = {
  /**
   * Opening takes long where a snapshot is opened for the first time: `job` is told how far it is, and may stop it.
   * @throws UserError `not-found`, `unreadable`
   */
  readonly get: (name: string, job?: Job) => Promise<Dataset>;
  /** Closes a dataset and its snapshots. */
  readonly release: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** None is open yet. */
export function openDatasets(library: Library, runner: OpenOptions['runner']): OpenDatasets {
  const opened = new Map<string, Promise<Dataset>>();
  return {
    get: (name, job) => {
      const open = opened.get(name);
      if (open !== undefined) return open;
      const opening = library.open(name, { runner, ...(job && { job }) });
      opened.set(name, opening);
      opening.catch(() => opened.delete(name));
      return opening;
    },
    release: async (name) => {
      for (const [other, open] of [...opened].filter(([each]) => isOfDataset(each, name))) {
        opened.delete(other);
        await (await open).close();
      }
    },
    close: async () => {
      const all = await Promise.allSettled(opened.values());
      opened.clear();
      for (const result of all) if (result.status === 'fulfilled') await result.value.close();
    },
  };
}

/** Whether a name is that of a dataset or of one of its snapshots. */
export function isOfDataset(name: string, dataset: string): boolean {
  return name === dataset || name.startsWith(`${dataset}@`);
}
