import { type HealthCheck, repairHint } from './health-check.ts';

/** Names of triggers and views. Tables do not run anything: what does was put there by somebody else. */
export const FOREIGN_CODE = "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')";

/** What is said of one. */
export function foreignCodeMessage(name: string): string {
  return `there is a trigger or view ${JSON.stringify(name)}, which no dataset has`;
}

/** Whether a file would run something that is no part of a dataset. */
export const foreignCodeCheck: HealthCheck = {
  name: 'foreign-code',
  run: async ({ name, ask }) =>
    (await ask(FOREIGN_CODE)).map(([found]) => ({
      check: 'foreign-code',
      severity: 'error',
      message: foreignCodeMessage(String(found)),
      where: name,
      hint: `${repairHint(name)} removes it`,
    })),
};
