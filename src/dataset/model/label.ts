/** Whether coordinates are pixels of the picture or fractions of its width and height. Origin: top left corner. */
export type Units = 'pixel' | 'normalised';

/** A JSON value as it stands in an attribute or a free-form field. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Free attributes of a label, such as CVAT's; `occluded`, `group` and the like are kept here too. */
export type Attributes = Readonly<Record<string, Json>>;

/**
 * One ring of a polyline: x and y alternate (`[x0, y0, x1, y1, ...]`). The last vertex may repeat the first where the source does.
 * `hole` is true where the source says so. Without holes several rings follow the even-odd rule.
 */
export type Ring = { readonly xy: readonly number[]; readonly hole: boolean };

type LabelBase = {
  /** 24 hex digits. Absent on the way in: then it is derived from the sample and what the label is. */
  readonly id?: string;
  /** The class name; null for a label without one. */
  readonly label: string | null;
  readonly confidence: number | null;
  readonly tags: readonly string[];
  readonly attributes: Attributes;
};

/** An outline: closed or open, filled or not. */
export type Polyline = LabelBase & {
  readonly kind: 'polyline';
  readonly units: Units;
  readonly rings: readonly Ring[];
  readonly closed: boolean;
  readonly filled: boolean;
};

/** A box `[x, y, width, height]` with x, y its top left corner; it may reach outside the picture. */
export type Detection = LabelBase & {
  readonly kind: 'detection';
  readonly units: Units;
  readonly box: readonly [number, number, number, number];
};

/** Points in order, `xy` alternating; a point that was not placed is NaN, NaN. */
export type Keypoint = LabelBase & {
  readonly kind: 'keypoint';
  readonly units: Units;
  readonly xy: readonly number[];
};

/**
 * A bitmap in pixels of the picture: `left`, `top` are its top left pixel, `counts` are run lengths row by row inside
 * its own `width` x `height`, zeros first. An instance mask is as large as its object; a whole-picture mask starts at 0, 0.
 */
export type Mask = LabelBase & {
  readonly kind: 'mask';
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly counts: readonly number[];
};

/** A class for the whole picture. */
export type Classification = LabelBase & { readonly kind: 'classification' };

/** Any label. */
export type Label = Polyline | Detection | Keypoint | Mask | Classification;

/** The kinds of label. */
export type LabelKind = Label['kind'];

/** Kinds whose geometry is stored in a blob. */
export type ShapeLabel = Exclude<Label, Classification>;

/** What a label is besides its outline. */
export type LabelProperties = Pick<Label, 'label' | 'confidence' | 'attributes' | 'tags'>;
