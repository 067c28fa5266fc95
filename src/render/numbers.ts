/** Share of a whole in per cent with one decimal; a share that is neither none nor all never reads `0.0` or `100.0`. */
export function formatShare(n: number, total: number): string {
  if (total <= 0) return '';
  const text = ((100 * n) / total).toFixed(1);
  if (text === '0.0' && n > 0) return '<0.1';
  return text === '100.0' && n < total ? '>99.9' : text;
}

/** Bytes in decimal units: `512 B`, `1.9 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** Time as minutes and seconds, with hours where needed: `0:07`, `12:30`, `1:02:03`. */
export function formatDuration(milliseconds: number): string {
  const all = Math.max(0, Math.round(milliseconds / 1000));
  const seconds = String(all % 60).padStart(2, '0');
  const minutes = Math.floor(all / 60) % 60;
  const hours = Math.floor(all / 3600);
  return hours > 0
    ? `${String(hours)}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${String(minutes)}:${seconds}`;
}

/** A number as it is, shortened to `digits` significant digits where it has more. */
export function formatNumber(n: number, digits = 6): string {
  return Number.isInteger(n) || !Number.isFinite(n) ? String(n) : String(Number(n.toPrecision(digits)));
}

/**
 * Numbers of one column with the same number of decimals, so that they line up when right-aligned: about six
 * significant digits of the largest, no zeros that all have at the end.
 */
export function formatColumn(numbers: readonly number[]): string[] {
  const finite = numbers.filter(Number.isFinite);
  if (finite.every(Number.isInteger)) return numbers.map(String);
  const largest = finite.reduce((max, n) => Math.max(max, Math.abs(n)), 0);
  const least = finite.reduce((min, n) => (n === 0 ? min : Math.min(min, Math.abs(n))), Infinity);
  if (least < 1e-5 || largest >= 1e15) return numbers.map((n) => formatNumber(n));
  let decimals = Math.min(6, Math.max(1, 5 - Math.floor(Math.log10(largest))));
  while (decimals > 0 && finite.every((n) => n.toFixed(decimals).endsWith('0'))) decimals -= 1;
  return numbers.map((n) => (Number.isFinite(n) ? n.toFixed(decimals) : String(n)));
}
