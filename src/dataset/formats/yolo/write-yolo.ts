import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { derivedClasses, givenClasses } from '../../model/class-map.ts';
import type { Job } from '../../model/job.ts';
import type { WriteOptions, WriteReport } from '../define-format.ts';
import { SPLITS } from '../writing/split.ts';
import { type Survey, surveySamples, type Wanted } from '../writing/survey.ts';
import { bareSplitNotes, classNotes, type Nouns, pictureNotes, splitNotes } from '../writing/written.ts';
import { formatCount } from '../../model/counted.ts';
import { DATA_YAML, dataYaml } from './data-yaml.ts';
import type { RowKind } from './label-rows.ts';
import { writeLabelFiles } from './write-label-files.ts';

/**
 * Writes `images/SPLIT`, `labels/SPLIT` and `data.yaml`. Samples are gone through twice: once for splits, classes and
 * names, once for writing.
 *
 * @throws UserError `invalid` where nothing would be written or a sample is in two splits, and what the survey throws
 */
export async function writeYolo(options: WriteOptions, job: Job): Promise<WriteReport> {
  const survey = await surveySamples(options, job, WANTED);
  const kind: RowKind = survey.uses.includes('box') ? 'detection' : 'polyline';
  const classes = options.classes === null ? derivedClasses(survey.classes.keys()) : givenClasses(options.classes);
  if (classes.names.length === 0) throw noClasses(survey, kind);
  const holes = options.holes ?? 'bridge';
  if (holes === 'rle') throw noRunLengths();
  await makeFolders(options);
  const plan = { kind, holes, classes: classes.names };
  const { written, skipped, ...done } = await writeLabelFiles(options, job, {
    plan,
    survey,
    wanted: WANTED,
    what: 'writing yolo',
  });
  await writeFile(join(options.out, DATA_YAML), await dataYaml(options.finalOut ?? options.out, classes.names));
  const nouns: Nouns = { file: ['label file'], item: kind === 'polyline' ? ['outline'] : ['box', 'boxes'] };
  return {
    samples: written.samples,
    labels: written.labels,
    skipped,
    notes: [
      ...splitNotes(written, { nouns, media: options.media }),
      ...bareSplitNotes(written),
      ...classNotes(written, classes),
      ...labelNotes(done),
      ...pictureNotes(written),
    ],
  };
}

const WANTED: Wanted = { uses: [['outline'], ['box']], bySplit: true };

/** Makes the folders of all splits, also of one without samples: Ultralytics wants those that `data.yaml` names. */
export async function makeFolders({ out, media }: WriteOptions): Promise<void> {
  for (const split of SPLITS) {
    await mkdir(join(out, 'labels', split), { recursive: true });
    if (media !== 'none') await mkdir(join(out, 'images', split), { recursive: true });
  }
}

function labelNotes({ cut, bridged }: { readonly cut: number; readonly bridged: number }): string[] {
  const notes: string[] = [];
  if (cut > 0) notes.push(`labels cut at the edge of their picture: ${formatCount(cut)}`);
  if (bridged > 0) notes.push(`holes joined to their outline by a line of no width: ${formatCount(bridged)}`);
  return notes;
}

function noRunLengths(): UserError {
  return new UserError('bad-argument', 'yolo has no run lengths', { hint: '--holes is bridge, outer or split there' });
}

function noClasses({ fields }: Survey, kind: RowKind): UserError {
  const what = kind === 'polyline' ? 'closed outline' : 'box';
  return new UserError('invalid', `no ${what} with a class in ${fields.join(', ')}: there is nothing to learn`, {
    hint: 'name another field with --field, or the classes with --classes',
  });
}
