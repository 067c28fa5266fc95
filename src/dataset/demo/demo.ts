import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '../../diagnostics.ts';
import { writeJpeg } from '../media/write-jpeg.ts';
import type { Job } from '../model/job.ts';
import type { ReadEvent } from '../model/read-event.ts';
import type { Sample } from '../model/sample.ts';
import { FAULTS, type FaultKind, type PlantedFault } from './faults.ts';
import { GENERA } from './genera.ts';
import { makePainter } from './paint/picture.ts';
import { FIELD, type ReefSample, reefSamples } from './reef.ts';

/** What the demo reef is to be like. */
export type DemoOptions = {
  /** How many pictures; default 60. */
  readonly samples?: number;
  /** How many labels a picture on average; default 12. The mean is exact for 20 samples and more. */
  readonly labels?: number;
  /** Another seed, another reef; default 0. The same one is the same reef on every machine. */
  readonly seed?: number;
  /** Whether pictures are painted. */
  readonly media: boolean;
  /** Absolute path of an existing folder for the pictures. */
  readonly mediaOut: string;
};

/** The size of the reef where nothing is asked for. */
export const DEMO_SIZE = { samples: 60, labels: 12, seed: 0 } as const;

/**
 * Makes the demo reef: coral quadrats with closed polylines in `gt_polylines`, the usual fields, and a known number of
 * each ordinary fault, which the notes at the end list. Streams, whatever the number of samples.
 */
export async function* readDemo({ media, mediaOut, ...size }: DemoOptions, job: Job): AsyncIterable<ReadEvent> {
  const options = { ...DEMO_SIZE, ...size };
  yield { kind: 'classes', field: FIELD, classes: GENERA.map(({ name }) => name) };
  const planted = new Map<FaultKind, Planted>();
  const pictures = media ? picturesIn(mediaOut, options.seed) : noPictures;
  let batch: Sample[] = [];
  let done = 0;
  for (const made of reefSamples(options)) {
    throwIfCancelled(job.signal);
    await pictures.add(made);
    if (made.fault !== null) count(made.fault, planted);
    batch.push(made.sample);
    done++;
    if (media || done % BATCH === 0) {
      job.report({ what: 'growing the demo reef', done, total: options.samples, unit: media ? 'pictures' : 'samples' });
    }
    if (batch.length < BATCH) continue;
    await pictures.flush();
    yield { kind: 'samples', samples: batch };
    batch = [];
  }
  await pictures.flush();
  if (batch.length > 0) yield { kind: 'samples', samples: batch };
  for (const note of notes(planted)) yield { kind: 'note', note };
}

/** Samples handed on at once. */
const BATCH = 200;
/** Pictures encoded and written while the next is painted. */
const IN_FLIGHT = 3;

type Pictures = { readonly add: (made: ReefSample) => Promise<void>; readonly flush: () => Promise<void> };

/** Lets others have a turn, so that a request to stop is heard. */
const noPictures: Pictures = { add: () => Promise.resolve(), flush: () => setImmediate() };

function picturesIn(folder: string, seed: number): Pictures {
  const paint = makePainter();
  const writing: Promise<void>[] = [];
  return {
    add: async ({ sample, colonies, ...look }) => {
      while (writing.length >= IN_FLIGHT) await writing.shift();
      const written = writeJpeg(join(folder, sample.filepath), paint(colonies, { seed, ...look }));
      written.catch(() => undefined); // awaited later: not unhandled until then
      writing.push(written);
    },
    flush: async () => {
      await Promise.all(writing.splice(0));
    },
  };
}

type Planted = { count: number; readonly examples: string[] };

function count({ fault, samples, labels }: PlantedFault, planted: Map<FaultKind, Planted>): void {
  const entry = planted.get(fault) ?? { count: 0, examples: [] };
  planted.set(fault, entry);
  entry.count++;
  if (entry.examples.length < 5) {
    entry.examples.push(samples.join(' and ') + labels.map((label) => `#${String(label + 1)}`).join(' '));
  }
}

function notes(planted: ReadonlyMap<FaultKind, Planted>): string[] {
  const kinds = (Object.keys(FAULTS) as FaultKind[]).filter((kind) => planted.has(kind));
  return kinds.map((kind) => {
    const { count: total, examples } = planted.get(kind) ?? { count: 0, examples: [] };
    const more = total > examples.length ? `, and ${String(total - examples.length)} more` : '';
    return `planted on purpose: ${String(total)} x ${FAULTS[kind].summary} (${FAULTS[kind].check}): ${examples.join(', ')}${more}`;
  });
}
