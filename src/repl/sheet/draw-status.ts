import { cellWidth, truncate, truncateMiddle } from '../../render/cells.ts';
import { counted, formatCount } from '../../dataset/model/counted.ts';
import { formatDuration } from '../../render/numbers.ts';
import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import { cutMark } from '../../render/value.ts';
import { cursorOffset, editorText } from '../input/editor.ts';
import type { Binding } from '../input/keymap.ts';
import { keyHints, shownKey } from '../input/remap-keys.ts';
import { cellText } from './cell-format.ts';
import { at } from './place-text.ts';
import { expressionOf } from './reduce-sheet.ts';
import { type Level, rowAt, type SheetInput, type SheetState } from './sheet-state.ts';

/** What is shown on the left; on the right the place, the order, what is selected and hidden, as far as there is room. */
export function titleLine({ levels }: SheetState, level: Level, look: RenderOptions): string {
  const { source, row } = level;
  const place = source.total === 0 ? 'nothing' : `${formatCount(row + 1)} of ${counted(source.total, source.unit)}`;
  const right = [place, ...factsOf(level, look)].reduce((all, fact) => {
    const longer = `${all}  ${fact}`;
    return cellWidth(longer) > look.columns * MOST_FACTS ? all : longer;
  });
  const depth = levels.length > 1 ? `${String(levels.length)}: ` : '';
  const room = look.columns - cellWidth(right) - 2;
  if (room < 8) return paint(truncate(right, look.columns, cutMark(look)), 'dim', look);
  const title = truncateMiddle(sanitize(depth + source.title), room, cutMark(look));
  return at(paint(title, 'heading', look), room + 2, paint(right, 'dim', look));
}

/** Share of the title line that they may take. */
const MOST_FACTS = 0.7;

function factsOf({ selected, sort, source, hidden }: Level, { unicode }: RenderOptions): readonly string[] {
  const by = sort === null ? undefined : source.columns[sort.column]?.name;
  const direction = sort?.descending === true ? (unicode ? '↓' : 'v') : unicode ? '↑' : '^';
  return [
    ...(selected.size === 0 ? [] : [`${formatCount(selected.size)} selected`]),
    ...(by === undefined ? [] : [`by ${sanitize(by)} ${direction}`]),
    ...(hidden.size === 0 ? [] : [`${formatCount(hidden.size)} hidden`]),
  ];
}

/** What is being typed, of a pattern for which column, scrolled so that its cursor is on the line. */
export function inputLine(
  { input }: SheetState,
  { source }: Level,
  look: RenderOptions,
): { readonly line: string; readonly x: number } | undefined {
  if (input === null) return undefined;
  const head = input.kind === 'filter' ? '/ ' : patternHead(source.columns[input.column]?.name ?? '', look);
  const text = sanitize(editorText(input.editor));
  const typedBefore = sanitize(editorText(input.editor).slice(0, cursorOffset(input.editor)));
  const before = cellWidth(typedBefore);
  const width = cellWidth(head);
  const room = look.columns - width - 1;
  if (before <= room) return { line: head + truncate(text, room, ''), x: width + before };
  const tail = truncateMiddle(typedBefore, room, '');
  return { line: head + tail, x: width + cellWidth(tail) };
}

/** `| area: `, the name in at most a third of the line. */
function patternHead(name: string, look: RenderOptions): string {
  const room = Math.floor(look.columns / 3) - 4;
  return room < 1 ? '| ' : `| ${truncate(sanitize(name), room, cutMark(look))}: `;
}

/** What has been said, else the whole value at the cursor. */
export function saidLine(
  { notice, busy }: SheetState,
  level: Level,
  look: RenderOptions,
  keymap: readonly Binding[],
): string {
  const room = look.columns - 1;
  if (busy !== null) return paint(truncate(busyText(busy, keymap), room, cutMark(look)), 'warning', look);
  if (notice !== null) {
    const text = truncate(sanitize(notice.text), room, cutMark(look));
    return paint(text, notice.isError ? 'error' : 'info', look);
  }
  const column = level.source.columns[level.column];
  const value = rowAt(level, level.row)?.cells[level.column];
  if (column === undefined || value === undefined) return '';
  // The whole value, of a moment its fractions of a second, too.
  const role = column.role === 'moment' ? undefined : column.role;
  const whole = cellText(value, { role, decimals: null }, look);
  return paint(truncate(`${sanitize(column.name)}: ${whole}`, room, cutMark(look)), 'dim', look);
}

function busyText({ doing, seconds }: NonNullable<SheetState['busy']>, keymap: readonly Binding[]): string {
  const time = seconds === 0 ? '' : ` ${formatDuration(1000 * seconds)}`;
  return `${doing}${time}, ${keyHints([['interrupt', 'stops']], keymap, 'sheet').join('')}`;
}

/** What Enter would do, and the keys of which there is room; an error stands here while what is typed is above. */
export function hintLine(state: SheetState, level: Level, look: RenderOptions, keymap: readonly Binding[]): string {
  const { input, notice, busy } = state;
  const room = look.columns - 1;
  if (input !== null && busy !== null)
    return paint(truncate(busyText(busy, keymap), room, cutMark(look)), 'warning', look);
  if (input !== null && notice !== null) {
    return paint(truncate(sanitize(notice.text), room, cutMark(look)), notice.isError ? 'error' : 'info', look);
  }
  if (input !== null) return paint(truncate(inputHint(input, level, keymap), room, cutMark(look)), 'dim', look);
  const hints = keyHints(
    [
      ['help', 'keys'],
      ['back', 'back'],
    ],
    keymap,
    'sheet',
  );
  const take = shownKey('take', keymap, 'sheet');
  const keys = `${[...hints, ...(take === undefined ? [] : [take])].join('  ')} `;
  const taken = take === undefined ? '' : sanitize(expressionOf(level));
  const left = Math.max(0, room - cellWidth(keys));
  return paint(truncate(keys + truncate(taken, left, cutMark(look)), room, cutMark(look)), 'dim', look);
}

function inputHint(input: SheetInput, level: Level, keymap: readonly Binding[]): string {
  const { source } = level;
  const keys = (does: string): string =>
    keyHints(
      [
        ['search-accept', does],
        ['search-cancel', 'gives up'],
      ],
      keymap,
      'search',
    ).join('  ');
  if (input.kind === 'filter') {
    const what = source.filters === 'expression' ? "a condition: area == 'x' && year > 2020" : 'a text';
    return `keep rows by ${what}  ${keys('keeps')}`;
  }
  const name = sanitize(source.columns[input.column]?.name ?? '');
  if (input.matches === null) return `select by a regular expression for ${name}  ${keys('selects')}`;
  const count =
    input.matches === 'counting'
      ? 'counting'
      : `${formatCount(input.matches)} of ${counted(source.total, source.unit)} fit`;
  return `${count}  ${keys('selects')}`;
}
