import { formatCount } from '../../model/counted.ts';
import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import { tally, type Tally } from '../../model/tally.ts';
import type { VerifyFinding } from '../define-format.ts';
import { readDatasetDocument } from './dataset-document.ts';
import type { DeclaredField } from './declared-fields.ts';
import { exportFolder } from './export-folder.ts';
import { objectIdIn } from './extended-json.ts';
import type { Told } from './place.ts';
import { readSample } from './read-sample.ts';
import { type SampleDocument, sampleDocuments } from './sample-documents.ts';

/**
 * Reads an export as an import would, and reports everything that would end it, sample by sample; then what an import would
 * leave out or note, counted, and pictures that are not there.
 *
 * @throws UserError `not-found` or `unreadable` where there are no such files, `unsupported` for other media than pictures
 */
export async function* verifyFiftyone(path: string, job: Job): AsyncGenerator<VerifyFinding> {
  try {
    yield* findingsIn(exportFolder(path), job);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'invalid') throw error;
    yield { check: 'readable', severity: 'error', message: error.message, where: path };
  }
}

async function* findingsIn(folder: string, job: Job): AsyncGenerator<VerifyFinding> {
  const { fields, notes } = await readDatasetDocument(folder);
  const work: Work = {
    folder,
    fields: new Map(fields.map((declared) => [declared.key, declared])),
    ids: new Set(),
    told: { dropped: tally(), noted: tally() },
    absent: tally(),
  };
  for await (const documents of sampleDocuments(folder, job)) {
    for (const document of documents) {
      throwIfCancelled(job.signal);
      yield* sampleFindings(document, work);
    }
    await setImmediate();
  }
  yield* countedFindings(work.absent, 'picture', 'warning');
  yield* countedFindings(work.told.dropped, 'left-out', 'warning');
  yield* countedFindings(work.told.noted, 'kept', 'info');
  for (const message of notes) yield { check: 'dataset', severity: 'info', message, where: 'metadata.json' };
}

type Work = {
  readonly folder: string;
  readonly fields: Map<string, DeclaredField>;
  readonly ids: Set<string>;
  readonly told: Told;
  readonly absent: Tally;
};

function* sampleFindings({ document, file, index }: SampleDocument, work: Work): Generator<VerifyFinding> {
  const id = objectIdIn(document['_id']) ?? `number ${String(index)}`;
  const where = `${file}, sample ${id}`;
  if (work.ids.has(id)) {
    yield { check: 'identity', severity: 'error', message: 'a sample before it has the same id', where };
  }
  work.ids.add(id);
  try {
    const sample = readSample(document, work.fields, { file, sample: id, told: work.told, folder: work.folder });
    if (sample !== null && !existsSync(sample.filepath))
      work.absent.count('pictures that are not there', sample.filepath);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    yield { check: 'sample', severity: 'error', message: error.message.slice(file.length + 2), where: file };
  }
}

function* countedFindings(counts: Tally, check: string, severity: VerifyFinding['severity']): Generator<VerifyFinding> {
  for (const { reason, count, examples } of counts.list()) {
    const message = `${formatCount(count)} ${reason}`;
    yield { check, severity, message, where: examples[0] ?? '' };
  }
}
