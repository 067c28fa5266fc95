import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cvat } from '../../../../src/dataset/formats/cvat-xml/cvat-xml.ts';
import { newFolder, put, readAll } from '../read-format.ts';
import { image, PIXEL, xmlOf, zipOf } from './cvat-files.ts';

const LAUGHS = `<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<annotations>&lol2;</annotations>`;

describe('faulty CVAT files', () => {
  it.each([
    [
      LAUGHS,
      'invalid',
      /annotations\.xml, line 2, column \d+: a document type \(DOCTYPE\) with or without entities is not accepted/,
    ],
    ['<annotations><image id="0" name="&lol;"/></annotations>', 'invalid', /line 1, column \d+: undefined entity/],
    ['<foo/>', 'invalid', /line 1, column \d+: the root is <foo>, not <annotations>/],
    ['<annotations>\n<image id="0">', 'invalid', /line 2, column \d+: unclosed tag: image/],
    ['<annotations>\n<image></annotations>', 'invalid', /line 2, column \d+: unexpected close tag/],
    ['{"images":[]}', 'invalid', /line 1, column \d+: /],
    ['', 'invalid', /document must contain a root element/],
    ['<?xml version="1.0" encoding="iso-8859-1"?><annotations/>', 'invalid', /the encoding is iso-8859-1, not UTF-8/],
    [`<annotations>${'<a>'.repeat(100)}`, 'invalid', /more than 64 elements inside each other/],
    [
      '<annotations>\n<track id="0" label="a"><box frame="0"/></track></annotations>',
      'unsupported',
      /line 2: this is CVAT for video, with tracks/,
    ],
  ])('refuses %j', async (text, code, message) => {
    const path = put(newFolder(), 'annotations.xml', text);
    await expect(readAll(cvat, path)).rejects.toMatchObject({
      name: 'UserError',
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses text that is not UTF-8', async () => {
    const path = put(
      newFolder(),
      'annotations.xml',
      Buffer.from('<annotations><image name="\xe9"/></annotations>', 'latin1'),
    );
    await expect(readAll(cvat, path)).rejects.toMatchObject({
      message: expect.stringContaining('the text is not UTF-8') as string,
    });
  });

  it('says what is missing in a folder, a zip, or altogether', async () => {
    const folder = newFolder();
    await expect(readAll(cvat, folder)).rejects.toMatchObject({
      code: 'not-found',
      message: `${folder} has no annotations.xml`,
    });
    await expect(readAll(cvat, `${folder}/none.xml`)).rejects.toMatchObject({ code: 'not-found' });
    const zip = await zipOf({ 'labels.json': '{}' });
    await expect(readAll(cvat, zip)).rejects.toMatchObject({
      code: 'not-found',
      message: `${zip} has no annotations.xml`,
    });
  });

  it('stops when it is cancelled', async () => {
    const path = put(newFolder(), 'annotations.xml', xmlOf(image(0, 'a.jpg')));
    await expect(readAll(cvat, path, {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('CVAT zips', () => {
  it('unpacks the pictures that the XML names, and nothing else', async () => {
    const mediaOut = newFolder();
    const images = image(0, 'dive 1/Île ###é.png') + image(1, 'A.png') + image(2, 'a.png') + image(3, 'gone.png');
    const zip = await zipOf({
      'annotations.xml': xmlOf(images),
      'images/dive 1/Île ###é.png': PIXEL,
      'images/A.png': PIXEL,
      'images/a.png': Buffer.concat([PIXEL, PIXEL]),
      'images/stranger.png': PIXEL,
      'run.sh': 'x',
    });
    const told = await readAll(cvat, zip, { mediaOut });
    expect(told.samples.map(({ filepath }) => filepath).slice(0, 3)).toEqual([
      'images/dive 1/Île ###é.png',
      'images/A.png',
      'images/a~2.png',
    ]);
    expect(told.samples[3]?.filepath).toMatch(/^\/.*\/images\/gone\.png$/);
    expect(readFileSync(join(mediaOut, 'images/a~2.png'))).toHaveLength(2 * PIXEL.length);
    expect(readdirSync(mediaOut, { recursive: true }).sort()).toEqual(
      ['images', 'images/A.png', 'images/a~2.png', 'images/dive 1', 'images/dive 1/Île ###é.png'].sort(),
    );
    expect(told.notes.slice(0, 2)).toEqual([
      '1 picture of the zip not unpacked, that no image of the XML names',
      '1 of 4 pictures not found beside the XML or in the zip; imported without (--media DIR says where pictures are)',
    ]);
  });

  it('writes hard names below its folder only', async () => {
    const mediaOut = join(newFolder(), 'deep', 'media');
    const long = `${'n'.repeat(300)}.png`;
    const names = ['../../escape.png', '/abs.png', 'bell&#9;.png', long];
    const zip = await zipOf({
      'annotations.xml': xmlOf(names.map((name, i) => image(i, name)).join('')),
      'images/XX/XX/escape.png': PIXEL,
      'images/abs.png': PIXEL,
      'images/bell\t.png': PIXEL,
      [`images/${long}`]: PIXEL,
    });
    // yazl refuses to write a name that leaves its folder: it is put in afterwards.
    const bytes = readFileSync(zip).toString('latin1').replaceAll('images/XX/XX/escape', 'images/../../escape');
    const told = await readAll(cvat, put(newFolder(), 'hard.zip', Buffer.from(bytes, 'latin1')), { mediaOut });
    expect(told.samples.map(({ filepath }) => filepath)).toEqual([
      'images/escape.png',
      'images/abs.png',
      'images/bell_.png',
      expect.stringMatching(/^images\/n+~[0-9a-f]{12}\.png$/),
    ]);
    expect(readdirSync(mediaOut)).toEqual(['images']);
    expect(existsSync(join(mediaOut, '..', 'escape.png'))).toBe(false);
    expect(told.notes.filter((note) => note.includes('made safe'))).toHaveLength(4);
  });

  it('takes a zip of the folder, and leaves the pictures in it where --media says where they are', async () => {
    const zip = await zipOf({ 'reef/annotations.xml': xmlOf(image(0, 'a.png')), 'reef/images/a.png': PIXEL });
    expect((await readAll(cvat, zip)).samples[0]?.filepath).toBe('images/a.png');
    const media = newFolder();
    const told = await readAll(cvat, zip, { media });
    expect(told.samples[0]?.filepath).toBe(`${media}/a.png`);
    expect(told.notes[0]).toBe('1 picture of the zip not unpacked, because --media says where they are');
  });

  it('leaves a damaged picture out, and refuses a damaged zip', async () => {
    const zip = await zipOf({ 'annotations.xml': xmlOf(image(0, 'a.png')), 'images/a.png': PIXEL });
    const bytes = readFileSync(zip);
    const local = bytes.indexOf('images/a.png');
    bytes.fill(0xff, local + 'images/a.png'.length, local + 'images/a.png'.length + 20);
    const mediaOut = newFolder();
    const told = await readAll(cvat, put(newFolder(), 'damaged.zip', bytes), { mediaOut });
    expect(told.skipped).toEqual([
      { reason: 'picture that is damaged in the zip', count: 1, examples: ['images/a.png'] },
    ]);
    expect(existsSync(join(mediaOut, 'images/a.png'))).toBe(false);
    const cut = put(newFolder(), 'cut.zip', bytes.subarray(0, bytes.length - 40));
    await expect(readAll(cvat, cut)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('is a damaged zip') as string,
    });
  });

  it('refuses a zip that says it unpacks to far more than it can hold', async () => {
    const zip = await zipOf({ 'annotations.xml': xmlOf(''), 'images/a.png': PIXEL });
    const bytes = readFileSync(zip);
    const central = bytes.lastIndexOf('images/a.png') - 46;
    bytes.writeUInt32LE(0xfffffff0, central + 24);
    const bomb = put(newFolder(), 'bomb.zip', bytes);
    await expect(readAll(cvat, bomb)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('refused as a zip bomb') as string,
    });
  });
});
