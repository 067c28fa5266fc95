/** Dots on cells of braille, two across and four down each; in ASCII a cell with few dots is `.`, with more `:`, then `#`. */
export type Canvas = {
  /** Sets a dot; x from the left, y from the top. Outside it does nothing. */
  readonly set: (x: number, y: number) => void;
  /** Sets the dots of a line between two. */
  readonly line: (x0: number, y0: number, x1: number, y1: number) => void;
  /** One text a row of cells. */
  readonly rows: () => string[];
};

/** An empty canvas of so many cells. */
export function createCanvas(columns: number, rows: number, unicode: boolean): Canvas {
  const cells = new Uint8Array(columns * rows);
  const set = (x: number, y: number): void => {
    const [column, row] = [x >> 1, y >> 2];
    if (x < 0 || y < 0 || column >= columns || row >= rows) return;
    const at = row * columns + column;
    cells[at] = (cells[at] ?? 0) | (BITS[(y & 3) * 2 + (x & 1)] ?? 0);
  };
  return {
    set,
    line: (x0, y0, x1, y1) => {
      const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
      for (let i = 0; i <= steps; i++)
        set(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps));
    },
    rows: () =>
      Array.from({ length: rows }, (_, row) =>
        Array.from(cells.subarray(row * columns, (row + 1) * columns), unicode ? braille : ascii).join(''),
      ),
  };
}

/** Bits of Unicode's braille patterns, row by row. */
const BITS = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80] as const;

function braille(bits: number): string {
  return bits === 0 ? ' ' : String.fromCodePoint(0x2800 + bits);
}

function ascii(bits: number): string {
  const dots = BITS.filter((bit) => (bits & bit) !== 0).length;
  if (dots === 0) return ' ';
  return dots <= 2 ? '.' : dots <= 4 ? ':' : '#';
}
