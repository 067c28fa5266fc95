import { cellFormats } from './cell-format.ts';
import { naturalWidths } from './sheet-layout.ts';
import type { Size } from './screen-rows.ts';
import type { SheetSource } from './sheet-source.ts';
import type { Level, SheetState } from './sheet-state.ts';

/** A sheet on rows. */
export function openSheet(source: SheetSource, size: Size): SheetState {
  return { levels: [newLevel(source, 0)], texts: [], size, input: null, notice: null, busy: null, next: 1 };
}

/** A level that stands on its first cell. */
export function newLevel(source: SheetSource, id: number): Level {
  const formats = cellFormats(source);
  return {
    id,
    source,
    formats,
    widths: naturalWidths(source, formats),
    hidden: new Set(),
    row: 0,
    column: 0,
    top: 0,
    left: 0,
    selected: new Map(),
    pattern: null,
    pages: new Map(),
    asked: new Set(),
    sort: null,
  };
}
