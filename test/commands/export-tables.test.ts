import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UserError } from '../../src/diagnostics.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeEach(async () => {
  demo = await openDemoSession({ samples: 3 });
});

afterEach(async () => {
  await demo[Symbol.asyncDispose]();
});

async function failure(line: string): Promise<Partial<UserError>> {
  const { error } = await demo.session.submit(line);
  if (error === undefined) throw new Error(`${line} went through`);
  const { code, message, hint } = error as UserError;
  return { code, message, ...(hint !== undefined && { hint }) };
}

describe.each(['csv', 'json', 'jsonl', 'md', 'parquet'])('%s', (format) => {
  test.each([
    '--missing error',
    '--missing skip',
    '--classes Porites',
    '--split-by area',
    '--split-by nofield',
    '--media copy',
  ])('has no use for %s, and says so', async (flags) => {
    const [flag = ''] = flags.split(' ');
    expect(await failure(`export ${format} out -d demo ${flags}`)).toMatchObject({
      code: 'usage',
      message: `${format} has no use for ${flag}`,
    });
    expect(existsSync(join(demo.home, 'out'))).toBe(false);
  });

  test('says which field there is, where one is meant that is not', async () => {
    expect(await failure(`export ${format} out -d demo --rows labels --field gt_polyline`)).toEqual({
      code: 'unknown-field',
      message: 'no label field gt_polyline',
      hint: 'did you mean gt_polylines?',
    });
    expect(existsSync(join(demo.home, 'out'))).toBe(false);
  });

  test('writes the labels of a field', async () => {
    const { error } = await demo.session.submit(`export ${format} out -d demo --rows labels --field gt_polylines`);
    expect(error).toBeUndefined();
    expect(readFileSync(join(demo.home, 'out')).length).toBeGreaterThan(500);
  });
});

test('a field of samples is of use only where their labels are written', async () => {
  expect(await failure('export csv out -d demo --field gt_polylines')).toEqual({
    code: 'usage',
    message: 'a row of csv is a sample, which has no use for --field',
    hint: '--rows labels writes a row a label',
  });
  expect((await failure('export parquet out -d demo --field typo')).code).toBe('unknown-field');
  expect((await demo.session.submit('export parquet out -d demo --field gt_polylines')).error).toBeUndefined();
  expect(await failure("export csv result -d demo --table ds.countValues('area') --field gt_polylines")).toEqual({
    code: 'usage',
    message: 'a result is written as it is: --field says which labels of samples are written',
  });
});
