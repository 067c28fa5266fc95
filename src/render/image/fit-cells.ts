/** A number of columns and rows of the terminal. */
export type Cells = { readonly columns: number; readonly rows: number };

/** Width and height of one cell in pixels; only their proportion matters to text. */
export type CellPixels = { readonly width: number; readonly height: number };

/** The largest box of cells within `room` that keeps the proportions of a picture; at least one cell. */
export function fitCells(
  picture: { readonly width: number; readonly height: number },
  room: Cells,
  cell: CellPixels,
): Cells {
  const aspect = (picture.height / picture.width) * (cell.width / cell.height);
  const columns = Math.max(1, Math.min(room.columns, Math.floor(room.rows / aspect)));
  return {
    columns,
    rows: Math.max(1, Math.min(room.rows, Math.round(columns * aspect))),
  };
}
