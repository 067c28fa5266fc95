import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unpackChunk } from '../../../../src/dataset/cvat/pull/unpack-chunk.ts';
import { hasRecordings, RECORDINGS } from '../../../support/cvat-server/recorded-world.ts';
import { storedZip } from '../../../support/cvat-server/stored-zip.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quadrat-chunk-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const MEMBERS = ['one', 'two', 'three'].map((text, i) => ({ name: `00000${String(i)}.jpg`, bytes: Buffer.from(text) }));

/** Unpacks what is wanted, and says which places were told. */
async function unpack(zip: Buffer, expected: number, wanted: readonly number[]): Promise<readonly number[]> {
  const path = join(folder, 'chunk.zip');
  writeFileSync(path, zip);
  const told: number[] = [];
  const targets = new Map(wanted.map((place) => [place, join(folder, 'out', `${String(place)}.jpg`)]));
  const signal = new AbortController().signal;
  await unpackChunk(path, { expected, targets, signal, done: (place) => told.push(place) });
  return told;
}

const read = (place: number): string => readFileSync(join(folder, 'out', `${String(place)}.jpg`), 'utf8');

test('pictures go to their places, those that are not wanted stay out', async () => {
  expect(await unpack(storedZip(MEMBERS.toReversed()), 3, [0, 2])).toEqual([0, 2]);
  expect([read(0), read(2)]).toEqual(['one', 'three']);
  expect(existsSync(join(folder, 'out', '1.jpg'))).toBe(false);
});

describe('what is damaged is worth asking for again, and leaves no file', () => {
  const whole = storedZip(MEMBERS);
  const spoilt = Buffer.from(whole);
  spoilt.write('X', whole.indexOf('three'));

  test.each([
    ['no zip', Buffer.from('<html>')],
    ['a zip that is cut', whole.subarray(0, -10)],
    ['too few pictures', storedZip(MEMBERS.slice(1))],
    ['another checksum', spoilt],
  ])('%s', async (_what, zip) => {
    await expect(unpack(zip, 3, [2])).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
    expect(existsSync(join(folder, 'out', '2.jpg'))).toBe(false);
    expect(existsSync(join(folder, 'out', '2.jpg.part'))).toBe(false);
  });
});

test.skipIf(!hasRecordings)('a chunk as a server sent it', async () => {
  const zip = readFileSync(join(RECORDINGS, 'files', 'chunk-original-0.zip'));
  expect(await unpack(zip, 2, [0, 1])).toEqual([0, 1]);
  expect(
    readFileSync(join(folder, 'out', '0.jpg'))
      .subarray(0, 3)
      .toString('hex'),
  ).toBe('ffd8ff');
});
