import { UserError } from '../../diagnostics.ts';
import { nearest } from '../model/nearest.ts';
import { coco } from './coco/coco.ts';
import { cvat } from './cvat-xml/cvat-xml.ts';
import { datumaro } from './datumaro/datumaro.ts';
import type { Format } from './define-format.ts';
import { fiftyone } from './fiftyone/fiftyone.ts';
import { labelme } from './labelme/labelme.ts';
import { masks } from './masks/masks.ts';
import { parquet } from './parquet/parquet.ts';
import { csv } from './tables/csv.ts';
import { json } from './tables/json.ts';
import { jsonl } from './tables/jsonl.ts';
import { md } from './tables/markdown.ts';
import { taglab } from './taglab/taglab.ts';
import { yolo } from './yolo/yolo.ts';
import { yoloPose } from './yolo/yolo-pose.ts';

/** Every format, in the order in which help lists them. */
export const formats: readonly Format[] = [
  coco,
  yolo,
  yoloPose,
  masks,
  cvat,
  fiftyone,
  datumaro,
  labelme,
  taglab,
  csv,
  json,
  jsonl,
  parquet,
  md,
];

/** The format of that name. @throws UserError `not-found` with the nearest name */
export function formatNamed(name: string): Format {
  const format = formats.find((one) => one.name === name);
  if (format !== undefined) return format;
  const known = formats.map((one) => one.name);
  const near = nearest(name, [...known, 'demo']);
  throw new UserError('not-found', `no format ${name}`, {
    hint: near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`,
  });
}
