import { countsCheck } from './counts.ts';
import { digestsCheck } from './digests.ts';
import { foreignCodeCheck } from './foreign-code.ts';
import type { HealthCheck } from './health-check.ts';
import { integrityCheck } from './integrity.ts';
import { journalCheck } from './journal.ts';
import { labelsCheck } from './labels.ts';
import { picturesCheck } from './pictures.ts';
import { referencesCheck } from './references.ts';
import { indexesCheck, tablesCheck } from './tables.ts';

/** What is looked at in a dataset, in this order. */
export const healthChecks: readonly HealthCheck[] = [
  integrityCheck,
  tablesCheck,
  indexesCheck,
  foreignCodeCheck,
  referencesCheck,
  countsCheck,
  labelsCheck,
  digestsCheck,
  journalCheck,
  picturesCheck,
];
