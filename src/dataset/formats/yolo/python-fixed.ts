/**
 * A number as Python's `%.Nf` prints it. `toFixed` differs in three things: it rounds exact ties up where Python rounds
 * them to even (0.0078125 is `0.007812`), it loses the sign of zero, and it turns to exponents from 1e21 on.
 */
export function pythonFixed(value: number, digits = 6): string {
  const quick =
    digits === 6 && value >= 0 && value < MOST_QUICK && !Object.is(value, -0) ? sixDecimals(value) : undefined;
  return quick ?? anyDecimals(value, digits);
}

const MOST_QUICK = 1e6;

/**
 * Six decimals of a number from 0 to below a million, several times faster than `toFixed`; undefined where it lies so near
 * the middle of two that scaling it may have carried it to the other side.
 */
function sixDecimals(value: number): string | undefined {
  const scaled = value * 1e6;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  if (Math.abs(rest - 0.5) < 0.001) return undefined;
  const rounded = rest > 0.5 ? floor + 1 : floor;
  const whole = Math.floor(rounded / 1e6);
  const part = rounded - whole * 1e6;
  const thousands = Math.floor(part / 1000);
  return `${String(whole)}.${DIGITS[thousands] ?? ''}${DIGITS[part - thousands * 1000] ?? ''}`;
}

/** `000` to `999`: looking three digits up is faster than making them. */
const DIGITS: readonly string[] = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));

function anyDecimals(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}inf`;
  if (size >= 1e21) return `${sign}${BigInt(size).toString()}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`;
  return sign + (isTie(size, digits) ? tieToEven(size, digits) : size.toFixed(digits));
}

/** Only an odd multiple of 2^-(digits+1) lies exactly halfway between two decimals; scaling by a power of two is exact. */
function isTie(size: number, digits: number): boolean {
  const scaled = size * 2 ** (digits + 1);
  return Number.isInteger(scaled) && scaled % 2 === 1;
}

function tieToEven(size: number, digits: number): string {
  const up = size.toFixed(digits);
  const isOdd = Number(up.at(-1)) % 2 === 1;
  if (!isOdd) return up;
  // The last digit is odd, so one less needs no borrow.
  return up.slice(0, -1) + String(Number(up.at(-1)) - 1);
}
