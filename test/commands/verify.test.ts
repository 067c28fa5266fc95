import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/diagnostics.ts';
import { countFindings, isFailing } from '../../src/output.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;
const KNOWN = 'coco, yolo, yolo-pose, masks, cvat, fiftyone';

beforeAll(async () => {
  demo = await openDemoSession({ samples: 4 });
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

async function failure(statement: string): Promise<UserError> {
  const { error } = await demo.session.submit(statement);
  if (error instanceof UserError) return error;
  throw new Error(`${statement} is not refused`, { cause: error });
}

describe('what cannot be verified', () => {
  test.each(['csv', 'jsonl', 'parquet', 'md'])('a table: %s', async (format) => {
    writeFileSync(join(demo.home, `x.${format}`), 'a\n');
    for (const statement of [`verify x.${format}`, `verify ${format} x.${format}`]) {
      expect(await failure(statement)).toMatchObject({
        message: `files of ${format} cannot be verified`,
        hint: `verify knows ${KNOWN}`,
      });
    }
  });

  test('JSON that nothing tells', async () => {
    writeFileSync(join(demo.home, 'x.json'), '[{"a": 1}]');
    expect((await failure('verify x.json')).hint).toBe(
      `verify knows ${KNOWN}: where it is one of them, name it before the path`,
    );
  });
});

test('counts are true where many findings of a kind are not kept', async () => {
  const root = join(demo.home, 'rows');
  for (const folder of ['images/train', 'images/val', 'labels/train'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'data.yaml'), `path: ${root}\ntrain: images/train\nval: images/val\nnc: 1\nnames: [A]\n`);
  const rows = Array.from({ length: 30 }, (_, i) => `0 x ${String(i)}\n`).join('');
  writeFileSync(join(root, 'labels/train/0.txt'), rows);
  for (let i = 1; i < 60; i++)
    copyFileSync(join(root, 'labels/train/0.txt'), join(root, `labels/train/${String(i)}.txt`));
  const { output } = await demo.session.submit('verify rows');
  if (output?.kind !== 'findings') throw new Error('no findings');
  const errors = output.findings.filter(({ check }) => check === 'row');
  expect(errors).toHaveLength(1001);
  expect(errors.at(-1)).toMatchObject({
    message: '377 more of this kind: only the first 1,000 are listed',
    where: 'rows',
  });
  expect(countFindings(errors)).toBe(1800);
  expect(isFailing(output)).toBe(true);
});
