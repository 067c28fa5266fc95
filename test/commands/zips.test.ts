import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { UserError } from '../../src/diagnostics.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';
import { storedZip } from '../support/cvat-server/stored-zip.ts';

let demo: DemoSession;

beforeEach(async () => {
  demo = await openDemoSession({ samples: 1 });
  writeFileSync(
    join(demo.home, 'my set.zip'),
    storedZip([{ name: 'annotations/instances.json', bytes: Buffer.from('{"images": []}') }]),
  );
});

afterEach(async () => {
  await demo[Symbol.asyncDispose]();
});

test.each(['coco', 'yolo', 'yolo-pose', 'datumaro', 'masks', 'fiftyone', 'labelme', 'taglab'])(
  'a zip of %s is to be unpacked',
  async (format) => {
    const { error } = await demo.session.submit(`import ${format} 'my set.zip' --name squares`);
    const zip = join(demo.home, 'my set.zip');
    expect(error).toMatchObject({
      code: 'unsupported',
      message: `${zip} is a zip, from which ${format} is not read`,
      hint: `unpack it (unzip '${zip}' -d '${join(demo.home, 'my set')}') and name the folder`,
    });
    expect(await demo.session.ports.library.names()).toEqual(['demo']);
  },
);

test('so is one whose format is not named, and one that is verified', async () => {
  const { error } = await demo.session.submit("import 'my set.zip' --name squares");
  expect(error).toMatchObject({ code: 'not-found' });
  expect((error as UserError).hint).toContain('COCO, YOLO, Datumaro or another format, unpack it (unzip ');
  expect((await demo.session.submit("verify yolo 'my set.zip'")).error).toMatchObject({ code: 'unsupported' });
});

test('an empty zip is what CVAT exports of an empty project', async () => {
  writeFileSync(join(demo.home, 'empty.zip'), storedZip([]));
  expect((await demo.session.submit('import cvat empty.zip --name squares')).error).toMatchObject({
    code: 'not-found',
    hint: 'it is empty, as the export of an empty project is',
  });
});
