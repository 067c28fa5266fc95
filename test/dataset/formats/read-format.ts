import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Format, ReadOptions } from '../../../src/dataset/formats/define-format.ts';
import type { Job, Progress, Skipped } from '../../../src/dataset/model/job.ts';
import type { Json, Label } from '../../../src/dataset/model/label.ts';
import type { ReadEvent } from '../../../src/dataset/model/read-event.ts';
import type { Sample } from '../../../src/dataset/model/sample.ts';
import type { Field } from '../../../src/dataset/model/schema.ts';

/** Everything a reader told. */
export type Told = {
  readonly samples: readonly Sample[];
  readonly batches: readonly number[];
  readonly fields: readonly Field[];
  readonly details: Readonly<Record<string, Json>>;
  readonly classes: Readonly<Record<string, readonly string[]>>;
  readonly skipped: readonly Skipped[];
  readonly notes: readonly string[];
  readonly progress: readonly Progress[];
};

const root = mkdtempSync(join(tmpdir(), 'quadrat-read-'));
let folders = 0;

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A new empty folder that is gone after the tests. */
export function newFolder(): string {
  folders += 1;
  const folder = join(root, String(folders));
  mkdirSync(folder);
  return folder;
}

/** Writes a file with its folders and returns its path. */
export function put(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Reads a path with a format to its end. */
export async function readAll(
  format: Format,
  path: string,
  options: Partial<ReadOptions> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Told> {
  const progress: Progress[] = [];
  const job: Job = { signal, report: (one) => progress.push(one) };
  const told = { samples: [] as Sample[], batches: [] as number[], skipped: [] as Skipped[], notes: [] as string[] };
  const classes: Record<string, readonly string[]> = {};
  const fields: Field[] = [];
  const details: Record<string, Json> = {};
  if (format.read === undefined) throw new Error(`${format.name} does not read`);
  const events = format.read({ path, media: null, field: null, mediaOut: newFolder(), ...options }, job);
  for await (const event of events) {
    if (event.kind === 'samples') {
      told.samples.push(...event.samples);
      told.batches.push(event.samples.length);
    } else if (event.kind === 'field') fields.push(event.field);
    else if (event.kind === 'detail') details[event.name] = event.value;
    else if (event.kind === 'classes') classes[event.field] = event.classes;
    else if (event.kind === 'skipped') told.skipped.push(event.skipped);
    else told.notes.push(noteOf(event));
  }
  return { ...told, fields, details, classes, progress };
}

function noteOf(event: ReadEvent): string {
  if (event.kind !== 'note') throw new Error(`readers do not say ${event.kind}`);
  return event.note;
}

/** Labels of a field of a sample; throws where it is missing. */
export function labelsOf(sample: Sample | undefined, field: string): readonly Label[] {
  const labels = sample?.labels[field];
  if (labels === undefined || labels === null) throw new Error(`no ${field}`);
  return labels;
}

/** The one label of a field. */
export function onlyLabel(sample: Sample | undefined, field: string): Label {
  const [label, ...others] = labelsOf(sample, field);
  if (label === undefined || others.length > 0) throw new Error(`${String(others.length + 1)} labels in ${field}`);
  return label;
}
