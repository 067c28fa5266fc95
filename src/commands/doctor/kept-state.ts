import type { KeptState, Library } from '../../dataset/library.ts';
import type { Finding } from '../../output.ts';

/** What a backup as a FiftyOneDataset does not bring back. */
export const NOT_IN_FIFTYONE = 'the log with all that could be undone, snapshots and saved views';

/** What a state is called. */
export function nameOf(state: KeptState): string {
  switch (state.kind) {
    case 'snapshot':
      return `the snapshot ${state.name}`;
    case 'backup':
      return `the backup ${state.path}`;
    case 'fiftyone':
      return `the FiftyOneDataset ${state.path}`;
  }
}

/** What a repair would take where nothing of the file can be read; none where nothing is kept. */
export async function keptFindings(name: string, library: Library): Promise<readonly Finding[]> {
  const [state] = await library.keptStates(name);
  if (state === undefined) return [];
  const without = state.kind === 'fiftyone' ? `, without ${NOT_IN_FIFTYONE}` : '';
  return [
    {
      ...{ check: 'kept', severity: 'info', where: name },
      message: `the latest state that is kept elsewhere: ${nameOf(state)}, of ${state.at}${without}`,
      hint: `doctor --repair ${name} takes it, if it is whole, where next to nothing of the file can be read`,
    },
  ];
}
