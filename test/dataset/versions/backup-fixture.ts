import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import { fromBuffer, type Entry } from 'yauzl';
import { ZipFile } from 'yazl';
import type { Library } from '../../../src/dataset/library.ts';
import { wholeDataset } from '../../../src/dataset/query/plan.ts';
import { restoreBackup, type RestoredBackup } from '../../../src/dataset/versions/restore-backup.ts';
import { writeBackup } from '../../../src/dataset/versions/write-backup.ts';
import {
  changeReef,
  importSamples,
  outline,
  sampleOf,
  temporaryFolder,
  testJob,
  testLibrary,
} from '../library-fixture.ts';

export type Backed = { readonly home: string; readonly library: Library; readonly archive: string };

export async function backedReef(media = true): Promise<Backed> {
  const home = temporaryFolder();
  const library = testLibrary(home);
  const gt = [outline('Porites', [1, 1, 5, 1, 5, 5])];
  await importSamples(library, 'reef', [sampleOf('a/1.jpg', { labels: { gt } }), sampleOf('/elsewhere/2.jpg')]);
  mkdirSync(join(library.mediaRoot('reef'), 'a'), { recursive: true });
  writeFileSync(join(library.mediaRoot('reef'), 'a', '1.jpg'), 'a picture');
  await changeReef(library, (edit) => edit.tagSamples(wholeDataset('reef'), ['a']));
  await library.snapshot('reef', 'tagged', { statement: 'snapshot', job: testJob() });
  const archive = join(home, 'reef.zip');
  const dataset = await library.open('reef', { runner: 'in-place' });
  const report = await writeBackup(library, archive, { dataset, media, shown: 'reef.zip' }, testJob());
  await dataset.close();
  expect(report).toEqual({ samples: 2, labels: 1, pictures: media ? 1 : 0, elsewhere: 1 });
  return { home, library, archive };
}

export function restore(library: Library, path: string, name?: string): Promise<RestoredBackup> {
  return restoreBackup(library, { path, shown: 'reef.zip', name, statement: 'restore', job: testJob() });
}

/** What is in an archive, unpacked. */
export async function membersOf(archive: string): Promise<Map<string, Buffer>> {
  const members = new Map<string, Buffer>();
  await new Promise<void>((resolve, reject) => {
    fromBuffer(readFileSync(archive), { lazyEntries: true }, (error, zip) => {
      if (error !== null) {
        reject(error);
        return;
      }
      zip.on('entry', (entry: Entry) => {
        zip.openReadStream(entry, (_failed, stream) => {
          const parts: Buffer[] = [];
          stream.on('data', (part: Buffer) => parts.push(part));
          stream.on('end', () => {
            const packed = Buffer.concat(parts);
            const isDatabase = entry.fileName === 'dataset.sqlite.zst';
            members.set(
              isDatabase ? 'dataset.sqlite' : entry.fileName,
              isDatabase ? zstdDecompressSync(packed) : packed,
            );
            zip.readEntry();
          });
        });
      });
      zip.on('end', resolve);
      zip.readEntry();
    });
  });
  return members;
}

/** The archive with members that are not as they were. */
export async function changed(archive: string, change: (members: Map<string, Buffer>) => void): Promise<string> {
  const members = await membersOf(archive);
  change(members);
  const zip = new ZipFile();
  const isOld = String(members.get('manifest.json')).startsWith('{"quadratBackup":1,');
  for (const [name, content] of members) {
    if (name === 'dataset.sqlite' && !isOld) zip.addBuffer(zstdCompressSync(content), `${name}.zst`);
    else zip.addBuffer(content, name);
  }
  zip.end();
  const target = `${archive}-changed.zip`;
  await pipeline(zip.outputStream, createWriteStream(target));
  return target;
}

export type Manifest = {
  files: { path: string; bytes: number; sha256: string }[];
  digests: Record<string, string>;
  quadratBackup: number;
};

export function editManifest(members: Map<string, Buffer>, edit: (manifest: Manifest) => void): void {
  const manifest = JSON.parse(String(members.get('manifest.json'))) as Manifest;
  edit(manifest);
  members.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
}

/** A database that was changed, with a manifest that says so. */
export function editDatabase(members: Map<string, Buffer>, home: string, sql: string): void {
  const file = join(home, 'edited.sqlite');
  writeFileSync(file, members.get('dataset.sqlite') ?? '');
  const db = new Sqlite(file);
  db.exec(sql);
  db.pragma('journal_mode = DELETE');
  db.close();
  const content = readFileSync(file);
  members.set('dataset.sqlite', content);
  editManifest(members, ({ files }) => {
    const entry = files.find(({ path }) => path === 'dataset.sqlite');
    if (entry === undefined) throw new Error('the database is listed');
    entry.bytes = content.length;
    entry.sha256 = createHash('sha256').update(content).digest('hex');
  });
}
