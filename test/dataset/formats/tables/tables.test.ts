import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planExport } from '../../../../src/dataset/formats/plan-export.ts';
import { writeOneFile } from '../../../../src/dataset/formats/atomic-file.ts';
import type { WriteOptions } from '../../../../src/dataset/formats/define-format.ts';
import { csv } from '../../../../src/dataset/formats/tables/csv.ts';
import { jsonl } from '../../../../src/dataset/formats/tables/jsonl.ts';
import { md } from '../../../../src/dataset/formats/tables/markdown.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import type { Answer, Value } from '../../../../src/dataset/query/answer.ts';
import { newFolder } from '../read-format.ts';
import { outline } from '../sample-of.ts';
import { job, writeOptions, nothingReferred as referred } from '../write-options.ts';

const ID = '0123456789abcdef01234567';
const label = outline('Porites', [0, 0, 0.5, 0, 0.5, 0.5], { id: ID, confidence: 0.5, attributes: { depth: 3 } });
const samples: Sample[] = [
  {
    ...{ id: ID, filepath: 'a "1", b.jpg', width: 64, height: null, tags: ['train', 'qc'] },
    fields: { year: 2021, note: '', day: new Date('2021-05-01T00:00:00Z'), list: [1, null] },
    labels: { gt: [label], none: null },
  },
  { filepath: 'b.jpg', width: null, height: null, tags: [], fields: {}, labels: { gt: [], none: null } },
];
const fields = [
  ...['year', 'note', 'day', 'list'].map((name) => ({ kind: 'value' as const, name, type: 'string' as const })),
  ...['gt', 'none'].map((name) => ({
    kind: 'labels' as const,
    name,
    label: 'polyline' as const,
    list: true,
    attributes: {},
  })),
];

async function written(
  format: typeof csv | typeof jsonl | typeof md,
  more: Partial<WriteOptions> = {},
): Promise<string> {
  const out = join(newFolder(), 'table');
  const options = writeOptions({ out, media: '/nowhere' }, samples, { ...more });
  await format.write({ ...options, dataset: { ...options.dataset, fields } }, job());
  return readFileSync(out, 'utf8');
}

const answer = (columns: readonly string[], rows: readonly (readonly Value[])[]): Answer => ({
  kind: 'table',
  columns: columns.map((name) => ({ name, type: 'mixed' })),
  rows,
  total: rows.length,
});

describe('csv', () => {
  test('a row a sample: missing is empty, an empty text is in quotes', async () => {
    expect(await written(csv)).toBe(
      [
        'id,filepath,tags,metadata.width,metadata.height,year,note,day,list,gt,none',
        `${ID},"a ""1"", b.jpg","[""train"",""qc""]",64,,2021,"",2021-05-01T00:00:00.000Z,"[1,null]",1,`,
        '"",b.jpg,[],,,,,,,0,',
        '',
      ].join('\n'),
    );
  });

  test('a row a label, with box and area as fractions', async () => {
    expect(await written(csv, { rows: 'labels' })).toBe(
      [
        'sample,filepath,field,id,kind,label,confidence,tags,x,y,width,height,area,vertices,attributes',
        `${ID},"a ""1"", b.jpg",gt,${ID},polyline,Porites,0.5,[],0,0,0.5,0.5,0.125,3,"{""depth"":3}"`,
        '',
      ].join('\n'),
    );
  });

  test('a result', async () => {
    expect(
      await written(csv, {
        table: answer(
          ['area', 'count'],
          [
            ['Haapiti', 3],
            [null, NaN],
          ],
        ),
      }),
    ).toBe('area,count\nHaapiti,3\n,NaN\n');
    expect(await written(csv, { table: { kind: 'list', values: ['a', null] } })).toBe('value\na\n\n');
    expect(await written(csv, { table: { kind: 'scalar', value: 7 } })).toBe('value\n7\n');
    await expect(written(csv, { table: { kind: 'view', samples: 1, labels: {} } })).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });

  test('what was written is read back the same', async () => {
    const cell = fc.oneof(fc.constant(null), fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', ' ') }));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        expect(parsed(await written(csv, { table: answer(['x', 'y'], rows) }))).toEqual([['x', 'y'], ...rows]);
      }),
      { numRuns: 50 },
    );
  });
});

/** Reads CSV cell by cell; an empty cell without quotes is missing. */
function parsed(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n"]*))([,\n])/gu)) {
    row.push(match[1]?.replaceAll('""', '"') ?? (match[2] === '' ? null : (match[2] ?? null)));
    if (match[3] !== '\n') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('jsonl', () => {
  test('whole samples, as --json prints them', async () => {
    const lines = (await written(jsonl))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([
      {
        ...{ id: ID, filepath: 'a "1", b.jpg', tags: ['train', 'qc'], metadata: { width: 64, height: null } },
        ...{ year: 2021, note: '', day: '2021-05-01T00:00:00.000Z', list: [1, null] },
        gt: [
          expect.objectContaining({
            id: ID,
            label: 'Porites',
            points: [
              [
                [0, 0],
                [0.5, 0],
                [0.5, 0.5],
              ],
            ],
          }) as unknown,
        ],
        none: null,
      },
      {
        ...{ id: null, filepath: 'b.jpg', tags: [], metadata: { width: null, height: null } },
        ...{ year: null, note: null, day: null, list: null, gt: [], none: null },
      },
    ]);
  });

  test('rows of a result, labels', async () => {
    expect(await written(jsonl, { table: answer(['a', 'b'], [[1, NaN]]) })).toBe('{"a":1,"b":{"$float":"NaN"}}\n');
    expect(JSON.parse(await written(jsonl, { rows: 'labels' }))).toMatchObject({
      field: 'gt',
      label: 'Porites',
      area: 0.125,
    });
  });
});

test('md escapes what would be taken for markup', async () => {
  const table = answer(['a|b', '*'], [['<b>\n_x_', null]]);
  expect(await written(md, { table })).toBe(
    '| a\\|b | \\* |\n| --- | --- |\n| &lt;b>\\<br>\\_x\\_ |  |\n'.replace('\\<br>', '<br>'),
  );
});

describe('a file, whole or not at all', () => {
  test('it is there when all is written, and nothing else', async () => {
    const folder = newFolder();
    const target = join(folder, 'deep/a.csv');
    const { report, tree } = await writeOneFile(target, { overwrite: false, job: job(), referred }, (file) => {
      writeFileSync(file, 'abc');
      return Promise.resolve(7);
    });
    expect([report, tree.files, tree.bytes]).toEqual([7, 1, 3]);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['a.csv']);
  });

  test('what is there is kept unless told, and where writing fails', async () => {
    const folder = newFolder();
    const target = join(folder, 'a.csv');
    writeFileSync(target, 'old');
    const write = (overwrite: boolean, fill: () => Promise<void>): Promise<unknown> =>
      writeOneFile(target, { overwrite, job: job(), referred }, fill);
    await expect(write(false, () => Promise.resolve())).rejects.toMatchObject({ code: 'exists' });
    await expect(write(true, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.csv']);
    await expect(
      writeOneFile(folder, { overwrite: true, job: job(), referred }, () => Promise.resolve()),
    ).rejects.toThrow('is no file');
    expect(existsSync(folder)).toBe(true);
  });

  test('what somebody puts there meanwhile is kept', async () => {
    const target = join(newFolder(), 'a.csv');
    const meanwhile = (file: string): Promise<void> => {
      writeFileSync(file, 'ours');
      writeFileSync(target, 'theirs');
      return Promise.resolve();
    };
    await expect(writeOneFile(target, { overwrite: false, job: job(), referred }, meanwhile)).rejects.toMatchObject({
      code: 'exists',
      message: `${target} is there already`,
    });
    expect(readFileSync(target, 'utf8')).toBe('theirs');
  });

  test('a picture that a dataset is made of is not replaced, and a plan says so', async () => {
    const target = join(newFolder(), 'a.jpg');
    writeFileSync(target, 'picture');
    const used = (): Promise<ReadonlyMap<string, string>> => Promise.resolve(new Map([['', 'reef']]));
    const fill = (file: string): Promise<void> => {
      writeFileSync(file, 'table');
      return Promise.resolve();
    };
    const refusal = { code: 'exists', message: `${target} is a picture that the dataset reef is made of` };
    const existing = { how: 'overwrite', format: 'csv' } as const;
    await expect(writeOneFile(target, { overwrite: true, job: job(), referred: used }, fill)).rejects.toMatchObject(
      refusal,
    );
    await expect(
      planExport(target, { isFile: true, job: job(), existing, referred: used }, fill),
    ).rejects.toMatchObject(refusal);
    expect(readFileSync(target, 'utf8')).toBe('picture');
  });
});
