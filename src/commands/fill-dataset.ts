import type { DatasetWriter, Library } from '../dataset/library.ts';
import type { Job, Skipped } from '../dataset/model/job.ts';
import type { ReadEvent } from '../dataset/model/read-event.ts';
import type { Output } from '../output.ts';
import { madeOutput } from './made-output.ts';

/** Makes a dataset of what a reader yields; nothing of it exists unless all of it was read. @throws UserError */
export async function fillDataset(
  name: string,
  { library, job, statement }: { readonly library: Library; readonly statement: string; readonly job: Job },
  open: (mediaOut: string) => AsyncIterable<ReadEvent>,
): Promise<Output> {
  const skipped: Skipped[] = [];
  const notes: string[] = [];
  const created = await library.create(name, { statement, job }, async (writer) => {
    for await (const event of open(writer.mediaOut)) take(event, writer, skipped, notes);
  });
  return madeOutput(name, { ...created, notes: [...notes, ...created.notes] }, { skipped });
}

function take(event: ReadEvent, writer: DatasetWriter, skipped: Skipped[], notes: string[]): void {
  switch (event.kind) {
    case 'samples':
      writer.write(event.samples);
      break;
    case 'packed':
      writer.writeBatch(event.batch);
      break;
    case 'field':
      writer.declareField(event.field);
      break;
    case 'detail':
      writer.setDetail(event.name, event.value);
      break;
    case 'classes':
      writer.setClasses(event.field, event.classes);
      break;
    case 'skipped':
      skipped.push(event.skipped);
      break;
    case 'note':
      notes.push(event.note);
      break;
  }
}
