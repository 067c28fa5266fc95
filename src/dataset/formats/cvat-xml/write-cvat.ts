import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClassMap, derivedClasses, givenClasses } from '../../model/class-map.ts';
import type { Job } from '../../model/job.ts';
import type { Label } from '../../model/label.ts';
import { tally } from '../../model/tally.ts';
import type { WriteOptions, WriteReport } from '../define-format.ts';
import { joinParts, partFile } from '../writing/part-file.ts';
import type { AnyPlaced, Made, Placed } from '../writing/placed.ts';
import type { Split } from '../writing/split.ts';
import { surveySamples, type Wanted } from '../writing/survey.ts';
import { writeSamples } from '../writing/write-samples.ts';
import { classNotes, pictureNotes } from '../writing/written.ts';
import { counted, formatCount } from '../../model/counted.ts';
import { type CvatElement, elementsOf } from './cvat-element.ts';
import { CVAT_FIELDS } from './cvat-fields.ts';
import { headXml } from './head-xml.ts';
import { elementXml, type Sorted, sortAttributes } from './label-xml.ts';
import { type LabelMeta, labelMeta } from './label-meta.ts';
import { openTag } from './xml-text.ts';

/**
 * Writes `annotations.xml`, CVAT for images 1.1, and `images`, where those of a split lie in a folder of its name, as a server
 * lays out and looks for the subsets of a project. Samples without labels are listed, whether they are missing
 * or empty: the format has one word for both.
 *
 * @throws UserError `invalid` where nothing would be written, and what the survey throws
 */
export async function writeCvat(options: WriteOptions, job: Job): Promise<WriteReport> {
  const survey = await surveySamples(options, job, WANTED);
  const classes = options.classes === null ? derivedClasses(survey.classes.keys()) : givenClasses(options.classes);
  await mkdir(options.out, { recursive: true });
  const images = await partFile(join(options.out, '.images.part'));
  const work: Work = { options, classes, meta: labelMeta(), lost: { confidences: 0, tags: 0 } };
  try {
    const { written, skipped } = await writeSamples<CvatMade>(options, job, {
      wanted: WANTED,
      needs: { size: true },
      refuses: ({ size }) => (size === null ? 'samples whose picture has no known size' : undefined),
      survey,
      what: 'writing cvat',
      pictureFolder,
      write: (placed) => make(placed, work),
      take: async (made, placed) => {
        await images.add(imageXml(made, placed, work));
      },
    });
    const pieces = [headXml(written, work.meta.xml(classes.names)), images, '</annotations>\n'];
    await joinParts(join(options.out, 'annotations.xml'), pieces);
    const shapes = Object.values(written.splits).reduce((sum, { items }) => sum + items, 0);
    return {
      samples: written.samples,
      labels: written.labels,
      skipped,
      notes: [
        `${counted(written.samples, 'image')}, ${counted(shapes, 'shape')}`,
        ...lostNotes(work),
        ...classNotes(written, classes),
        ...pictureNotes({ ...written, emptied: 0 }),
      ],
    };
  } finally {
    await images.close();
  }
}

function pictureFolder(split: Split | undefined): string {
  return split === undefined ? 'images' : `images/${split}`;
}

const WANTED: Wanted = {
  uses: [['outline', 'line', 'mask'], ['box'], ['points'], ['class']],
  mixed: true,
  bySplit: false,
  together: Object.values(CVAT_FIELDS),
};

type Work = {
  readonly options: WriteOptions;
  readonly classes: ClassMap;
  readonly meta: LabelMeta;
  /** What CVAT has no place for. */
  readonly lost: { confidences: number; tags: number };
};

type Shape = { readonly label: Label; readonly sorted: Sorted; readonly element: CvatElement };
type CvatMade = Made & { readonly shapes: readonly Shape[] };

function make({ sample, labels, picture }: Placed, { options, classes }: Work): CvatMade {
  const skipped = tally();
  const shapes: Shape[] = [];
  const found = new Set<number>();
  let count = 0;
  labels.forEach((label, i) => {
    const name = `${sample.filepath}#${String(i + 1)}`;
    const index = label.label === null ? undefined : classes.indexOf(label.label);
    const size = picture.size ?? { width: 1, height: 1 };
    const made = elementsOf(label, { size, holes: options.holes ?? 'bridge' });
    if (label.label === null) skipped.count('labels without a class', name);
    else if (index === undefined) skipped.count(`labels of a class that is not in the list: ${label.label}`, name);
    else if ('reason' in made) skipped.count(made.reason, name);
    else {
      if (made.complaint !== undefined) skipped.count(made.complaint, name);
      const sorted = sortAttributes(label.attributes, made.said);
      shapes.push(...made.elements.map((element) => ({ label, sorted, element })));
      found.add(index);
      count += 1;
    }
  });
  return { labels: count, items: shapes.length, classes: found, skipped: skipped.list(), shapes };
}

function imageXml({ shapes }: CvatMade, placed: AnyPlaced, { meta, lost }: Work): string {
  const { split, picture, name, number } = placed;
  for (const { confidence, tags } of new Set(shapes.map(({ label }) => label))) {
    if (confidence !== null) lost.confidences += 1;
    if (tags.length > 0) lost.tags += 1;
  }
  const tag = openTag('image', {
    id: number,
    name: name + picture.extension,
    subset: split,
    width: picture.size?.width,
    height: picture.size?.height,
  });
  const list = shapes.map(({ label, element, sorted }) => elementXml(label, element, sorted, meta));
  return `  ${tag}>\n${list.join('')}  </image>\n`;
}

function lostNotes({ lost: { confidences, tags } }: Work): string[] {
  return [
    ...(confidences > 0 ? [`confidences, which CVAT has no place for: ${formatCount(confidences)}`] : []),
    ...(tags > 0 ? [`labels whose tags CVAT has no place for: ${formatCount(tags)}`] : []),
  ];
}
