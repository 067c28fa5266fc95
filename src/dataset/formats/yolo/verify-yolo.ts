import { counted } from '../../model/counted.ts';
import type { Job } from '../../model/job.ts';
import type { VerifyFinding } from '../define-format.ts';
import { pictureHomes } from '../verifying/picture-homes.ts';
import { type Split, SPLITS } from '../writing/split.ts';
import type { LabelRules } from './check-label-file.ts';
import { poseShapeOf } from './pose-shape.ts';
import { type DataYaml, readDataYaml, type SplitFolder, type YoloPlace, yoloPlace } from './read-data-yaml.ts';
import { type SplitCounts, verifySplit } from './verify-split.ts';

/**
 * Checks a folder, or the folder of a `data.yaml`, as Ultralytics would read it. An `error` is what makes it refuse a
 * picture or the whole set, a `warning` what it takes although it is hardly meant; `info` findings count and explain.
 *
 * @throws UserError `not-found` where there is nothing at `path`
 */
export async function* verifyYolo(path: string, job: Job): AsyncGenerator<VerifyFinding> {
  const place = await yoloPlace(path);
  const { classes, folders, partly, findings } = await readDataYaml(place);
  yield* findings;
  yield* verifyFolders({ folders, partly }, { ...place, classes, pose: null }, job);
}

/**
 * The same for boxes with points, whose number `kpt_shape` says.
 *
 * @throws UserError `not-found` where there is nothing at `path`
 */
export async function* verifyPose(path: string, job: Job): AsyncGenerator<VerifyFinding> {
  const place = await yoloPlace(path);
  const { classes, folders, partly, findings, content } = await readDataYaml(place);
  yield* findings;
  const pose = poseShapeOf(content['kpt_shape']);
  if (pose === undefined) {
    const message = 'kpt_shape is missing, or not the number of points and 2 or 3: rows are not checked';
    yield { check: 'data-yaml', severity: 'error', message, where: place.file };
    return;
  }
  yield* verifyFolders({ folders, partly }, { ...place, classes, pose }, job);
}

async function* verifyFolders(
  { folders, partly }: Pick<DataYaml, 'folders' | 'partly'>,
  rules: YoloPlace & LabelRules,
  job: Job,
): AsyncGenerator<VerifyFinding> {
  const homes = pictureHomes();
  const found: Found[] = [];
  const splits = new Map<string, Split>();
  for (const { split, folder } of folders) {
    const other = splits.get(folder);
    if (other !== undefined) {
      const message = `${split} has the same folder as ${other}, ${folder}`;
      yield { check: 'split', severity: 'warning', message, where: rules.file };
    }
    splits.set(folder, other ?? split);
    found.push({ split, folder, ...(yield* verifySplit({ ...rules, split, folder, homes }, job)) });
  }
  for (const split of SPLITS) if (!partly.has(split)) yield* bareSplit(found.filter((one) => one.split === split));
}

type Found = SplitFolder & SplitCounts;

/** A split without a picture, with which training does not begin, or without a row, which is hardly meant. */
function* bareSplit(found: readonly Found[]): Generator<VerifyFinding> {
  const [first] = found;
  if (first === undefined || found.some(({ pictures }) => pictures === null)) return;
  const pictures = found.reduce((sum, one) => sum + (one.pictures ?? 0), 0);
  const { split, folder: where } = first;
  if (pictures > 0 && found.every(({ rows }) => rows === 0)) {
    const message = `${counted(pictures, 'picture')} and not one row: nothing can be learned or measured in ${split}`;
    yield { check: 'labels', severity: 'warning', message, where };
  }
  if (pictures > 0 || split === 'test') return;
  const message = `no picture in ${split}: Ultralytics stops with "No images found"`;
  yield { check: 'folder', severity: 'error', message, where };
}
