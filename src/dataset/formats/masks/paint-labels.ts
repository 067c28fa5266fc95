import { fillRings, type PaintSpan, pixelVertices } from '../../geometry/rasterise.ts';
import { areaOf } from '../../geometry/rings.ts';
import { eachRowRun } from '../../geometry/rle.ts';
import { fillRaster, type IndexRaster, paintIndex } from '../../media/index-raster.ts';
import type { ClassMap } from '../../model/class-map.ts';
import type { Label, Mask, Polyline } from '../../model/label.ts';
import { tally } from '../../model/tally.ts';
import type { Background, OnTop } from '../define-format.ts';
import type { Made } from '../writing/placed.ts';
import type { PixelSize } from '../writing/source-picture.ts';
import { useOf } from '../writing/survey.ts';
import { valueOf } from './classes-file.ts';

/** How labels become pixels. */
export type Painter = { readonly classes: ClassMap; readonly background: Background; readonly onTop: OnTop };

/** What is painted on, the size in pixels to which labels in pixels refer, and a name for reports. */
export type Canvas = { readonly raster: IndexRaster; readonly labelSize: PixelSize; readonly name: string };

/**
 * Paints outlines as OpenCV's `fillPoly` does (vertices rounded half to even, even-odd over all rings of a label, border
 * pixels included) and masks pixel by pixel, those on top last. Other labels are left out and counted.
 */
export function paintLabels(labels: readonly Label[], canvas: Canvas, painter: Painter): Made {
  const { raster, name } = canvas;
  fillRaster(raster, painter.background);
  const skipped = tally();
  const classes = new Set<number>();
  const layers = labels.flatMap((label, i): Layer[] => {
    const skip = (reason: string): Layer[] => {
      skipped.count(reason, `${name}#${String(i + 1)}`);
      return [];
    };
    const reason = whyNot(label);
    if (reason !== undefined) return skip(reason);
    const index = label.label === null ? undefined : painter.classes.indexOf(label.label);
    if (index === undefined) return skip(`labels of a class that is not in the list: ${String(label.label)}`);
    return [{ label: label as Polyline | Mask, index, skip }];
  });
  let painted = 0;
  for (const { label, index, skip } of inOrder(layers, canvas, painter.onTop)) {
    let pixels = 0;
    const value = valueOf(index, painter.background);
    const paint: PaintSpan = (y, x0, x1) => {
      pixels += 1;
      paintIndex(raster, value, [y, x0, x1]);
    };
    if (label.kind === 'mask') paintMask(label, canvas, paint);
    else fillRings(verticesOf(label, canvas), raster, paint);
    if (pixels === 0) skip('labels that lie outside of their picture');
    else {
      painted += 1;
      classes.add(index);
    }
  }
  return { labels: painted, items: painted, classes, skipped: skipped.list() };
}

type Layer = {
  readonly label: Polyline | Mask;
  readonly index: number;
  readonly skip: (reason: string) => readonly Layer[];
};

function whyNot(label: Label): string | undefined {
  const use = useOf(label);
  if (use === 'line') return 'open lines, which enclose nothing';
  if (use !== 'outline' && use !== 'mask') return `labels of kind ${label.kind}, which have no outline`;
  if (label.label === null) return 'labels without a class';
  if (label.kind !== 'polyline') return undefined;
  if (label.rings.every(({ xy }) => xy.length === 0)) return 'outlines without a point';
  return label.rings.every(({ xy }) => xy.every(Number.isFinite))
    ? undefined
    : 'labels with a coordinate that is no number';
}

/** Those that are seen where two lie come last. */
function inOrder(layers: readonly Layer[], canvas: Canvas, onTop: OnTop): readonly Layer[] {
  if (onTop === 'later') return layers;
  const rank = (label: Layer['label']): number => (onTop === 'smaller' ? -areaIn(label, canvas) : zOrderOf(label));
  return layers
    .map((layer) => ({ layer, rank: rank(layer.label) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ layer }) => layer);
}

/** In pixels of the labels' own picture. */
function areaIn(label: Layer['label'], { labelSize }: Canvas): number {
  if (label.kind === 'mask') return label.counts.reduce((sum, run, i) => (i % 2 === 1 ? sum + run : sum), 0);
  const scale = label.units === 'normalised' ? labelSize.width * labelSize.height : 1;
  return areaOf(label.rings) * scale;
}

function zOrderOf({ attributes }: Label): number {
  const { z_order: z } = attributes;
  return typeof z === 'number' ? z : 0;
}

function verticesOf({ rings, units }: Polyline, { raster: { width, height }, labelSize }: Canvas): number[][] {
  const scale =
    units === 'normalised' ? { width, height } : { width: width / labelSize.width, height: height / labelSize.height };
  return rings.map(({ xy }) => pixelVertices(xy, scale).map(withinReach));
}

/** Coordinates so far away that their pixels could not be counted any more are brought nearer. */
function withinReach(value: number): number {
  return Math.min(Math.max(value, -FURTHEST), FURTHEST);
}

const FURTHEST = 1 << 24;

/** The set pixels of a mask; where the picture has another size, each is stretched to the pixels that it covers. */
function paintMask(mask: Mask, { raster: size, labelSize }: Canvas, paint: PaintSpan): void {
  const scaleX = size.width / labelSize.width;
  const scaleY = size.height / labelSize.height;
  eachRowRun(mask, { top: 0, bottom: labelSize.height }, (y, x0, x1) => {
    const left = Math.max(0, Math.floor(x0 * scaleX));
    const right = Math.min(size.width, Math.ceil(x1 * scaleX)) - 1;
    const top = Math.floor(y * scaleY);
    const bottom = Math.min(size.height, Math.ceil((y + 1) * scaleY));
    if (left > right) return;
    for (let row = top; row < bottom; row++) paint(row, left, right);
  });
}
