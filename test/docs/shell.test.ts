import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keymapHelp } from '../../src/repl/input/keymap.ts';
import { choicesText, SETTINGS, valueText } from '../../src/repl/settings/settings.ts';
import { readTables } from './markdown-table.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'shell.md'), 'utf8');

const rows = readTables(page).flatMap((table) => table.rows);

test.each(['prompt', 'search', 'sheet', 'pager'] as const)('docs/shell.md has every key of %s', (context) => {
  for (const { keys, action, help } of keymapHelp(context)) expect(rows).toContainEqual([keys, `\`${action}\``, help]);
});

test('docs/shell.md has every setting', () => {
  for (const each of SETTINGS) {
    expect(rows).toContainEqual([`\`${each.name}\``, choicesText(each), valueText(each.default), each.summary]);
  }
});
