import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { writeBackup } from '../../../src/dataset/versions/write-backup.ts';
import { testJob } from '../library-fixture.ts';
import { backedReef, changed, editDatabase, editManifest, restore } from './backup-fixture.ts';

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
