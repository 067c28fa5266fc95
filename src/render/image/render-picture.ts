import sharp, { type Sharp } from 'sharp';
import type { Picture } from '../../output.ts';
import { captionLine, labelsOf, legendLines, stylesOf } from '../legend.ts';
import { paint } from '../paint.ts';
import { renderPictureText } from '../picture.ts';
import type { RenderOptions } from '../render-options.ts';
import { BLOCK_SETS, blockPicture } from './blocks.ts';
import type { Protocol } from './capability.ts';
import { withMarks } from './cell-picture.ts';
import { type CellPixels, type Cells, fitCells } from './fit-cells.ts';
import { drawGlyph } from './glyphs.ts';
import { itermPicture } from './iterm.ts';
import { kittyPicture } from './kitty.ts';
import { type OpenPicture, openPicture } from './load-pixels.ts';
import { ASCII, BRAILLE, luminancePicture } from './luminance.ts';
import { type Marks, placeMarks } from './marks.ts';
import { drawOutlines, type Stroke } from './outline.ts';
import type { Overlay, Pixels } from './pixels.ts';
import { printCells } from './print-cells.ts';
import { type Shape, shapesOf } from './shapes.ts';

/** How a picture is to be shown. */
export type PictureOptions = RenderOptions & {
  readonly protocol: Protocol;
  readonly cell: CellPixels;
  /** Rows of the terminal; the picture leaves some for its legend. */
  readonly rows: number;
  /** Wrap picture data for tmux. */
  readonly tmux: boolean;
  /** Number of pictures shown before in this run; makes ids of the kitty protocol. */
  readonly serial: number;
  /** Bytes a picture should not exceed; default 35,000 for one made of text, 55,000 for a file. */
  readonly budget?: number;
};

/**
 * A picture with its outlines, a caption and a legend, as text with escape sequences that ends with a line end. Pixels
 * are shrunk first and outlines drawn on the grid of the protocol. Where there is no file or nothing to draw it with,
 * and for screen readers, it is the text of `renderPictureText`.
 *
 * @throws UserError `unreadable` where the file cannot be decoded
 */
export async function renderPicture(picture: Picture, options: PictureOptions): Promise<string> {
  const { file, sample } = picture;
  if (file === null)
    return paint('no picture: the file is not there', 'warning', options) + '\n' + asText(picture, options);
  if (options.protocol === 'off' || options.screenReader === true) return asText(picture, options);
  const open = await openPicture(file, sample);
  const drawn = await draw(picture, open, options);
  const legend = legendLines(picture, stylesOf(picture), options);
  return `${drawn}${[captionLine(picture, options), ...legend].join('\n')}\n`;
}

function asText(picture: Picture, options: RenderOptions): string {
  return renderPictureText({ kind: 'picture', picture }, options);
}

const WIDEST = 100;
const HIGHEST = 40;
const LEGEND_ROWS = 5;
const BUDGET = 35_000;

function draw(picture: Picture, open: OpenPicture, options: PictureOptions): Promise<string> {
  const room = {
    columns: Math.min(WIDEST, options.columns),
    rows: Math.max(4, Math.min(HIGHEST, options.rows - LEGEND_ROWS)),
  };
  const cells = fitCells(open, room, options.cell);
  switch (options.protocol) {
    case 'kitty':
    case 'iterm':
      return drawFile(picture, open, cells, options);
    case 'half':
    case 'quadrant':
    case 'sextant':
      return drawBlocks(picture, open, cells, { ...options, protocol: options.protocol });
    case 'braille':
    case 'ascii':
    case 'off':
      return drawLuminance(picture, open, cells, {
        ...options,
        set: options.protocol === 'braille' ? 'braille' : 'ascii',
      });
  }
}

/** Pixels of the target grid in a cell. */
type Grid = { readonly across: number; readonly down: number };

type Drawn = {
  readonly pixels: Pixels;
  readonly overlay: Overlay;
  readonly marks: Marks;
  readonly shapes: readonly Shape[];
};

async function drawOnGrid(picture: Picture, open: OpenPicture, cells: Cells, target: Grid & Stroke): Promise<Drawn> {
  const to = { width: Math.round(cells.columns * target.across), height: Math.round(cells.rows * target.down) };
  const pixels = await open.shrink(to.width, to.height);
  const { sample } = picture;
  const from = { width: sample.width ?? open.width, height: sample.height ?? open.height };
  const shapes = shapesOf(labelsOf(sample), stylesOf(picture), { from, to });
  const overlay = drawOutlines(pixels, shapes, target);
  return {
    pixels,
    overlay,
    shapes,
    marks: placeMarks(shapes, cells, { width: to.width / cells.columns, height: to.height / cells.rows }),
  };
}

async function drawBlocks(
  picture: Picture,
  open: OpenPicture,
  cells: Cells,
  options: PictureOptions & { readonly protocol: keyof typeof BLOCK_SETS },
): Promise<string> {
  const set = BLOCK_SETS[options.protocol];
  const { pixels, overlay, marks } = await drawOnGrid(picture, open, cells, { ...set, thickness: 1, halo: 0.4 });
  const drawn = withMarks(blockPicture(pixels, overlay, set, cells), marks);
  return printCells(drawn, options.colour >= 3 ? 3 : 2, options.budget ?? BUDGET);
}

async function drawLuminance(
  picture: Picture,
  open: OpenPicture,
  cells: Cells,
  options: PictureOptions & { readonly set: 'braille' | 'ascii' },
): Promise<string> {
  const grid = options.set === 'braille' ? BRAILLE : ASCII;
  const { pixels, overlay, marks } = await drawOnGrid(picture, open, cells, { ...grid, thickness: 1, halo: 0 });
  return luminancePicture(pixels, overlay, { cells, marks, set: options.set }, options);
}

/** Share of the pixels of the box that are sent, each way: the terminal enlarges, and the bytes are far fewer. */
const PNG_SHARE = 0.5;
const JPEG_SHARE = 0.7;

/** Bytes that a pixel of a photo takes in a palette PNG as base64: such pictures are noise to deflate. */
const BYTES_PER_PIXEL = 1.25;

/** Pixels of the picture in a cell: fewer than the screen has, and for a PNG no more than the budget allows. */
function fileGrid(cells: Cells, options: PictureOptions): Grid {
  const { width, height } = options.cell;
  if (options.protocol === 'iterm') return { across: width * JPEG_SHARE, down: height * JPEG_SHARE };
  const all = cells.columns * width * cells.rows * height;
  const share = Math.min(PNG_SHARE, Math.sqrt((options.budget ?? FILE_BUDGET) / BYTES_PER_PIXEL / all));
  return { across: width * share, down: height * share };
}

async function drawFile(picture: Picture, open: OpenPicture, cells: Cells, options: PictureOptions): Promise<string> {
  const grid = fileGrid(cells, options);
  const thickness = Math.max(1, Math.round((cells.columns * grid.across) / 300));
  const { pixels, marks } = await drawOnGrid(picture, open, cells, { ...grid, thickness, halo: 0.6 });
  for (const [cell, style] of marks) {
    const x = ((cell % cells.columns) + 0.5) * grid.across;
    const y = (Math.floor(cell / cells.columns) + 0.5) * grid.down;
    drawGlyph(pixels, style, { x, y }, Math.max(1, Math.round(grid.down / 10)));
  }
  return options.protocol === 'iterm'
    ? itermPicture(await jpegWithin(pixels, options.budget ?? FILE_BUDGET), cells, options)
    : kittyPicture(
        await fileOf(pixels).png({ palette: true, effort: 4, compressionLevel: 9 }).toBuffer(),
        cells,
        options,
      );
}

/** Bytes of a picture sent as a file, as base64. */
const FILE_BUDGET = 55_000;

/** The best JPEG that keeps to the budget, else the smallest; colour at full size, for the sake of thin lines. */
async function jpegWithin(pixels: Pixels, budget: number): Promise<Uint8Array> {
  let file: Uint8Array = new Uint8Array();
  for (const quality of [80, 65, 50, 35]) {
    file = await fileOf(pixels).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
    if ((file.length * 4) / 3 <= budget) break;
  }
  return file;
}

function fileOf({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}
