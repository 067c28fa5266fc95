import { type Binding, keymapHelp } from '../input/keymap.ts';
import type { SheetSource } from './sheet-source.ts';
import { tableSource } from './table-source.ts';

/** The keys of a sheet as they are now: themselves a sheet. */
export function keysSource(keymap: readonly Binding[]): SheetSource {
  const rows = keymapHelp('sheet', keymap).map(({ keys, help, action }) => [keys, help, action]);
  const columns = [
    { name: 'keys', type: 'string' },
    { name: 'what they do', type: 'string' },
    { name: 'action', type: 'string' },
  ] as const;
  return tableSource(
    { kind: 'table', columns, rows, total: rows.length },
    { title: 'keys of a sheet', expression: () => '' },
  );
}
