import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { derivedClasses, givenClasses } from '../../model/class-map.ts';
import type { Job } from '../../model/job.ts';
import type { WriteOptions, WriteReport } from '../define-format.ts';
import { labelsIn, surveySamples, type Wanted } from '../writing/survey.ts';
import { bareSplitNotes, classNotes, pictureNotes, splitNotes } from '../writing/written.ts';
import { DATA_YAML, dataYaml } from './data-yaml.ts';
import { writeLabelFiles } from './write-label-files.ts';
import { makeFolders } from './write-yolo.ts';

/**
 * Writes key points as Ultralytics trains poses on them: like `writeYolo`, with `kpt_shape` in `data.yaml`. All rows have as
 * many points as most labels have, such as the 4 corners of a quadrat or the 117 points of a grid.
 *
 * @throws UserError `invalid` where nothing would be written, and what the survey throws
 */
export async function writePose(options: WriteOptions, job: Job): Promise<WriteReport> {
  const survey = await surveySamples(options, job, WANTED);
  const classes = options.classes === null ? derivedClasses(survey.classes.keys()) : givenClasses(options.classes);
  const points = await mostPoints(options, survey.fields);
  if (points === undefined || classes.names.length === 0) {
    throw new UserError(
      'invalid',
      `no keypoint with a class in ${survey.fields.join(', ')}: there is nothing to learn`,
      {
        hint: 'name another field with --field',
      },
    );
  }
  await makeFolders(options);
  const { written, skipped } = await writeLabelFiles(options, job, {
    plan: { kind: 'keypoint', points, classes: classes.names },
    survey,
    wanted: WANTED,
    what: 'writing yolo-pose',
  });
  const yaml = await dataYaml(options.finalOut ?? options.out, classes.names, { kpt_shape: [points, 3] });
  await writeFile(join(options.out, DATA_YAML), yaml);
  return {
    samples: written.samples,
    labels: written.labels,
    skipped,
    notes: [
      ...splitNotes(written, { nouns: { file: ['label file'], item: ['row'] }, media: options.media }),
      ...bareSplitNotes(written),
      `${String(points)} points a row, as most labels have`,
      ...classNotes(written, classes),
      ...pictureNotes(written),
    ],
  };
}

const WANTED: Wanted = { uses: [['points']], bySplit: true };

/** The number of points that most labels have, of equally many the larger. */
async function mostPoints({ samples }: WriteOptions, fields: readonly string[]): Promise<number | undefined> {
  const counts = new Map<number, number>();
  for await (const sample of samples()) {
    for (const label of labelsIn(sample, fields) ?? []) {
      if (label.kind !== 'keypoint' || label.xy.length === 0) continue;
      counts.set(label.xy.length / 2, (counts.get(label.xy.length / 2) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || b - a);
  return most?.[0];
}
