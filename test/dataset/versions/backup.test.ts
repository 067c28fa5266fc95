import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
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

type Backed = { readonly home: string; readonly library: Library; readonly archive: string };

async function backedReef(media = true): Promise<Backed> {
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

function restore(library: Library, path: string, name?: string): Promise<RestoredBackup> {
  return restoreBackup(library, { path, shown: 'reef.zip', name, statement: 'restore', job: testJob() });
}

/** What is in an archive, unpacked. */
async function membersOf(archive: string): Promise<Map<string, Buffer>> {
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
            members.set(isDatabase ? 'dataset.sqlite' : entry.fileName, isDatabase ? zstdDecompressSync(packed) : packed);
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
async function changed(archive: string, change: (members: Map<string, Buffer>) => void): Promise<string> {
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

type Manifest = {
  files: { path: string; bytes: number; sha256: string }[];
  digests: Record<string, string>;
  quadratBackup: number;
};

function editManifest(members: Map<string, Buffer>, edit: (manifest: Manifest) => void): void {
  const manifest = JSON.parse(String(members.get('manifest.json'))) as Manifest;
  edit(manifest);
  members.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
}

/** A database that was changed, with a manifest that says so. */
function editDatabase(members: Map<string, Buffer>, home: string, sql: string): void {
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

describe('a backup', () => {
  test('comes back with pictures, log and snapshots, and the same digests', async () => {
    const { home, library, archive } = await backedReef();
    expect(await restore(library, archive, 'again')).toMatchObject({ name: 'again', samples: 2, labels: 1 });
    expect(readFileSync(join(library.mediaRoot('again'), 'a', '1.jpg'), 'utf8')).toBe('a picture');
    const [before, after] = [
      await library.open('reef', { runner: 'in-place' }),
      await library.open('again', { runner: 'in-place' }),
    ];
    expect(await after.digests()).toEqual(await before.digests());
    await Promise.all([before.close(), after.close()]);
    expect((await library.snapshots('again')).map(({ name }) => name)).toEqual(['tagged']);
    expect(await library.undo('again', { statement: 'undo', job: testJob() })).toMatchObject({ statement: 'edit' });
    expect(await library.check('again', testJob())).toEqual([]);
    expect(readdirSync(join(home, 'tmp'))).toEqual([]);
    expect(readdirSync(home)).not.toContain('work');
  });

  test('of format 1, in which the database was packed as zip does, is read as well', async () => {
    const { library, archive } = await backedReef();
    const old = await changed(archive, (members) => {
      editManifest(members, (one) => {
        one.quadratBackup = 1;
      });
    });
    expect(await restore(library, old, 'again')).toMatchObject({ name: 'again', samples: 2, labels: 1 });
  });

  test('without pictures is one of labels', async () => {
    const { library, archive } = await backedReef(false);
    await restore(library, archive, 'again');
    expect(existsSync(library.mediaRoot('again'))).toBe(false);
  });

  test('is the same file when nothing has changed', async () => {
    const { home, library, archive } = await backedReef();
    const dataset = await library.open('reef', { runner: 'in-place' });
    const second = join(home, 'second.zip');
    await writeBackup(library, second, { dataset, media: true, shown: 'second.zip' }, testJob());
    await dataset.close();
    expect(readFileSync(second).equals(readFileSync(archive))).toBe(true);
  });
});

describe('an archive', () => {
  test.each<[string, (members: Map<string, Buffer>, home: string) => void, string]>([
    [
      'a picture is another',
      (all) => all.set('media/a/1.jpg', Buffer.from('b picture')),
      '"media/a/1.jpg" in reef.zip is not what was backed up',
    ],
    ['a picture is gone', (all) => all.delete('media/a/1.jpg'), 'listed and not in it'],
    ['something was put in', (all) => all.set('media/b.jpg', Buffer.from('x')), 'in it and not listed'],
    ['a size is another', (all) => all.set('media/a/1.jpg', Buffer.from('x')), 'has another size'],
    ['the manifest is gone', (all) => all.delete('manifest.json'), 'is no backup'],
    ['the manifest is text', (all) => all.set('manifest.json', Buffer.from('hello')), 'it is not JSON'],
    [
      'the manifest lists nothing',
      (all) => {
        editManifest(all, (one) => {
          one.files = [];
        });
      },
      'is not listed',
    ],
    [
      'a path leads out',
      (all) => {
        editManifest(all, ({ files }) => files.push({ path: 'media/../../x', bytes: 1, sha256: '0'.repeat(64) }));
      },
      'leads elsewhere',
    ],
    [
      'a newer format',
      (all) => {
        editManifest(all, (one) => {
          one.quadratBackup = 3;
        });
      },
      'newer than this',
    ],
    [
      'other digests',
      (all) => {
        editManifest(all, (one) => {
          one.digests['labels'] = '0'.repeat(32);
        });
      },
      'digest labels',
    ],
    [
      'a label is gone',
      (all, home) => {
        editDatabase(all, home, 'DELETE FROM label');
      },
      'the dataset in it is damaged',
    ],
    [
      'a tag belongs to nobody',
      (all, home) => {
        editDatabase(all, home, "INSERT INTO sample_tag VALUES (99, 0, 'x')");
      },
      'there are 1 tags of no sample',
    ],
    [
      'a tag was changed',
      (all, home) => {
        editDatabase(all, home, "UPDATE sample_tag SET tag = 'b'");
      },
      'digests of 2 samples',
    ],
    [
      'a trigger was put in',
      (all, home) => {
        editDatabase(all, home, 'CREATE TRIGGER t AFTER INSERT ON sample BEGIN SELECT 1; END');
      },
      'trigger or view "t"',
    ],
    [
      'the database is larger than it says',
      (all) => {
        editManifest(all, ({ files }) => {
          const entry = files.find(({ path }) => path === 'dataset.sqlite');
          if (entry !== undefined) entry.bytes -= 1;
        });
      },
      '"dataset.sqlite" in reef.zip is not what was backed up',
    ],
    [
      'the database is shorter than it says',
      (all) => {
        editManifest(all, ({ files }) => {
          const entry = files.find(({ path }) => path === 'dataset.sqlite');
          if (entry !== undefined) entry.bytes += 1;
        });
      },
      '"dataset.sqlite" in reef.zip is not what was backed up',
    ],
    [
      'the database cannot be unpacked',
      (all) => {
        all.set('dataset.sqlite.zst', Buffer.from('no frame of Zstandard'));
        all.delete('dataset.sqlite');
      },
      'reef.zip is damaged',
    ],
    [
      'the database is text',
      (all, home) => {
        editDatabase(all, home, 'SELECT 1');
        const text = Buffer.from('no database '.repeat(100));
        all.set('dataset.sqlite', text);
        editManifest(all, ({ files }) => {
          const [entry] = files.filter(({ path }) => path === 'dataset.sqlite');
          if (entry !== undefined)
            Object.assign(entry, { bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') });
        });
      },
      'is not a SQLite file',
    ],
  ])('in which %s is refused, and leaves nothing', async (_what, change, message) => {
    const { home, library, archive } = await backedReef();
    const damaged = await changed(archive, (members) => {
      change(members, home);
    });
    await expect(restore(library, damaged, 'again')).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(message) as string,
    });
    expect(await library.has('again')).toBe(false);
    expect(existsSync(library.mediaRoot('again'))).toBe(false);
    expect(readdirSync(join(home, 'tmp'))).toEqual([]);
  });
});

describe('what is no backup', () => {
  test('that is cut off, text, a folder or not there is told apart', async () => {
    const { home, library, archive } = await backedReef();
    const whole = readFileSync(archive);
    writeFileSync(archive, whole.subarray(0, whole.length / 2));
    await expect(restore(library, archive)).rejects.toMatchObject({ code: 'unreadable' });
    writeFileSync(archive, 'hello');
    await expect(restore(library, archive)).rejects.toMatchObject({ code: 'unreadable' });
    await expect(restore(library, join(home, 'none'))).rejects.toMatchObject({ code: 'not-found' });
    mkdirSync(join(home, 'export'));
    writeFileSync(join(home, 'export', 'metadata.json'), '{}');
    await expect(restore(library, join(home, 'export'))).rejects.toMatchObject({
      code: 'unreadable',
      message: 'reef.zip is a folder, and neither an archive nor a FiftyOneDataset',
    });
  });

  test('of a dataset that is damaged is not written', async () => {
    const { home, library } = await backedReef();
    const db = new Sqlite(join(home, 'datasets', 'reef.sqlite'));
    db.exec('DELETE FROM label');
    db.close();
    const dataset = await library.open('reef', { runner: 'in-place' });
    const second = join(home, 'second.zip');
    await expect(
      writeBackup(library, second, { dataset, media: true, shown: 'second.zip' }, testJob()),
    ).rejects.toMatchObject({ code: 'unreadable' });
    await dataset.close();
    expect(existsSync(second)).toBe(false);
  });
});
