import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { yolo } from '../../../../src/dataset/formats/yolo/yolo.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { findingsIn } from '../findings-in.ts';
import { outline } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

// What FiftyOne wrote and Ultralytics judged; not everywhere at hand.
const FIFTYONE = '../shared/fiftyone';
const GOLDEN = join(FIFTYONE, 'golden/12/yolo');
const isThere = existsSync(FIFTYONE);
const out = mkdtempSync(join(tmpdir(), 'yolo-golden-'));
afterAll(() => {
  rmSync(out, { recursive: true });
});

type Recorded = {
  readonly default_classes: readonly string[];
  readonly samples: readonly {
    readonly id: string;
    readonly filepath: string;
    readonly tags: readonly string[];
    readonly gt_polylines?: { readonly polylines: readonly RecordedLine[] } | null;
  }[];
};
type RecordedLine = {
  readonly label: string | null;
  readonly points: readonly (readonly (readonly [number, number])[])[];
  readonly closed: boolean;
  readonly filled: boolean;
};

function recordedSamples(): readonly Sample[] {
  const { samples } = JSON.parse(readFileSync(join(FIFTYONE, 'dataset-12.json'), 'utf8')) as Recorded;
  return samples.map(({ id, filepath, tags, gt_polylines: lines }) => {
    const labels = lines?.polylines.map(({ label, points, closed, filled }) =>
      outline(label, [], { closed, filled, rings: points.map((ring) => ({ xy: ring.flat(), hole: false })) }),
    );
    return { id, filepath, width: null, height: null, tags, fields: {}, labels: { gt: labels ?? null } };
  });
}

/** Rows that FiftyOne wrote in a split, of all label files. */
function goldenRows(): Map<string, Set<string>> {
  const rows = new Map<string, Set<string>>();
  for (const split of ['train', 'val', 'test']) {
    const files = readdirSync(join(GOLDEN, 'labels', split));
    const lines = files.flatMap((file) => readFileSync(join(GOLDEN, 'labels', split, file), 'utf8').split('\n'));
    rows.set(split, new Set(lines));
  }
  return rows;
}

function goldenClasses(): string[] {
  const text = readFileSync(join(FIFTYONE, 'golden/12/yolo/dataset.yaml'), 'utf8');
  return [...text.matchAll(/^ {2}\d+: (.+)$/gm)].map(([, name = '']) =>
    name.startsWith('"') ? (JSON.parse(name.replaceAll('\\x', '\\u00')) as string) : name,
  );
}

describe.skipIf(!isThere)('beside FiftyOne', () => {
  test('plain outlines are the same rows, number for number', async () => {
    const samples = recordedSamples();
    const options = writeOptions({ out, media: '/nowhere' }, samples, { media: 'none', classes: goldenClasses() });
    const report = await yolo.write(options, job());
    const golden = goldenRows();
    const written = ['train', 'val', 'test'].flatMap((split) =>
      readdirSync(join(out, 'labels', split)).flatMap((file) =>
        readFileSync(join(out, 'labels', split, file), 'utf8')
          .split('\n')
          .filter((row) => row !== '' && golden.get(split)?.has(row) !== true)
          .map((row) => `${split} ${row}`),
      ),
    );
    // Only what is cut at the edge, and the ring with an inner ring, is written in another way.
    expect(written.map((row) => row.split(' ').slice(0, 2).join(' ')).sort()).toEqual([
      'test 21',
      'test 22',
      'train 0',
    ]);
    expect(report.notes.slice(0, 3)).toEqual([
      'train: 5 label files, 17 outlines',
      'val: 2 label files (1 empty), 3 outlines',
      'test: 2 label files, 5 outlines',
    ]);
    expect(Object.fromEntries(report.skipped.map(({ reason, count }) => [reason, count]))).toEqual({
      'labels without a class': 1,
      'open lines, which enclose nothing': 1,
      'outlines with fewer than 3 distinct points in the picture': 4,
      'rows that repeat another of the same picture': 1,
      'samples in none of the splits train, val, test': 1,
      'samples that were never annotated': 2,
    });
  });

  test('findings in what FiftyOne wrote', async () => {
    const findings = await findingsIn(yolo, GOLDEN);
    const said = findings
      .filter(({ check }) => check !== 'summary')
      .map(({ severity, check, where }) => `${severity} ${check} ${where}`);
    expect(said).toEqual([
      'info data-yaml dataset.yaml',
      'error data-yaml dataset.yaml',
      'info data-yaml dataset.yaml',
      'error folder dataset.yaml',
      'error mixed labels/train/B1_2013_q01-2.txt:2',
      'error row labels/train/B1_2013_q01-2.txt:3',
      'error row labels/train/B1_2013_q01-2.txt:5',
      'error folder dataset.yaml',
      'warning duplicate labels/val/M2_2020_q03.txt:2',
      'warning folder dataset.yaml',
      'warning coordinate labels/test/Tikehau é 2018 & <1>.txt:1',
      'warning coordinate labels/test/Tikehau é 2018 & <1>.txt:2',
    ]);
  });

  // The body of a skipped block is run too.
  const sets = isThere ? ['12', '300-first-25', 'taglab'] : [];
  const folders = sets.flatMap((set) =>
    readdirSync(join(FIFTYONE, 'golden', set))
      .filter((name) => name.startsWith('yolo'))
      .map((name) => join(FIFTYONE, 'golden', set, name)),
  );
  test.each(folders)('a picture is refused exactly where Ultralytics refuses it: %s', async (folder) => {
    const findings = await findingsIn(yolo, folder);
    const refused = new Set(
      findings
        .filter(({ check, severity }) => severity === 'error' && /^(?:row|mixed|class|coordinate)$/.test(check))
        .map(({ where }) => where.replace(/:\d+$/, '')),
    );
    const { files } = JSON.parse(readFileSync(join(FIFTYONE, 'golden/12/ultralytics.json'), 'utf8')) as Judged;
    const judged = Object.entries(files).filter(([path]) => folder.endsWith(join('12', path.split('/')[0] ?? '')));
    const expected = judged
      .filter(([, { corrupt }]) => corrupt === 1)
      .map(([path]) => path.slice(basename(folder).length + 1));
    if (judged.length > 0) expect([...refused]).toEqual(expected);
    else expect(findings.length).toBeGreaterThan(0);
  });
});

type Judged = { readonly files: Readonly<Record<string, { readonly corrupt: number }>> };
