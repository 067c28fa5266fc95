import type { Catalog } from '../../dataset/query/catalog.ts';
import { cellWidth, truncate } from '../../render/cells.ts';
import { counted, formatCount, formatDuration } from '../../render/numbers.ts';
import { paint } from '../../render/paint.ts';
import { progressLine } from '../../render/progress.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import { signatureAt } from '../completion/signature.ts';
import { cursorOffset, editorText } from '../input/editor.ts';
import { countInMenu, countOfText } from './count-text.ts';
import { jobsText } from './jobs-text.ts';
import type { Menu, Running, ShellState } from './shell-state.ts';

/** The one line under the prompt: what runs, what was just said, the call being typed, else the dataset. */
export function statusLine(state: ShellState, look: RenderOptions): string {
  const text = state.running === undefined ? idle(state, look) : busy(state.running, look);
  const line = truncate(text, look.columns - 1, look.unicode ? '…' : '...');
  return paint(line, state.notice === undefined || state.running !== undefined ? 'dim' : 'warning', look);
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
  if (state.search !== undefined) return searchHint(state.search.matches.length);
  if (state.menu !== undefined) return menuHint(state.menu, countInMenu(state), look);
  const jobs = jobsText(state.jobs, look);
  const facts = [countOfText(state), signatureAt(editorText(state.editor), cursorOffset(state.editor))];
  const known = facts.filter((fact) => fact !== undefined);
  if (known.length > 0) return [...jobs, ...known].join('  ');
  return fitting([...jobs, ...aboutDataset(state.dataset, state.catalog)], look);
}

function searchHint(found: number): string {
  return found === 0 ? 'nothing found  Esc back' : `${counted(found, 'line')}  Enter takes it  Esc back`;
}

/** What the selected completion would keep, its description where its row has no room for it, and the keys. */
function menuHint({ items, selected, total }: Menu, kept: string | undefined, look: RenderOptions): string {
  const place = `${formatCount(selected + 1)} of ${formatCount(total)}`;
  const detail = items[selected]?.detail ?? '';
  const told = look.columns < 80 && detail !== '' ? [sanitize(detail)] : ['Tab next', 'Enter takes it', 'Esc closes'];
  // A description may be cut at the end, keys are there or not.
  const known = kept === undefined ? [place, ...told] : [place, `keeps ${kept}`, ...told];
  return look.columns < 80 && kept === undefined ? known.join('  ') : fitting(known, look);
}

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
