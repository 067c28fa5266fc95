import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backedReef, changed, editManifest, restore } from './backup-fixture.ts';

describe('the database in an archive', () => {
  test('is read as well where zip has packed it: format 1', async () => {
    const { library, archive } = await backedReef();
    const old = await changed(archive, (members) => {
      editManifest(members, (one) => {
        one.quadratBackup = 1;
      });
    });
    expect(await restore(library, old, 'again')).toMatchObject({ name: 'again', samples: 2, labels: 1 });
  });

  test.each<[string, (members: Map<string, Buffer>) => void, string]>([
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
  ])('is refused where %s', async (_what, change, message) => {
    const { home, library, archive } = await backedReef();
    await expect(restore(library, await changed(archive, change), 'again')).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(message) as string,
    });
    expect(await library.has('again')).toBe(false);
    expect(existsSync(library.mediaRoot('again'))).toBe(false);
    expect(readdirSync(join(home, 'tmp'))).toEqual([]);
  });
});
