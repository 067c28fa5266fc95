import { encodeGeometry, isShape } from '../model/geometry-blob.ts';
import type { Label } from '../model/label.ts';
import type { PackedLabel, PackedSample } from '../model/packed-sample.ts';

/** Whether the points of a label are in pixels and could be fractions of the picture. */
export function isInPixels(label: Label): boolean {
  return isShape(label) && label.kind !== 'mask' && label.units === 'pixel';
}

/** A sample whose labels in pixels are in fractions of the picture, where its size is known; masks stay bitmaps. */
export function sampleAsFractions(sample: PackedSample): PackedSample {
  const { width, height, labels } = sample;
  if (width === null || height === null || width <= 0 || height <= 0) return sample;
  const fields = Object.entries(labels).map(([name, list]) => {
    return [name, list?.map((label) => asFractions(label, [width, height])) ?? null] as const;
  });
  return { ...sample, labels: Object.fromEntries(fields) };
}

type Size = readonly [width: number, height: number];

function asFractions(packed: PackedLabel, size: Size): PackedLabel {
  const label = packed.unpack();
  if (!isInPixels(label)) return packed;
  const scaled = scaledLabel(label, size);
  return { ...packed, geometry: isShape(scaled) ? encodeGeometry(scaled) : null, unpack: () => scaled };
}

function scaledLabel(label: Label, size: Size): Label {
  const scaled = (xy: readonly number[]): number[] => xy.map((value, i) => value / (i % 2 === 0 ? size[0] : size[1]));
  switch (label.kind) {
    case 'polyline':
      return {
        ...label,
        units: 'normalised',
        rings: label.rings.map(({ xy, hole }) => ({ xy: scaled(xy), hole })),
      };
    case 'detection': {
      const [x = 0, y = 0, width = 0, height = 0] = scaled(label.box);
      return { ...label, units: 'normalised', box: [x, y, width, height] };
    }
    case 'keypoint':
      return { ...label, units: 'normalised', xy: scaled(label.xy) };
    case 'mask':
    case 'classification':
      return label;
  }
}
