import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recognise } from '../../../src/dataset/formats/recognise.ts';
import { newFolder, put } from './read-format.ts';

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) put(folder, name, text);
  return folder;
}

describe('recognising a format', () => {
  test.each([
    [{ 'metadata.json': '{}', 'samples.json': '{}' }, 'fiftyone', 'it has metadata.json and samples.json'],
    [{ 'annotations.xml': '', 'images/a.jpg': '' }, 'cvat', 'it has annotations.xml'],
    [{ 'classes.json': '{}', 'train/masks/a.png': '' }, 'masks', 'it has classes.json and masks'],
    [{ 'ann_dir/train/a.png': '' }, 'masks', 'it has ann_dir'],
    [{ 'labels.json': '{}', 'data/a.jpg': '' }, 'coco', 'it has labels.json'],
    [{ 'obj.data': '', 'obj.names': '' }, 'yolo', 'it has obj.data and obj.names'],
    [
      { 'quadrat-manifest.json': '{"format": "yolo-pose", "files": [\n]}\n', 'labels/train/a.txt': '' },
      'yolo-pose',
      'quadrat-manifest.json says so',
    ],
    [{ 'data.yaml': 'names: [a]\n' }, 'yolo', 'it has data.yaml, without kpt_shape'],
    [{ 'dataset.yaml': 'names: [a]\nkpt_shape: [4, 3]\n' }, 'yolo-pose', 'dataset.yaml has kpt_shape'],
    [
      { 'annotations/instances_train.json': '{"images": [{"file_name": "a.jpg"}]}' },
      'coco',
      'instances_train.json: it is JSON with images and file_name',
    ],
    [
      { 'annotations/train.json': '{"info": {}, "categories": {}, "items": []}' },
      'datumaro',
      'train.json: it is JSON with items and categories',
    ],
    [
      { 'a.json': '{"shapes": [], "imagePath": "a.jpg"}', 'b.json': '{}', 'a.jpg': '' },
      'labelme',
      'a.json: it is JSON with shapes and imagePath',
    ],
  ])('a folder: %j', async (files, format, why) => {
    expect(await recognise(folderOf(files as Record<string, string>))).toEqual({ format, why });
  });

  test.each([
    ['x.zip', 'PK\x03\x04', 'cvat'],
    ['x.xml', '<?xml version="1.0"?>\n<annotations>', 'cvat'],
    ['x.yaml', 'train: images', 'yolo'],
    ['x.json', '{"annotations": [{"image_id": 1, "category_id": 2}]', 'coco'],
    ['x.json', '\ufeff {"images": []', 'coco'],
    // Results of a model: COCO says what to do with them.
    ['x.json', '[{"image_id": 1, "category_id": 2, "score": 0.5}]', 'coco'],
  ])('a file: %s %s', async (name, text, format) => {
    expect((await recognise(put(newFolder(), name, text))).format).toBe(format);
  });

  test.each([
    ['x.txt', 'text'],
    ['x.xml', '<?xml version="1.0"?><svg/>'],
    ['x.json', '{"a": 1}'],
    ['x.json', ''],
  ])('nothing that is known: %s %s', async (name, text) => {
    await expect(recognise(put(newFolder(), name, text))).rejects.toMatchObject({ code: 'invalid' });
  });

  test('nothing there', async () => {
    await expect(recognise(join(newFolder(), 'none'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(recognise(newFolder())).rejects.toMatchObject({ code: 'invalid' });
  });

  const SHARED = '../shared';
  test.skipIf(!existsSync(SHARED)).each([
    ['data/taco/annotations.json', 'coco'],
    ['data/taglab/multi-temporal_comparison_project.json', 'taglab'],
    ['fixtures/cvat-2.23.1/files/export-task-cvat-images-download.zip', 'cvat'],
    ['fiftyone/golden/12/yolo', 'yolo'],
    ['fiftyone/golden/12/coco-gt', 'coco'],
    ['fiftyone/golden/12/fiftyone-labels-only', 'fiftyone'],
  ])('what others wrote: %s', async (path, format) => {
    expect((await recognise(join(SHARED, path))).format).toBe(format);
  });
});
