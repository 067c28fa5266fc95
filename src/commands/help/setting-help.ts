import type { SettingsPort } from '../context.ts';
import { columns } from './columns.ts';

/** What a setting does, what it can be and what it is now; undefined where there is none of that name. */
export async function settingHelp(name: string, settings: Pick<SettingsPort, 'list'>): Promise<string | undefined> {
  // What is wrong in the file is told by set and by the shell when it starts.
  const rows = await settings.list().catch(() => []);
  const row = rows.find((each) => each.name === name);
  if (row === undefined) return undefined;
  return [
    `set ${row.name} VALUE`,
    `  ${row.summary}`,
    '',
    ...columns([
      { name: 'value', summary: `${row.value} (${row.origin})` },
      { name: 'can be', summary: row.choices },
    ]),
  ].join('\n');
}
