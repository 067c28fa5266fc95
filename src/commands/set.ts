import { UserError } from '../diagnostics.ts';
import type { Output } from '../output.ts';
import type { SettingRow } from './context.ts';
import { defineCommand } from './define-command.ts';

export const setCommand = defineCommand({
  name: 'set',
  summary: 'List the settings, show one, or change it in the configuration file.',
  params: [
    { name: 'setting', type: 'string', optional: true },
    { name: 'value', type: 'string', optional: true, list: true },
  ],
  flags: [
    { name: 'unset', type: 'bool', summary: 'Back to the default.' },
    { name: 'schema', type: 'bool', summary: 'The configuration file as a JSON Schema, for editors.' },
  ],
  scope: 'none',
  effect: 'settings',
  examples: ['set', 'set theme light', 'set --unset theme', 'set keys.prompt.history-search ctrl-f'],
  run: async ({ setting, value, unset, schema }, { settings }) => {
    if (schema === true) return { kind: 'text', text: `${JSON.stringify(await settings.schema(), null, 2)}\n` };
    if (unset === true) {
      if (setting === undefined || value.length > 0) {
        throw new UserError('usage', 'set --unset takes the name of one setting', { hint: 'set --unset theme' });
      }
      return told(await settings.change(setting, undefined), undefined);
    }
    if (setting !== undefined && value.length > 0) {
      const text = value.join(' ');
      return told(await settings.change(setting, text), text);
    }
    const rows = await settings.list();
    if (setting === undefined) return table(rows, ['setting', 'value', 'from', 'what it does'], rowOf);
    return one(rows, setting);
  },
});

/** One setting with all that it can be. */
function one(rows: readonly SettingRow[], name: string): Output {
  const found = rows.find((row) => row.name === name);
  if (found === undefined) throw new UserError('usage', `no setting ${name}`, { hint: 'set lists all settings' });
  const { value, origin, choices, summary } = found;
  const facts = [
    ['setting', name],
    ['value', value],
    ['from', origin],
    ['can be', choices],
    ['what it does', summary],
  ];
  return table(facts, ['about', 'value'], (fact) => fact);
}

function rowOf({ name, value, origin, summary }: SettingRow): readonly string[] {
  return [name, value, origin, summary];
}

function table<T>(rows: readonly T[], columns: readonly string[], cells: (row: T) => readonly string[]): Output {
  return {
    kind: 'table',
    columns: columns.map((name) => ({ name, type: 'string' })),
    rows: rows.map(cells),
    total: rows.length,
  };
}

/** What holds now: what was asked for, unless something stands before the file. */
function told({ name, value, origin }: SettingRow, asked: string | undefined): Output {
  const isOther = asked !== undefined && origin.includes('environment');
  const note = isOther ? `; the file says ${asked}, which holds without it` : '';
  return { kind: 'text', text: `${name} is ${value} (${origin}${note})\n` };
}
