import type { Catalog } from '../../dataset/query/catalog.ts';
import { cellWidth, truncate } from '../../render/cells.ts';
import { counted, formatCount } from '../../dataset/model/counted.ts';
import { formatDuration } from '../../render/numbers.ts';
import { paint, type Role } from '../../render/paint.ts';
import { progressLine } from '../../render/progress.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import { signatureAt } from '../completion/signature.ts';
import { cursorOffset, editorText } from '../input/editor.ts';
import { settingsHints } from './settings-menu.ts';
import { countInMenu, countOfText } from './count-text.ts';
import { jobsText } from './jobs-text.ts';
import { PROMPT_ROWS } from './rows.ts';
import { keyHints } from '../input/remap-keys.ts';
import type { Mistake } from '../completion/mistake.ts';
import { refusedHints } from './refused-rows.ts';
import { shownMistake } from './refused-text.ts';
import type { Menu, Running, Search, ShellState } from './shell-state.ts';

/**
 * The one line under the prompt: what runs, what was just said, the call being typed, else the dataset. What is longer than the
 * row is cut at `cut` cells.
 */
export function statusLine(state: ShellState, cut: number, look: RenderOptions): string {
  const text = state.running === undefined ? idle(state, look) : busy(state.running, look);
  const line = cellWidth(text) < look.columns ? text : truncate(text, cut - 1, look.unicode ? '…' : '...');
  return paint(line, roleOf(state), look);
}

function roleOf(state: ShellState): Role {
  if (state.running !== undefined) return 'dim';
  if (state.notice !== undefined) return 'warning';
  const isListing = state.search !== undefined || state.settingsMenu !== undefined;
  if (isListing || shownMistake(state) === undefined) return 'dim';
  return state.refused === undefined ? 'error' : 'warning';
}

/** Where the cursor is in a text of more lines than the prompt shows. */
function hiddenLines({ editor }: ShellState): readonly string[] {
  const lines = editorText(editor).split('\n');
  if (lines.length <= PROMPT_ROWS) return [];
  const line = editorText(editor).slice(0, cursorOffset(editor)).split('\n').length;
  return [`line ${formatCount(line)} of ${formatCount(lines.length)}`];
}

/** What Enter would say; where there is no room for it, what to do about it. */
function mistakeText({ code, message, hint }: Mistake, room: number): string {
  const line = (text: string): string => sanitize(`${code}  ${text}`.replaceAll('\n', ' '));
  if (hint === undefined) return line(message);
  const whole = line(`${message}; ${hint}`);
  return cellWidth(whole) < room ? whole : line(hint);
}

function busy(running: Running, look: RenderOptions): string {
  const whole = busyWith(running, `${endOf(running)}  Ctrl-B background`, { ...look, columns: 1000 });
  return cellWidth(whole) < look.columns && look.screenReader !== true
    ? whole
    : busyWith(running, endOf(running), look);
}

function busyWith({ elapsed, phaseElapsed, progress }: Running, how: string, look: RenderOptions): string {
  const end = `  ${how}`;
  const columns = Math.max(20, look.columns - end.length - 1);
  if (look.screenReader === true) return `running${end}`;
  if (progress !== undefined) return progressLine(progress, phaseElapsed, { ...look, columns }) + end;
  return `running ${formatDuration(elapsed)}${end}`;
}

function endOf({ stopping, endsAfter }: Running): string {
  if (stopping) return 'stopping';
  return endsAfter === undefined ? 'Ctrl-C stops' : `ends after this ${endsAfter}, Ctrl-C stops now`;
}

function idle(state: ShellState, look: RenderOptions): string {
  if (state.notice !== undefined) return sanitize(state.notice);
  if (state.settingsMenu !== undefined) return fitting(settingsHints(state, look), look);
  if (state.search !== undefined) return fitting(searchHints(state.search, state), look);
  if (state.menu !== undefined) return menuHint(state, state.menu, look);
  const mode = viMode(state);
  const before = [...(mode === undefined ? [] : [mode]), ...hiddenLines(state), ...jobsText(state.jobs, look)];
  const mistake = shownMistake(state);
  if (state.refused !== undefined) return fitting([...before, ...refusedHints(state.refused, state, look)], look);
  if (mistake !== undefined) return [...before, mistakeText(mistake, look.columns)].join('  ');
  const facts = [countOfText(state), signatureAt(editorText(state.editor), cursorOffset(state.editor))];
  const known = facts.filter((fact) => fact !== undefined);
  if (known.length > 0) return [...before, ...known].join('  ');
  return fitting([...before, ...aboutDataset(state.dataset, state.catalog)], look);
}

/** Which keys vi's editing takes, and those of a command that is not complete; undefined with the keys of emacs. */
function viMode({ settings, vi }: ShellState): string | undefined {
  if (settings.values.editing !== 'vi') return undefined;
  return vi.pending === '' ? `[${vi.mode}]` : `[${vi.mode} ${sanitize(vi.pending)}]`;
}

/** What was found where, and how to look elsewhere. */
function searchHints({ matches, scope }: Search, { dataset, settings }: ShellState): readonly string[] {
  const found = matches.length === 0 ? 'nothing found' : counted(matches.length, 'line');
  const where = scope === 'all' || dataset === undefined ? 'all datasets' : sanitize(dataset);
  const keys = [
    ['search-accept', 'takes it'],
    ['search-cancel', 'back'],
    ['search-scope', scope === 'all' ? 'this dataset' : 'all datasets'],
  ] as const;
  return [`${found} of ${where}`, ...keyHints(matches.length === 0 ? keys.slice(1) : keys, settings.keymap)];
}

const MENU_KEYS = [
  ['menu-next', 'next'],
  ['menu-accept', 'takes it'],
  ['menu-close', 'closes'],
] as const;

/** What the selected completion would keep, its description where its row has no room for it, and the keys. */
function menuHint(state: ShellState, { items, selected, total }: Menu, look: RenderOptions): string {
  const kept = countInMenu(state);
  const place = `${formatCount(selected + 1)} of ${formatCount(total)}`;
  const detail = items[selected]?.detail ?? '';
  const told = look.columns < 80 && detail !== '' ? [sanitize(detail)] : keyHints(MENU_KEYS, state.settings.keymap);
  // A description may be cut at the end, keys are there or not.
  const known = kept === undefined ? [place, ...told] : [place, `keeps ${kept}`, ...told];
  return look.columns < 80 && kept === undefined ? known.join('  ') : fitting(known, look);
}

/** What is open, the most important first. */
function aboutDataset(dataset: string | undefined, catalog: Catalog | undefined): readonly string[] {
  if (dataset === undefined) return ['no dataset open: datasets lists them, import makes one'];
  if (catalog === undefined) return [sanitize(dataset)];
  const classes = Object.values(catalog.classes);
  const labels = classes.flat().reduce((sum, { count }) => sum + count, 0);
  const names = new Set(classes.flat().map(({ value }) => value));
  names.delete(null);
  return [
    sanitize(dataset),
    counted(catalog.samples, 'sample'),
    counted(labels, 'label'),
    counted(names.size, 'class', 'classes'),
  ];
}

/** As many facts as fit. */
function fitting(facts: readonly string[], { columns }: RenderOptions): string {
  let shown = facts;
  while (shown.length > 1 && cellWidth(shown.join('  ')) >= columns) shown = shown.slice(0, -1);
  return shown.join('  ');
}
