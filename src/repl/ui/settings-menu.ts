import type { SettingRow } from '../../commands/context.ts';
import { UserError } from '../../diagnostics.ts';
import { cellWidth, padCells, truncate } from '../../render/cells.ts';
import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { keyHints } from '../input/remap-keys.ts';
import { choicesOf, type SettingName, settingNamed, valueOf } from '../settings/settings.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { firstShown } from './menu-rows.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** The settings around the selected one, at most `height` rows; for a screen reader a numbered list. */
export function settingsRows(
  { settings, settingsMenu }: ShellState,
  height: number,
  look: RenderOptions,
): readonly string[] {
  if (settingsMenu === undefined) return [];
  const { rows } = settings;
  const first = firstShown(settingsMenu, rows.length, height);
  const names = Math.max(...rows.map(({ name }) => cellWidth(name)));
  const values = Math.max(...rows.map(({ value }) => cellWidth(value)));
  return rows.slice(first, first + height).map((row, i) => {
    const isSelected = first + i === settingsMenu;
    if (look.screenReader === true) return spoken(row, first + i + 1, isSelected, look);
    const start = `${isSelected ? '> ' : '  '}${padCells(row.name, names)}  `;
    const value = padCells(row.value, values);
    const room = look.columns - cellWidth(start + value) - 3;
    const told = room < 8 ? '' : `  ${truncate(row.summary, room, look.unicode ? '…' : '...')}`;
    return start + (isSelected ? paint(value, 'heading', look) : value) + paint(told, 'dim', look);
  });
}

/**
 * Which of the settings is selected, what it can be, the keys, and who says what it is; where there is no room for all of that
 * the keys stay.
 */
export function settingsHints(
  { settings, settingsMenu = 0 }: ShellState,
  { columns }: RenderOptions,
): readonly string[] {
  const row = settings.rows[settingsMenu];
  const keys = keyHints(
    [
      ['settings-forward', 'changes'],
      ['settings-close', 'closes'],
    ],
    settings.keymap,
  );
  if (row === undefined) return keys;
  const place = `${String(settingsMenu + 1)} of ${String(settings.rows.length)}`;
  const all = [place, row.choices, ...keys];
  return cellWidth(all.join('  ')) < columns ? [...all, `from ${row.origin}`] : [place, ...keys];
}

function spoken({ name, value, summary }: SettingRow, at: number, isSelected: boolean, look: RenderOptions): string {
  const text = `${String(at)}. ${name} is ${value}${isSelected ? ', selected' : ''}. ${summary}`;
  return truncate(text, look.columns - 1, look.unicode ? '…' : '...');
}

/** What the keys of the menu act on. */
type Menu = {
  readonly store: Store<ShellState, ShellEvent>;
  readonly ports: { readonly settings: SettingsStore };
};

/** Selects the next setting, or the one before, or closes the menu. */
export function moveInSettings({ store }: Menu, by: 1 | -1): void {
  const { settings, settingsMenu = 0 } = store.get();
  const count = Math.max(1, settings.rows.length);
  store.dispatch({ type: 'settings-menu-shown', selected: (settingsMenu + by + count) % count });
}

/** Gives the selected setting its next value, or the one before, and writes it. What fails is said in the status line. */
export async function stepSetting({ store, ports }: Menu, by: 1 | -1): Promise<void> {
  const { settings, settingsMenu = 0 } = store.get();
  const row = settings.rows[settingsMenu];
  const setting = row && settingNamed(row.name);
  if (row === undefined || setting === undefined) return;
  const wanted = neighbour(choicesOf(setting), row.value, by);
  try {
    // At once, so that the next key goes on from there; the file follows.
    ports.settings.override(setting.name, valueOf(setting, wanted));
    const { value, origin } = await ports.settings.change(row.name, wanted);
    if (value !== wanted) notice(store, `${origin} says ${value}: the file holds without it`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    ports.settings.override(setting.name, undefined);
    notice(store, error.message);
  }
}

/** Edits with the other keys until the shell is left, or they are set. */
export function toggleEditing({ store, ports }: Menu): void {
  const editing = store.get().settings.values.editing === 'vi' ? 'emacs' : 'vi';
  ports.settings.override('editing' satisfies SettingName, editing);
  notice(store, `${editing} keys in this shell; set editing ${editing} keeps them`);
}

function notice(store: Menu['store'], text: string): void {
  store.dispatch({ type: 'noticed', notice: text });
}

/** The value that comes next; of a number that is none of the steps, the next step. */
function neighbour(choices: readonly string[], value: string, by: 1 | -1): string {
  const at = choices.indexOf(value);
  if (at >= 0) return choices[(at + by + choices.length) % choices.length] ?? value;
  const next =
    by > 0
      ? choices.find((each) => Number(each) > Number(value))
      : choices.findLast((each) => Number(each) < Number(value));
  return next ?? choices[0] ?? value;
}
