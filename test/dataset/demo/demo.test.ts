import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DemoOptions, readDemo } from '../../../src/dataset/demo/demo.ts';
import type { Progress } from '../../../src/dataset/model/job.ts';
import type { Polyline } from '../../../src/dataset/model/label.ts';
import type { ReadEvent } from '../../../src/dataset/model/read-event.ts';
import type { Sample } from '../../../src/dataset/model/sample.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quadrat-demo-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the demo reef as it comes', () => {
  test('has sixty quadrats with twelve labels each on average, and says what is wrong with them', async () => {
    const events = await read({ media: false });
    const samples = samplesOf(events);
    expect(samples).toHaveLength(60);
    expect(samples.flatMap(labelsOf)).toHaveLength(720);
    expect(events.flatMap((event) => (event.kind === 'note' ? [event.note] : []))).toEqual([
      'planted on purpose: 3 x never annotated (ANN01): MooreaHaa_2020_02.jpg, MooreaE2B_2019_06.jpg, TahitiPun_2022_09.jpg',
      'planted on purpose: 1 x annotated, without any label (ANN01): MooreaHaa_2023_05.jpg',
      'planted on purpose: 2 x fewer than 3 labels (ANN02): MooreaT12_2023_05.jpg, MooreaE2B_2021_08.jpg',
      'planted on purpose: 1 x more than 50 labels (ANN03): TahitiPun_2019_11.jpg',
      'planted on purpose: 2 x outline crosses itself (GEO02): TahitiPun_2019_01.jpg#2, MooreaT12_2022_14.jpg#2',
      'planted on purpose: 2 x outline leaves the picture (GEO03): MooreaHaa_2020_12.jpg#1, TahitiPun_2023_05.jpg#1',
      'planted on purpose: 3 x smaller than 25 px (GEO04): MooreaE2B_2021_03.jpg#11, TahitiPun_2021_03.jpg#13, MooreaE2B_2022_14.jpg#15',
      'planted on purpose: 1 x colony labelled twice, exactly alike (GEO06): MooreaT12_2019_01.jpg#2 #10',
      'planted on purpose: 1 x colony labelled twice, almost alike (GEO06): TahitiPun_2020_12.jpg#2 #20',
      'planted on purpose: 3 x class misspelt (LAB02): TahitiPun_2021_08.jpg#1, MooreaE2B_2020_07.jpg#1, MooreaT12_2021_13.jpg#1',
      'planted on purpose: 2 x same quadrat in two splits (SPL01): MooreaE2B_2022_04.jpg and MooreaE2B_2022_04b.jpg, TahitiPun_2019_06.jpg and TahitiPun_2019_06b.jpg',
    ]);
  });

  test('is the same on every machine', async () => {
    const samples = samplesOf(await read({ media: false }));
    expect(digest(samples)).toBe('3eef9c0e59b4ab68');
    expect(digest(samplesOf(await read({ media: false, seed: 1 })))).not.toBe(digest(samples));
  });

  test('a sample', async () => {
    const [sample] = samplesOf(await read({ media: false }));
    const { labels, ...rest } = sample ?? { labels: {} };
    expect(rest).toEqual({
      filepath: 'MooreaE2B_2019_01.jpg',
      width: 1024,
      height: 768,
      tags: ['train'],
      fields: {
        area: 'Moorea Entre 2 Baies',
        year: 2019,
        quadrat_id: 'MooreaE2B_01',
        cvat_task_id: 101,
        cvat_task_name: 'train_batch_01',
        cvat_subset: 'train',
        cvat_project_name: 'demo_reef_annotated',
      },
      provenance: 'cvat:demo:101:0',
    });
    expect(Object.keys(labels)).toEqual(['gt_polylines']);
  });

  test('has eighteen genera with a long tail, some holes, and what annotators note', async () => {
    const events = await read({ media: false });
    const labels = samplesOf(events).flatMap(labelsOf);
    const counts = new Map<string | null, number>();
    for (const { label } of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    const [classes] = events.flatMap((event) => (event.kind === 'classes' ? [event.classes] : []));
    expect(classes).toHaveLength(18);
    expect(new Set(counts.keys())).toEqual(new Set([...(classes ?? []), 'Montipra']));
    expect(counts.get('Pocillopora')).toBeGreaterThan(120);
    expect(counts.get('Atrea')).toBeLessThan(15);
    const holes = labels.filter(({ rings }) => rings.length > 1).length;
    expect(holes > 0 && holes < 40).toBe(true);
    expect(new Set(labels.map(({ attributes }) => attributes['health']))).toEqual(
      new Set([undefined, 'healthy', 'bleached', 'dead']),
    );
  });

  test('has splits of 42, 12 and 6', async () => {
    const samples = samplesOf(await read({ media: false }));
    const splits = Map.groupBy(samples, ({ tags }) => tags.join());
    expect([...splits].map(([tag, { length }]) => [tag, length])).toEqual([
      ['train', 42],
      ['val', 12],
      ['test', 6],
    ]);
  });
});

test('the mean number of labels is exact at any size worth measuring', async () => {
  const samples = samplesOf(await read({ media: false, samples: 1030, labels: 20 }));
  expect(samples).toHaveLength(1030);
  expect(samples.flatMap(labelsOf)).toHaveLength(20_600);
});

test('hands samples on in batches', async () => {
  const events = await read({ media: false, samples: 450 });
  expect(events.flatMap((event) => (event.kind === 'samples' ? [event.samples.length] : []))).toEqual([200, 200, 50]);
});

test('paints a picture for each sample and reports each', async () => {
  const reported: Progress[] = [];
  const events = await read({ media: true, samples: 3 }, reported);
  const files = samplesOf(events).map(({ filepath }) => filepath);
  expect(readdirSync(folder).sort()).toEqual([...files].sort());
  expect(await sharp(join(folder, files[0] ?? '')).metadata()).toMatchObject({
    format: 'jpeg',
    width: 1024,
    height: 768,
  });
  expect(reported.map(({ done, total, unit }) => [done, total, unit])).toEqual([
    [1, 3, 'pictures'],
    [2, 3, 'pictures'],
    [3, 3, 'pictures'],
  ]);
});

test('the same seed paints the same bytes', async () => {
  const [first] = samplesOf(await read({ media: true, samples: 1 }));
  const file = join(folder, first?.filepath ?? '');
  const bytes = readFileSync(file);
  rmSync(file);
  await read({ media: true, samples: 1 });
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('stops between two pictures', async () => {
  const stop = new AbortController();
  const job = {
    signal: stop.signal,
    report: () => {
      stop.abort();
    },
  };
  await expect(collect(readDemo({ media: true, mediaOut: folder }, job))).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(readdirSync(folder).length).toBeLessThanOrEqual(1);
});

test('hears a request to stop without pictures too', async () => {
  const job = { signal: AbortSignal.timeout(20), report: () => undefined };
  const endless = readDemo({ media: false, samples: 10_000_000, mediaOut: folder }, job);
  await expect(last(endless)).rejects.toMatchObject({ code: 'cancelled' });
});

async function last(events: AsyncIterable<ReadEvent>): Promise<ReadEvent | undefined> {
  let event: ReadEvent | undefined;
  for await (event of events);
  return event;
}

function read(options: Omit<DemoOptions, 'mediaOut'>, reported: Progress[] = []): Promise<ReadEvent[]> {
  const job = { signal: new AbortController().signal, report: (progress: Progress) => void reported.push(progress) };
  return collect(readDemo({ ...options, mediaOut: folder }, job));
}

async function collect(events: AsyncIterable<ReadEvent>): Promise<ReadEvent[]> {
  const all: ReadEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

function samplesOf(events: readonly ReadEvent[]): Sample[] {
  return events.flatMap((event) => (event.kind === 'samples' ? event.samples : []));
}

function labelsOf({ labels }: Sample): readonly Polyline[] {
  return (labels['gt_polylines'] ?? []) as readonly Polyline[];
}

function digest(samples: readonly Sample[]): string {
  return createHash('sha256').update(JSON.stringify(samples)).digest('hex').slice(0, 16);
}
