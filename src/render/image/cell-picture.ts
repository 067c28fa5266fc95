import type { ClassStyle, Rgb } from '../palette.ts';
import type { Cells } from './fit-cells.ts';
import type { Marks } from './marks.ts';

/** One cell of a picture made of text: a character in one colour on another. */
export type PictureCell = { readonly character: string; readonly front: Rgb; readonly back: Rgb };

/** A picture as cells, row by row. */
export type CellPicture = Cells & { readonly cells: readonly PictureCell[] };

/** The cell that shows the mark of a class: dark on its colour, or bright where the colour is dark. */
export function markCell({ mark, rgb }: ClassStyle): PictureCell {
  const dark = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2] < 80;
  return { character: mark, front: dark ? [255, 255, 255] : [0, 0, 0], back: rgb };
}

/** Puts marks over the cells they belong to. */
export function withMarks(picture: CellPicture, marks: Marks): CellPicture {
  if (marks.size === 0) return picture;
  const cells = picture.cells.map((cell, i) => {
    const style = marks.get(i);
    return style === undefined ? cell : markCell(style);
  });
  return { ...picture, cells };
}
