import { statSync } from 'node:fs';
import { throwIfCancelled } from '../../../diagnostics.ts';
import { boundsOf } from '../../geometry/rings.ts';
import { pictureName } from '../../media/picture-name.ts';
import { shownSize } from '../../media/picture-size.ts';
import { counted, formatCount } from '../../model/counted.ts';
import type { Job } from '../../model/job.ts';
import type { Label } from '../../model/label.ts';
import { tally } from '../../model/tally.ts';
import type { VerifyFinding } from '../define-format.ts';
import { checkPicture } from '../verifying/check-picture.ts';
import { fewOfEach } from '../verifying/few-of-each.ts';
import { attributeKey, type CvatMeta, NO_META, readMeta } from './cvat-meta.ts';
import { labelOf } from './cvat-shape.ts';
import type { CvatSource } from './cvat-source.ts';
import { isZip, openCvat } from './open-cvat.ts';
import { childrenOf, type XmlNode } from './xml-children.ts';

/**
 * Checks CVAT for images 1.1 as a CVAT server imports it: an `error` is what it refuses or leaves out, a `warning` what it
 * takes although it is hardly meant. Pictures are checked beside an XML file, not in a zip.
 *
 * @throws UserError `invalid` with line and column for what is no such XML, `not-found` where there is nothing
 */
export async function* verifyCvat(path: string, job: Job): AsyncGenerator<VerifyFinding> {
  const isPacked = statSync(path, { throwIfNoEntry: false })?.isFile() === true && (await isZip(path));
  const source = await openCvat({ path, media: null, field: null, mediaOut: '' }, tally(), job);
  const few = fewOfEach('annotations.xml');
  const seen: Seen = { ids: new Set(), names: new Set(), shapes: 0, images: 0, without: 0, pictures: 0 };
  try {
    let meta = NO_META;
    for await (const node of childrenOf(source.xml(), source.name, 'annotations')) {
      throwIfCancelled(job.signal);
      if (node.name === 'meta') meta = readMeta(node);
      if (node.name === 'track') yield* few.pass([trackFinding(node)]);
      if (node.name !== 'image') continue;
      yield* few.pass(checkImage(node, meta, seen));
      if (!isPacked) for (const finding of await pictureFindings(node, source, seen)) yield* few.pass([finding]);
    }
    yield* few.rest();
    yield* pictureNote(seen, isPacked);
    yield summary(seen);
  } finally {
    await source.close();
  }
}

type Seen = {
  readonly ids: Set<string>;
  readonly names: Set<string>;
  shapes: number;
  images: number;
  without: number;
  /** Pictures that were found. */
  pictures: number;
};

function trackFinding({ line }: XmlNode): VerifyFinding {
  return {
    check: 'track',
    severity: 'error',
    message: 'a track: this is CVAT for video',
    where: `line ${String(line)}`,
  };
}

function* checkImage(node: XmlNode, meta: CvatMeta, seen: Seen): Generator<VerifyFinding> {
  const { attributes, children, line } = node;
  const where = `line ${String(line)}, image ${attributes['id'] ?? ''}`;
  seen.images += 1;
  if (children.length === 0) seen.without += 1;
  for (const message of whatIsWrong(node, seen)) yield { check: 'image', severity: 'error', message, where };
  for (const shape of children) yield* checkShape(shape, node, meta, seen);
}

function* whatIsWrong(node: XmlNode, { ids, names }: Seen): Generator<string> {
  const { id = '', name = '', task_id: task = '' } = node.attributes;
  if (!/^\d+$/.test(id)) yield 'the id is no whole number';
  else if (ids.has(`${task} ${id}`)) yield 'has the id of another image';
  if (name === '') yield 'has no name';
  else if (names.has(`${task} ${name}`)) yield `has the name of another image: ${name}`;
  if (!hasSize(node)) yield 'width and height are not whole numbers above 0';
  ids.add(`${task} ${id}`);
  names.add(`${task} ${name}`);
}

function hasSize({ attributes }: XmlNode): boolean {
  return ['width', 'height'].every((side) => /^[1-9]\d*$/.test(attributes[side] ?? ''));
}

function* checkShape(node: XmlNode, image: XmlNode, meta: CvatMeta, seen: Seen): Generator<VerifyFinding> {
  const where = `line ${String(node.line)}, image ${image.attributes['id'] ?? ''}`;
  const say = (check: string, message: string, severity: VerifyFinding['severity'] = 'error'): VerifyFinding => ({
    check,
    severity,
    message,
    where,
  });
  seen.shapes += 1;
  const made = labelOf(node, meta);
  if ('fault' in made) {
    yield say('shape', made.fault);
    return;
  }
  const name = made.label.label ?? '';
  if (made.complaint !== undefined) yield say('shape', made.complaint);
  if (meta.classes.length > 0 && !meta.classes.includes(name)) yield say('label', `${name} is no label of the head`);
  for (const attribute of strangers(node, name, meta)) {
    yield say('attribute', `${attribute} is no attribute of ${name} in the head`, 'warning');
  }
  if (leaves(made.label, image)) yield say('coordinate', `a ${node.name} that leaves its image`, 'warning');
}

/** Attributes that the head does not declare; CVAT leaves them out. */
function strangers(node: XmlNode, label: string, { attributeTypes, classes }: CvatMeta): string[] {
  if (classes.length === 0) return [];
  const names = node.children
    .filter(({ name }) => name === 'attribute')
    .map(({ attributes }) => attributes['name'] ?? '');
  return names.filter((name) => !attributeTypes.has(attributeKey(label, name)));
}

/** Whether it does so by more than a pixel. */
function leaves(label: Label, { attributes }: XmlNode): boolean {
  const bounds = boundsOf(listsOf(label));
  if (bounds === undefined) return false;
  const [width, height] = [Number(attributes['width']), Number(attributes['height'])];
  return Math.min(bounds.x0, bounds.y0) < -1 || bounds.x1 > width + 1 || bounds.y1 > height + 1;
}

function listsOf(label: Label): readonly (readonly number[])[] {
  switch (label.kind) {
    case 'polyline':
      return label.rings.map(({ xy }) => xy);
    case 'detection':
      return [[label.box[0], label.box[1], label.box[0] + label.box[2], label.box[1] + label.box[3]]];
    case 'keypoint':
      return [label.xy];
    case 'mask':
      return [[label.left, label.top, label.left + label.width, label.top + label.height]];
    case 'classification':
      return [];
  }
}

async function pictureFindings(
  { attributes, line }: XmlNode,
  source: CvatSource,
  seen: Seen,
): Promise<VerifyFinding[]> {
  const { name = '', subset } = attributes;
  const plain = pictureName(name).path;
  const { path, exists } = await source.picture(subset === undefined ? [plain] : [plain, `${subset}/${plain}`]);
  if (!exists) return [];
  seen.pictures += 1;
  const checked = await checkPicture(path, name);
  if ('finding' in checked) return [checked.finding];
  const { width, height } = shownSize(checked.header);
  if (String(width) === attributes['width'] && String(height) === attributes['height']) return [];
  const message = `${String(width)} x ${String(height)} pixels, but line ${String(line)} says otherwise`;
  return [{ check: 'size', severity: 'error', message, where: name }];
}

function* pictureNote({ images, pictures }: Seen, isPacked: boolean): Generator<VerifyFinding> {
  const where = 'images';
  if (isPacked) yield { check: 'picture', severity: 'info', message: 'pictures in a zip are not checked', where };
  else if (pictures === 0) yield { check: 'picture', severity: 'info', message: 'no pictures beside the file', where };
  else if (pictures < images) {
    const message = `${formatCount(images - pictures)} of ${counted(images, 'picture')} are missing`;
    yield { check: 'picture', severity: 'error', message, where };
  }
}

function summary({ images, shapes, without }: Seen): VerifyFinding {
  const message = `${counted(images, 'image')}, ${formatCount(without)} of them without shapes, ${counted(shapes, 'shape')}`;
  return { check: 'summary', severity: 'info', message, where: 'annotations.xml' };
}
