import { pythonFixed } from './python-fixed.ts';

/**
 * A row of a label file: a number as it is, then numbers as `pythonFixed` writes them, with spaces in between. Made byte by byte,
 * which takes half as long as joining a string for each number.
 */
export function fixedRow(head: number, values: readonly number[]): string {
  if (row.length < values.length * USUAL + LONGEST) row = Buffer.alloc(2 * (values.length * USUAL + LONGEST));
  const bytes = row;
  let at = bytes.write(String(head), 'latin1');
  for (const [i, value] of values.entries()) {
    // Adding 0 turns -0 into 0.
    const next = putFixed(bytes, value + 0, at + 1);
    if (next === undefined) return `${bytes.toString('latin1', 0, at)}${joined(values.slice(i))}`;
    bytes[at] = SPACE;
    at = next;
  }
  return bytes.toString('latin1', 0, at);
}

/** Room for a row; it grows with the longest. */
let row = Buffer.alloc(1 << 14);

/** Bytes of a space and a number below 10, and of the whole number in front. */
const USUAL = 9;
const LONGEST = 32;

const SPACE = 32;
const POINT = 46;
const ZERO = 48;

function joined(values: readonly number[]): string {
  return values.map((value) => ` ${pythonFixed(value + 0)}`).join('');
}

/** Writes a fraction, or another number below 10, at a place, and says where the next begins; undefined for any other number. */
function putFixed(bytes: Buffer, value: number, at: number): number | undefined {
  const scaled = value * 1e6;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const rounded = rest > 0.5 ? floor + 1 : floor;
  if (!(value >= 0 && rounded < 1e7)) return undefined;
  // So near the middle of two that scaling it may have carried it to the other side.
  if (Math.abs(rest - 0.5) < 0.001) return at + bytes.write(pythonFixed(value), at, 'latin1');
  const whole = (rounded / 1e6) | 0;
  const part = rounded - whole * 1e6;
  const thousands = (part / 1e3) | 0;
  bytes[at] = ZERO + whole;
  bytes[at + 1] = POINT;
  putThree(bytes, thousands, at + 2);
  putThree(bytes, part - thousands * 1e3, at + 5);
  return at + 8;
}

function putThree(bytes: Buffer, number: number, at: number): void {
  const hundreds = (number / 100) | 0;
  const rest = number - 100 * hundreds;
  const tens = (rest / 10) | 0;
  bytes[at] = ZERO + hundreds;
  bytes[at + 1] = ZERO + tens;
  bytes[at + 2] = ZERO + rest - 10 * tens;
}
