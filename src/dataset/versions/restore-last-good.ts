import { UserError } from '../../diagnostics.ts';
import type { KeptState, Library, Replaced } from '../library.ts';
import type { Job } from '../model/job.ts';
import { DATABASE } from './backup-manifest.ts';
import { openBackup, unpackFile } from './open-backup.ts';

/** The state that a dataset has now, and later ones that could not be used, each with the reason. */
export type LastGood = Replaced & { readonly state: KeptState; readonly unusable: readonly string[] };

/**
 * Brings a dataset whose file cannot be read back from the latest state that is kept elsewhere and whole: a snapshot that was
 * opened, or an archive. The damaged file goes to the trash; pictures stay. Undefined where nothing whole is known.
 * @throws UserError `busy`, `cancelled`, `unwritable`
 */
export async function restoreLastGood(
  library: Library,
  name: string,
  { statement, job }: { readonly statement: string; readonly job: Job },
): Promise<LastGood | undefined> {
  const unusable: string[] = [];
  for (const state of await library.keptStates(name)) {
    try {
      const replaced = await bringBack(library, name, state, { statement, job });
      return { ...replaced, state, unusable };
    } catch (error) {
      if (!(error instanceof UserError) || !UNUSABLE.has(error.code)) throw error;
      unusable.push(`${nameOf(state)}: ${error.message}`);
    }
  }
  return undefined;
}

/** What a state is called. */
export function nameOf(state: KeptState): string {
  return state.kind === 'snapshot' ? `the snapshot ${state.name}` : `the backup ${state.path}`;
}

const UNUSABLE: ReadonlySet<string> = new Set(['not-found', 'unreadable', 'unsupported', 'invalid']);

async function bringBack(
  library: Library,
  name: string,
  state: KeptState,
  how: { readonly statement: string; readonly job: Job },
): Promise<Replaced> {
  if (state.kind === 'snapshot') return library.replace(name, { ...how, digests: state.digests }, { file: state.file });
  const backup = await openBackup(state.path, state.path);
  try {
    const { digests, files } = backup.manifest;
    const database = files.find(({ path }) => path === DATABASE);
    if (database === undefined) throw new UserError('unreadable', `${state.path} has no ${DATABASE}`);
    const fill = (target: string): Promise<void> => unpackFile(backup, database, target, how.job);
    return await library.replace(name, { ...how, digests }, { fill });
  } finally {
    backup.close();
  }
}
