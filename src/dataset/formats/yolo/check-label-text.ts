import type { VerifyFinding } from '../define-format.ts';
import { type LabelRow, labelRowsIn, pythonFloat } from './label-file.ts';
import type { PoseShape } from './pose-shape.ts';

/** Something wrong in a line of a label file; lines count from 1. */
export type LineFinding = Omit<VerifyFinding, 'where'> & { readonly line: number };

/** What a label file holds. */
export type LabelText = { readonly rows: number; readonly findings: readonly LineFinding[] };

/**
 * Checks the text of a label file as Ultralytics 8.4 judges it (`verify_image_label`): an `error` is what makes it refuse
 * the whole picture, a `warning` what it takes although it is hardly meant. Rows with more than 6 numbers make it a file
 * of outlines, otherwise every row is a box. `classes` is how many there are, or null where that is not known; with `pose`
 * every row is a box and its points.
 */
export function checkLabelText(text: string, classes: number | null, pose: PoseShape | null = null): LabelText {
  const rows = labelRowsIn(text);
  const shape = pose ?? (rows.some(({ words }) => words.length > 6) ? 'outlines' : 'boxes');
  const firstLines = new Map<string, number>();
  const findings = rows.flatMap((row) => {
    const found = checkRow(row, shape, classes);
    const key = row.words.map(Number).join(' ');
    const first = firstLines.get(key);
    if (first === undefined) firstLines.set(key, row.line);
    else found.push(finding(row, 'duplicate', 'warning', `the same row as line ${String(first)}`));
    return found;
  });
  return { rows: rows.length, findings };
}

type Row = LabelRow;

/** What all rows of a file are. */
type RowShape = 'outlines' | 'boxes' | PoseShape;

function checkRow(row: Row, shape: RowShape, classes: number | null): LineFinding[] {
  const noNumber = row.words.find((word) => pythonFloat(word) === undefined);
  if (noNumber !== undefined) return [finding(row, 'row', 'error', `${shortened(noNumber)} is no number`)];
  const [number = NaN, ...values] = row.words.map((word) => pythonFloat(word) ?? NaN);
  const wrongLength = lengthOf(row, shape);
  const found = [...wrongLength, ...checkClass(row, number, classes)];
  if (wrongLength.length > 0) return found;
  if (shape === 'outlines') return [...found, ...checkOutline(row, values)];
  const box = checkBox(row, values.slice(0, 4));
  return [...found, ...box, ...(shape === 'boxes' ? [] : checkPoints(row, values.slice(4), shape))];
}

function lengthOf(row: Row, shape: RowShape): LineFinding[] {
  if (shape === 'outlines') return outlineLength(row);
  return shape === 'boxes' ? boxLength(row) : poseLength(row, shape);
}

function poseLength(row: Row, { points, numbers }: PoseShape): LineFinding[] {
  const [count, wanted] = [row.words.length, 5 + points * numbers];
  if (count === wanted) return [];
  const why = `${numbersOf(count)}: a box and ${String(points)} points of ${String(numbers)} have ${String(wanted)}`;
  return [finding(row, 'row', 'error', why)];
}

function checkPoints(row: Row, values: readonly number[], { numbers }: PoseShape): LineFinding[] {
  if (!values.every(Number.isFinite)) return [finding(row, 'coordinate', 'error', 'a coordinate is not finite')];
  const places = values.filter((_, i) => i % numbers < 2);
  const outside = places.find((value) => value < 0 || value > 1);
  if (outside !== undefined) {
    return [finding(row, 'coordinate', 'error', `point ${String(outside)} lies outside the picture (0 to 1)`)];
  }
  const strange = numbers === 3 ? values.find((value, i) => i % 3 === 2 && ![0, 1, 2].includes(value)) : undefined;
  if (strange === undefined) return [];
  return [finding(row, 'visibility', 'warning', `visibility ${String(strange)} is none of 0, 1, 2`)];
}

function outlineLength(row: Row): LineFinding[] {
  const count = row.words.length - 1;
  if (count === 4) {
    return [finding(row, 'mixed', 'error', 'a box row among outlines: the whole picture is refused')];
  }
  if (count % 2 === 1) {
    return [finding(row, 'row', 'error', `${String(count)} coordinates: x and y must come in pairs`)];
  }
  return count >= 6 ? [] : [finding(row, 'row', 'error', `${pointsOf(count)}: an outline has at least 3`)];
}

function boxLength(row: Row): LineFinding[] {
  const count = row.words.length;
  if (count === 5) return [];
  const why =
    count === 6
      ? '6 numbers: a box has 5, and no confidence'
      : `${numbersOf(count)}: a box has 5, an outline 7 or more`;
  return [finding(row, 'row', 'error', why)];
}

function checkClass(row: Row, number: number, classes: number | null): LineFinding[] {
  const name = shortened(row.words[0] ?? '');
  if (!Number.isInteger(number)) return [finding(row, 'class', 'error', `class ${name} is no whole number`)];
  if (number < 0) return [finding(row, 'class', 'error', `class ${name} is negative`)];
  if (classes === null || number < classes) return [];
  const range = classes === 0 ? 'there are none' : `there are 0 to ${String(classes - 1)}`;
  return [finding(row, 'class', 'error', `class ${name} is not in data.yaml: ${range}`)];
}

function checkOutline(row: Row, values: readonly number[]): LineFinding[] {
  if (!values.every(Number.isFinite)) return [finding(row, 'coordinate', 'error', 'a coordinate is not finite')];
  const xs = values.filter((_, i) => i % 2 === 0);
  const ys = values.filter((_, i) => i % 2 === 1);
  const [x0, x1] = range(xs);
  const [y0, y1] = range(ys);
  const box = [(x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0];
  if (!box.every(isTolerated)) {
    const text = 'the outline lies so far outside the picture that its box is refused';
    return [finding(row, 'coordinate', 'error', text)];
  }
  const found: LineFinding[] = [];
  const outside = values.find((value) => value < 0 || value > 1);
  if (outside !== undefined) {
    found.push(finding(row, 'coordinate', 'warning', `${String(outside)} lies outside the picture (0 to 1)`));
  }
  const points = new Set(xs.map((x, i) => `${String(x)} ${String(ys[i])}`)).size;
  if (points < 3) found.push(finding(row, 'size', 'warning', `only ${pointsOf(2 * points)} that differ`));
  return found;
}

function checkBox(row: Row, values: readonly number[]): LineFinding[] {
  if (!values.every(Number.isFinite)) return [finding(row, 'coordinate', 'error', 'a coordinate is not finite')];
  const refused = values.find((value) => !isTolerated(value));
  if (refused !== undefined) {
    return [finding(row, 'coordinate', 'error', `${String(refused)} lies outside the picture (0 to 1)`)];
  }
  const outside = values.find((value) => value < 0 || value > 1);
  if (outside !== undefined) {
    return [finding(row, 'coordinate', 'warning', `${String(outside)} lies outside the picture (0 to 1)`)];
  }
  const [, , width = 0, height = 0] = values;
  return width > 0 && height > 0 ? [] : [finding(row, 'size', 'warning', 'a box without an area')];
}

/** The margin that Ultralytics allows for rounding. */
function isTolerated(value: number): boolean {
  return value >= -0.01 && value <= 1.01;
}

function range(values: readonly number[]): readonly [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}

function finding({ line }: Row, check: string, severity: LineFinding['severity'], message: string): LineFinding {
  return { line, check, severity, message };
}

function pointsOf(coordinates: number): string {
  return coordinates === 2 ? '1 point' : `${String(coordinates / 2)} points`;
}

function numbersOf(count: number): string {
  return count === 1 ? '1 number' : `${String(count)} numbers`;
}

function shortened(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}...` : word;
}
