import { writeFileSync } from 'node:fs';
import { givenClasses } from '../../model/class-map.ts';
import type { LabelFile } from '../writing/label-file.ts';
import type { Made } from '../writing/placed.ts';
import { labelRows, type RowMaker } from './label-rows.ts';
import { poseRows } from './pose-rows.ts';

/** What the rows of a label file are made of, as plain data: outlines or boxes, or key points of that many points. */
export type RowPlan = { readonly classes: readonly string[] } & (
  | { readonly kind: RowMaker['kind']; readonly holes: RowMaker['holes'] }
  | { readonly kind: 'keypoint'; readonly points: number }
);

/** What became of the labels of a file: `cut` and `bridged` as in `Rows`. */
export type FileMade = Made & { readonly cut: number; readonly bridged: number };

/** Writes label files. It is done at once: creating thousands of small files is most of the work. */
export type FileWriter = (file: LabelFile) => FileMade;

/** A writer of label files. */
export function labelFileWriter(plan: RowPlan): FileWriter {
  const classes = givenClasses(plan.classes);
  return ({ file, sample, picture: { size }, labels }) => {
    const picture = { size, name: sample };
    const { rows, ...made } =
      plan.kind === 'keypoint'
        ? { cut: 0, bridged: 0, ...poseRows(labels, picture, { classes, points: plan.points }) }
        : labelRows(labels, picture, { kind: plan.kind, holes: plan.holes, classes });
    writeFileSync(file, rows.map((row) => `${row}\n`).join(''), { flag: 'wx' });
    return made;
  };
}
