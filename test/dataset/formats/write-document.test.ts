import { readdirSync, writeFileSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';
import { UserError } from '../../../src/diagnostics.ts';
import { writeDocument } from '../../../src/dataset/formats/write-document.ts';
import { newFolder } from './read-format.ts';
import { job } from './write-options.ts';

let temporary = '';

beforeEach(() => {
  temporary = newFolder();
  vi.stubEnv('TMPDIR', temporary);
});

/** More than is handed over at once, with characters of one to four bytes at every place. */
const TEXT = 'aé珊🪸'.repeat(100_000);

function filled(file: string): Promise<string> {
  writeFileSync(file, TEXT);
  return Promise.resolve('report');
}

test('hands over all of it in pieces that end between characters', async () => {
  const pieces: string[] = [];
  const sent = await writeDocument(
    (text) => {
      pieces.push(text);
      // Nothing would be left behind if the process ended here, as where the reader has gone.
      expect(readdirSync(temporary)).toEqual([]);
      return Promise.resolve();
    },
    job(),
    filled,
  );
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.join('')).toBe(TEXT);
  expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  expect(sent).toMatchObject({ report: 'report', bytes: Buffer.byteLength(TEXT) });
  expect(readdirSync(temporary)).toEqual([]);
});

test('nothing is handed over of what was not written whole', async () => {
  const send = (): Promise<void> => Promise.reject(new Error('was handed over'));
  const fill = async (file: string): Promise<string> => {
    await filled(file);
    throw new UserError('invalid', 'half of it');
  };
  await expect(writeDocument(send, job(), fill)).rejects.toThrow('half of it');
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  await expect(writeDocument(send, job(), () => Promise.reject(full))).rejects.toMatchObject({
    code: 'unwritable',
    message: `there is no room in ${temporary}, where a document is made before it is written`,
  });
  expect(readdirSync(temporary)).toEqual([]);
});

test('who stops it meanwhile is heard', async () => {
  const controller = new AbortController();
  let pieces = 0;
  const send = (): Promise<void> => {
    pieces += 1;
    controller.abort();
    return Promise.resolve();
  };
  await expect(writeDocument(send, job(controller.signal), filled)).rejects.toMatchObject({ code: 'cancelled' });
  expect(pieces).toBe(1);
  expect(readdirSync(temporary)).toEqual([]);
});
