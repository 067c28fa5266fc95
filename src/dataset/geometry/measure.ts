import type { Detection, Keypoint, Label, Mask, Polyline, Units } from '../model/label.ts';
import { areaOf, type Bounds, boundsOf } from './rings.ts';

/**
 * What queries ask of a label: its bounding box (top left corner, width, height) and area, as fractions of the picture;
 * null where they cannot be known (pixels in a picture of unknown size) or do not exist (a class for the whole picture,
 * the area of an open line or of points). `vertices` counts those of all rings, or the points of a keypoint.
 */
export type Measures = {
  readonly x: number | null;
  readonly y: number | null;
  readonly w: number | null;
  readonly h: number | null;
  readonly area: number | null;
  readonly vertices: number;
};

/** Size of a picture in pixels; null where not known. */
export type PictureSize = { readonly width: number | null; readonly height: number | null };

/** Measures a label in a picture of that size. */
export function measure(label: Label, size: PictureSize): Measures {
  switch (label.kind) {
    case 'polyline':
      return measurePolyline(label, size);
    case 'detection':
      return measureDetection(label, size);
    case 'keypoint':
      return measureKeypoint(label, size);
    case 'mask':
      return measureMask(label, size);
    case 'classification':
      return NOTHING;
  }
}

const NOTHING: Measures = { x: null, y: null, w: null, h: null, area: null, vertices: 0 };

function measurePolyline(label: Polyline, size: PictureSize): Measures {
  const bounds = boundsOf(label.rings.map(({ xy }) => xy));
  const vertices = label.rings.reduce((sum, { xy }) => sum + xy.length / 2, 0);
  const area = label.closed || label.filled ? areaOf(label.rings) : null;
  return normalised(bounds, area, vertices, scaleOf(label.units, size));
}

function measureDetection({ box, units }: Detection, size: PictureSize): Measures {
  const [x, y, w, h] = box;
  const scale = scaleOf(units, size);
  if (scale === undefined) return NOTHING;
  // Not by way of the edges: a width of 0.4 stays 0.4.
  const { width, height } = scale;
  return { x: x / width, y: y / height, w: w / width, h: h / height, area: (w * h) / (width * height), vertices: 0 };
}

function measureKeypoint({ xy, units }: Keypoint, size: PictureSize): Measures {
  return normalised(boundsOf([xy]), null, xy.length / 2, scaleOf(units, size));
}

function measureMask({ left, top, width, height, counts }: Mask, size: PictureSize): Measures {
  const set = counts.reduce((sum, run, i) => (i % 2 === 1 ? sum + run : sum), 0);
  const bounds = { x0: left, y0: top, x1: left + width, y1: top + height };
  return normalised(bounds, set, 0, scaleOf('pixel', size));
}

type Scale = { readonly width: number; readonly height: number };

/** What coordinates are divided by, or undefined where that is not known. */
function scaleOf(units: Units, { width, height }: PictureSize): Scale | undefined {
  if (units === 'normalised') return { width: 1, height: 1 };
  return width === null || height === null || width <= 0 || height <= 0 ? undefined : { width, height };
}

function normalised(
  bounds: Bounds | undefined,
  area: number | null,
  vertices: number,
  scale: Scale | undefined,
): Measures {
  if (scale === undefined) return { ...NOTHING, vertices };
  const share = area === null ? null : area / (scale.width * scale.height);
  if (bounds === undefined) return { ...NOTHING, area: share, vertices };
  return {
    x: bounds.x0 / scale.width,
    y: bounds.y0 / scale.height,
    w: (bounds.x1 - bounds.x0) / scale.width,
    h: (bounds.y1 - bounds.y0) / scale.height,
    area: share,
    vertices,
  };
}
