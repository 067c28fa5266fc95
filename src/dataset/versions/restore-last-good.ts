import { UserError } from '../../diagnostics.ts';
import type { FillDatabase, KeptState, Library, Replaced } from '../library.ts';
import type { Job } from '../model/job.ts';
import { DATABASE } from './backup-manifest.ts';
import { openBackup, unpackFile } from './open-backup.ts';

/** The state that a dataset has now, and later ones that could not be used, each with the reason. */
export type LastGood = Replaced & { readonly state: KeptState; readonly unusable: readonly Unusable[] };

type Unusable = { readonly state: KeptState; readonly why: string };

/** What is told to a repair. `fillFromFiftyone` reads what a backup as a FiftyOneDataset holds. */
export type BringingBack = {
  readonly statement: string;
  readonly job: Job;
  readonly fillFromFiftyone: (path: string) => FillDatabase;
};

/**
 * Brings a dataset whose file cannot be read back from the latest state that is kept elsewhere and whole: a snapshot that was
 * opened, an archive, or a FiftyOneDataset. The damaged file goes to the trash; pictures stay. Undefined where nothing whole is known.
 * @throws UserError `busy`, `cancelled`, `unwritable`
 */
export async function restoreLastGood(
  library: Library,
  name: string,
  how: BringingBack,
): Promise<LastGood | undefined> {
  const unusable: Unusable[] = [];
  for (const state of await library.keptStates(name)) {
    try {
      const replaced = await bringBack(library, name, state, how);
      return { ...replaced, state, unusable };
    } catch (error) {
      if (!(error instanceof UserError) || !UNUSABLE.has(error.code)) throw error;
      unusable.push({ state, why: error.message });
    }
  }
  return undefined;
}

const UNUSABLE: ReadonlySet<string> = new Set(['not-found', 'unreadable', 'unsupported', 'invalid']);

async function bringBack(
  library: Library,
  name: string,
  state: KeptState,
  { statement, job, fillFromFiftyone }: BringingBack,
): Promise<Replaced> {
  const how = { statement, job };
  if (state.kind === 'snapshot') return library.replace(name, how, state);
  if (state.kind === 'fiftyone') return library.replace(name, how, fillFromFiftyone(state.path));
  const backup = await openBackup(state.path, state.path);
  try {
    const { digests, files } = backup.manifest;
    const database = files.find(({ path }) => path === DATABASE);
    if (database === undefined) throw new UserError('unreadable', `${state.path} has no ${DATABASE}`);
    return await library.replace(name, how, async (target) => {
      await unpackFile(backup, database, target, job);
      return digests;
    });
  } finally {
    backup.close();
  }
}
