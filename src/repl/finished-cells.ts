import { deflateRawSync, inflateRawSync } from 'node:zlib';
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
  /** Those whose results are kept, in the order in which they ended. */
  readonly recent: () => readonly Cell[];
  /** All that a script says, in the order in which statements ended. */
  readonly steps: () => readonly NumberedStep[];
};

/** How many results are kept, and how many values they may hold together; the latest is kept whatever its size. */
export const KEPT_RESULTS = 1000;
const KEPT_VALUES = 2_000_000;

/** `stepOf` says what a script keeps of a statement. */
export function finishedCells(stepOf: (cell: Cell) => NumberedStep | undefined): FinishedCells {
  const old = packedSteps();
  let recent: readonly Kept[] = [];
  return {
    add: (cell) => {
      recent = [...recent, { cell, weight: cell.output === undefined ? 0 : weightOf(cell.output) }];
      const gone = recent.slice(0, tooMany(recent)).map((kept) => kept.cell);
      recent = recent.slice(gone.length);
      for (const each of gone) {
        const step = stepOf(each);
        if (step !== undefined) old.add(step);
      }
      return gone.map(({ number }) => number);
    },
    isLetGo: (number) => old.all().some((step) => step.number === number),
    recent: () => recent.map(({ cell }) => cell),
    steps: () => [...old.all(), ...recent.flatMap(({ cell }) => stepOf(cell) ?? [])],
  };
}

type PackedSteps = { readonly add: (step: NumberedStep) => void; readonly all: () => readonly NumberedStep[] };

/** What was shown repeats itself: packed, ten thousand statements take a megabyte or two. */
function packedSteps(): PackedSteps {
  const packed: Uint8Array[] = [];
  let open: NumberedStep[] = [];
  return {
    add: (step) => {
      open.push(step);
      if (open.length < PACKED_AT_ONCE) return;
      // A copy is as long as it has to be; what is returned lies in a larger block.
      packed.push(new Uint8Array(deflateRawSync(JSON.stringify(open))));
      open = [];
    },
    all: () => [...packed.flatMap(unpack), ...open],
  };
}

const PACKED_AT_ONCE = 100;

function unpack(bytes: Uint8Array): readonly NumberedStep[] {
  return JSON.parse(inflateRawSync(bytes).toString()) as readonly NumberedStep[];
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
  if (output.kind === 'full-screen') return weightOf(output.printed);
  if (output.kind === 'plot') return weightOf(output.plot.table);
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
