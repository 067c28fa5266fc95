import { naturalWidths } from './sheet-layout.ts';
import type { SheetSource } from './sheet-source.ts';
import type { Level, SheetState, Size } from './sheet-state.ts';

/** A sheet on rows. */
export function openSheet(source: SheetSource, size: Size): SheetState {
  return { levels: [newLevel(source, 0)], size, input: null, notice: null, busy: null, next: 1 };
}

/** A level that stands on its first cell. */
export function newLevel(source: SheetSource, id: number): Level {
  return {
    id,
    source,
    widths: naturalWidths(source),
    hidden: new Set(),
    row: 0,
    column: 0,
    top: 0,
    left: 0,
    selected: new Map(),
    pages: new Map(),
    asked: new Set(),
    sort: null,
  };
}
