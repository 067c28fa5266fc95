import { describe, expect, test } from 'vitest';
import { cvat } from '../../../../src/dataset/formats/cvat-xml/cvat-xml.ts';
import { findingsIn, linesOf } from '../findings-in.ts';
import { newFolder, put } from '../read-format.ts';
import { image, PIXEL, xmlOf, zipOf } from './cvat-files.ts';

const said = async (images: string, meta?: string): Promise<string[]> =>
  linesOf(await findingsIn(cvat, put(newFolder(), 'annotations.xml', xmlOf(images, meta)))).filter(
    (line) => !line.startsWith('info picture'),
  );

const GOOD = '<polygon label="Porites" source="manual" occluded="0" points="1,1;5,1;5,5" z_order="0"></polygon>';

describe('verifying cvat', () => {
  test('nothing is wrong with a good file', async () => {
    expect(await said(image(0, 'a.jpg', GOOD))).toEqual([]);
  });

  test.each([
    ['<polygon label="Porites" points="1,1;5,1"/>', 'error shape line 16, image 0: polygon of fewer than 3 points'],
    [
      '<polygon label="Porites" points="1,x;5,1;2,2"/>',
      'error shape line 16, image 0: polygon whose points are no pairs of finite numbers',
    ],
    ['<polygon points="1,1;5,1;5,5"/>', 'error shape line 16, image 0: polygon without a label'],
    ['<polygon label="Fungia" points="1,1;5,1;5,5"/>', 'error label line 16, image 0: Fungia is no label of the head'],
    ['<box label="Porites" xtl="1" ytl="2" xbr="3"/>', 'error shape line 16, image 0: box without four finite numbers'],
    [
      '<mask label="Porites" rle="1,2" left="0" top="0" width="2" height="2"/>',
      'error shape line 16, image 0: mask whose run lengths do not fill its box',
    ],
    [
      '<polygon label="Porites" points="1,1;500,1;5,5"/>',
      'warning coordinate line 16, image 0: a polygon that leaves its image',
    ],
    [
      '<box label="Porites" xtl="-9" ytl="2" xbr="3" ybr="9"/>',
      'warning coordinate line 16, image 0: a box that leaves its image',
    ],
    [
      '<polygon label="Porites" points="1,1;5,1;5,5"><attribute name="size">3</attribute></polygon>',
      'warning attribute line 16, image 0: size is no attribute of Porites in the head',
    ],
    ['<star label="Porites"/>', 'error shape line 16, image 0: element <star>, which is no shape'],
  ])('%s', async (shape, line) => {
    expect(await said(image(0, 'a.jpg', shape))).toEqual([line]);
  });

  test('images that are doubled or have no size', async () => {
    const images = [
      image(0, 'a.jpg'),
      image(0, 'b.jpg'),
      image(1, 'a.jpg'),
      '<image id="x" name="" width="0" height="5"/>',
    ];
    expect(await said(images.join('\n'))).toEqual([
      'error image line 17, image 0: has the id of another image',
      'error image line 18, image 1: has the name of another image: a.jpg',
      'error image line 19, image x: the id is no whole number',
      'error image line 19, image x: has no name',
      'error image line 19, image x: width and height are not whole numbers above 0',
    ]);
  });

  test('a track', async () => {
    expect(await said('<track id="0" label="Porites"></track>')).toEqual([
      'error track line 16: a track: this is CVAT for video',
    ]);
  });

  test('pictures that are missing, no picture, or of another size', async () => {
    const folder = newFolder();
    put(folder, 'annotations.xml', xmlOf([image(0, 'a.png'), image(1, 'b.png'), image(2, 'c.png')].join('\n')));
    put(folder, 'images/a.png', PIXEL);
    put(folder, 'images/b.png', 'text');
    expect(linesOf(await findingsIn(cvat, folder))).toEqual([
      'error size a.png: 1 x 1 pixels, but line 16 says otherwise',
      'error picture b.png: cannot be read as a picture',
      'error picture images: 1 of 3 pictures are missing',
    ]);
  });

  test('a zip is checked without its pictures', async () => {
    const zip = await zipOf({ 'annotations.xml': xmlOf(image(0, 'a.png', GOOD)), 'images/a.png': PIXEL });
    expect((await findingsIn(cvat, zip)).map(({ message }) => message)).toEqual([
      'pictures in a zip are not checked',
      '1 image, 0 of them without shapes, 1 shape',
    ]);
  });

  test('no XML, and nothing there', async () => {
    await expect(said('<image')).rejects.toMatchObject({ code: 'invalid' });
    await expect(findingsIn(cvat, newFolder())).rejects.toMatchObject({ code: 'not-found' });
    await expect(findingsIn(cvat, `${newFolder()}/none.xml`)).rejects.toMatchObject({ code: 'not-found' });
  });
});
