import type { Job } from '../../model/job.ts';
import type { VerifyFinding } from '../define-format.ts';
import { pictureHomes } from '../verifying/picture-homes.ts';
import type { Split } from '../writing/split.ts';
import type { LabelRules } from './check-label-file.ts';
import { poseShapeOf } from './pose-shape.ts';
import { readDataYaml, type SplitFolder, type YoloPlace, yoloPlace } from './read-data-yaml.ts';
import { verifySplit } from './verify-split.ts';

/**
 * Checks a folder, or the folder of a `data.yaml`, as Ultralytics would read it. An `error` is what makes it refuse a
 * picture or the whole set, a `warning` what it takes although it is hardly meant; `info` findings count and explain.
 *
 * @throws UserError `not-found` where there is nothing at `path`
 */
export async function* verifyYolo(path: string, job: Job): AsyncGenerator<VerifyFinding> {
  const place = await yoloPlace(path);
  const { classes, folders, findings } = await readDataYaml(place);
  yield* findings;
  yield* verifyFolders(folders, { ...place, classes, pose: null }, job);
}

/**
 * The same for boxes with points, whose number `kpt_shape` says.
 *
 * @throws UserError `not-found` where there is nothing at `path`
 */
export async function* verifyPose(path: string, job: Job): AsyncGenerator<VerifyFinding> {
  const place = await yoloPlace(path);
  const { classes, folders, findings, content } = await readDataYaml(place);
  yield* findings;
  const pose = poseShapeOf(content['kpt_shape']);
  if (pose === undefined) {
    const message = 'kpt_shape is missing, or not the number of points and 2 or 3: rows are not checked';
    yield { check: 'data-yaml', severity: 'error', message, where: place.file };
    return;
  }
  yield* verifyFolders(folders, { ...place, classes, pose }, job);
}

async function* verifyFolders(
  folders: readonly SplitFolder[],
  rules: YoloPlace & LabelRules,
  job: Job,
): AsyncGenerator<VerifyFinding> {
  const homes = pictureHomes();
  const splits = new Map<string, Split>();
  for (const { split, folder } of folders) {
    const other = splits.get(folder);
    if (other !== undefined) {
      const message = `${split} has the same folder as ${other}, ${folder}`;
      yield { check: 'split', severity: 'warning', message, where: rules.file };
    }
    splits.set(folder, other ?? split);
    yield* verifySplit({ ...rules, split, folder, homes }, job);
  }
}
