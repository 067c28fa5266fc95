import { type LibraryOptions, now } from './library-options.ts';
import { backupsOf, noteBackup } from './store/known-backups.ts';
import { openedSnapshots } from './store/opened-snapshots.ts';
import type { Digests } from './store/digest.ts';

/** A state of a dataset that is kept outside of its file. `at`: when it was the present one, ISO 8601. */
export type KeptState =
  | {
      readonly kind: 'snapshot';
      readonly name: string;
      readonly at: string;
      readonly file: string;
      readonly digests: Digests<string>;
    }
  /** An archive, or a FiftyOneDataset, which has no log, no snapshots and no saved views. `path` is absolute. */
  | { readonly kind: 'backup' | 'fiftyone'; readonly path: string; readonly at: string };

/** The part of a library that knows what is kept of a dataset besides its file. */
export type LibraryStates = {
  /** Snapshots that were opened and backups that were written, the latest state first. The dataset itself is not asked. */
  keptStates(name: string): Promise<readonly KeptState[]>;
  /** Takes note of a backup. `path` is absolute. */
  noteBackup(name: string, path: string, kind: 'backup' | 'fiftyone'): Promise<void>;
};

/** What is kept of the datasets of a library. */
export function libraryStates(options: LibraryOptions): LibraryStates {
  const { home } = options;
  return {
    keptStates: async (name) => Promise.resolve(keptStates(home, name)),
    noteBackup: async (dataset, path, kind) => {
      noteBackup(home, { dataset, path, kind, at: now(options).toISOString() });
      return Promise.resolve();
    },
  };
}

function keptStates(home: string, name: string): readonly KeptState[] {
  const snapshots = openedSnapshots(home, name).map(({ name: snapshot, createdAt, file, digests }): KeptState => ({
    kind: 'snapshot',
    name: snapshot,
    at: createdAt,
    file,
    digests,
  }));
  const backups = backupsOf(home, name).map(({ path, kind, at }): KeptState => ({ kind, path, at }));
  return [...snapshots, ...backups].toSorted((a, b) => (a.at < b.at ? 1 : -1));
}
