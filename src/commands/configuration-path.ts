import { join } from 'node:path';

/** The file under QUADRAT_HOME that a user writes: settings of the shell and the server of CVAT. */
export const CONFIGURATION = 'config.yaml';

/** Where it lies. */
export function configurationPath(home: string): string {
  return join(home, CONFIGURATION);
}
