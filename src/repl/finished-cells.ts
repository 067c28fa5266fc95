import type { Output } from '../output.ts';
import type { Cell } from './session-events.ts';
import type { NumberedStep } from './step-of-cell.ts';

/**
 * What a session keeps of statements that have ended. Results are kept of the latest ones; of the others what a script says
 * of them: the statement, a digest, and the lines that were shown. So memory does not grow with what was looked at.
 */
export type FinishedCells = {
  /** @returns the numbers of those whose results are no longer kept */
  readonly add: (cell: Cell) => readonly number[];
  /** Whether the result of that number was let go. */
  readonly isLetGo: (number: number) => boolean;
  /** All that a script says, in the order in which statements ended. */
  readonly steps: () => readonly NumberedStep[];
};

/** How many results are kept, and how many values they may hold together; the latest is kept whatever its size. */
export const KEPT_RESULTS = 200;
const KEPT_VALUES = 2_000_000;

/** `stepOf` says what a script keeps of a statement. */
export function finishedCells(stepOf: (cell: Cell) => NumberedStep | undefined): FinishedCells {
  const old: NumberedStep[] = [];
  const letGo = new Set<number>();
  let recent: readonly Kept[] = [];
  return {
    add: (cell) => {
      recent = [...recent, { cell, weight: cell.output === undefined ? 0 : weightOf(cell.output) }];
      const gone = recent.slice(0, tooMany(recent)).map((kept) => kept.cell);
      recent = recent.slice(gone.length);
      for (const each of gone) {
        const step = stepOf(each);
        if (step !== undefined) old.push(step);
        letGo.add(each.number);
      }
      return gone.map(({ number }) => number);
    },
    isLetGo: (number) => letGo.has(number),
    steps: () => [...old, ...recent.flatMap(({ cell }) => stepOf(cell) ?? [])],
  };
}

type Kept = { readonly cell: Cell; readonly weight: number };

/** How many of the oldest are too many. */
function tooMany(kept: readonly Kept[]): number {
  let weight = 0;
  let count = 0;
  while (count < kept.length && count < KEPT_RESULTS) {
    weight += kept[kept.length - 1 - count]?.weight ?? 0;
    if (count > 0 && weight > KEPT_VALUES) break;
    count++;
  }
  return kept.length - count;
}

/** About how many values an output holds. */
function weightOf(output: Output): number {
  if (output.kind === 'table') return output.rows.length * output.columns.length;
  if (output.kind === 'list') return valuesIn(output.values);
  if (output.kind === 'samples') return valuesIn(output.samples);
  if (output.kind === 'sample') return valuesIn(output.sample);
  return output.kind === 'text' ? output.text.length / 8 : 1;
}

/** Numbers of outlines that lie in typed arrays count as well. */
function valuesIn(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength / 8;
  if (typeof value !== 'object' || value === null || value instanceof Date) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + valuesIn(each), 1);
}
