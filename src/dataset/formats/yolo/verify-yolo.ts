import type { Job } from '../../model/job.ts';
import type { VerifyFinding } from '../define-format.ts';
import { readDataYaml, yoloPlace } from './read-data-yaml.ts';
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
  for (const folder of folders) yield* verifySplit({ ...place, ...folder, classes }, job);
}
