import { badReply, countIn, countOr, type Fields, fieldsOf, listIn, textOr } from './fields.ts';

/** The value of an attribute: always a text. */
export type CvatValue = { readonly specId: number; readonly value: string };

/** What shapes and tags have in common. `group` 0 is none. */
type About = {
  readonly id: number;
  readonly labelId: number;
  readonly frame: number;
  readonly group: number;
  readonly source: string;
  readonly attributes: readonly CvatValue[];
};

/** A tag: a class for a frame. */
export type CvatTag = About;

/** A shape, or a point of a skeleton. Points are pixels of the upright picture, and stand as the type has it. */
export type CvatShape = About & {
  readonly type: string;
  readonly occluded: boolean;
  readonly outside: boolean;
  readonly zOrder: number;
  /** Degrees, clockwise, round the centre. */
  readonly rotation: number;
  /** Null where something in it is no finite number. */
  readonly points: readonly number[] | null;
  readonly elements: readonly CvatShape[];
};

/** A track: key frames of one object. Elements of skeletons are tracks too. */
export type CvatTrack = About & { readonly shapes: readonly CvatShape[]; readonly elements: readonly CvatTrack[] };

/** All annotations of a task, sorted by frame and id: the server's order is none. */
export type CvatAnnotations = {
  readonly tags: readonly CvatTag[];
  readonly shapes: readonly CvatShape[];
  readonly tracks: readonly CvatTrack[];
};

/** Reads the annotations of a task. @throws UserError `invalid` */
export function readAnnotations(value: unknown, taskId: number): CvatAnnotations {
  const fields = fieldsOf(value, `annotations of task ${String(taskId)}`);
  return {
    tags: sorted(listIn(fields, 'tags').map((tag) => readAbout(fieldsOf(tag, 'a tag')))),
    shapes: sorted(listIn(fields, 'shapes').map((shape) => readShape(shape, null))),
    tracks: sorted(listIn(fields, 'tracks').map((track) => readTrack(track, 0))),
  };
}

function sorted<T extends About>(list: readonly T[]): readonly T[] {
  return [...list].sort((a, b) => a.frame - b.frame || a.id - b.id);
}

/** @param owner of a point of a skeleton, or of a key frame; null for a shape */
function readShape(value: unknown, owner: Pick<About, 'labelId' | 'frame'> | null): CvatShape {
  const fields = fieldsOf(value, 'a shape');
  const about = readAbout(fields, owner);
  const elements = listIn(fields, 'elements');
  if (owner !== null && elements.length > 0) throw badReply(`shape ${String(about.id)} has points inside points`);
  return {
    ...about,
    type: textOr(fields, 'type', 'points'),
    occluded: fields.values['occluded'] === true,
    outside: fields.values['outside'] === true,
    zOrder: finiteOr(fields, 'z_order', 0),
    rotation: finiteOr(fields, 'rotation', 0),
    points: pointsIn(fields),
    elements: elements.map((element) => readShape(element, about)),
  };
}

const DEEPEST = 1;

function readTrack(value: unknown, depth: number): CvatTrack {
  const fields = fieldsOf(value, 'a track');
  const about = readAbout(fields);
  const elements = listIn(fields, 'elements');
  if (elements.length > 0 && depth >= DEEPEST) throw badReply(`track ${String(about.id)} has tracks inside tracks`);
  return {
    ...about,
    shapes: listIn(fields, 'shapes')
      .map((shape) => readShape(shape, about))
      .sort((a, b) => a.frame - b.frame),
    elements: elements.map((element) => readTrack(element, depth + 1)),
  };
}

function readAbout(fields: Fields, owner: Pick<About, 'labelId' | 'frame'> | null = null): About {
  return {
    id: countOr(fields, 'id', 0),
    labelId: owner === null ? countIn(fields, 'label_id') : countOr(fields, 'label_id', owner.labelId),
    frame: owner === null ? countIn(fields, 'frame') : countOr(fields, 'frame', owner.frame),
    group: countOr(fields, 'group', 0),
    source: textOr(fields, 'source', ''),
    attributes: listIn(fields, 'attributes').map(readValue),
  };
}

function readValue(value: unknown): CvatValue {
  const fields = fieldsOf(value, 'the value of an attribute');
  const given = fields.values['value'];
  return { specId: countIn(fields, 'spec_id'), value: typeof given === 'string' ? given : String(given) };
}

function pointsIn(fields: Fields): readonly number[] | null {
  const list = listIn(fields, 'points');
  return list.every((value) => Number.isFinite(value)) ? (list as readonly number[]) : null;
}

function finiteOr(fields: Fields, name: string, fallback: number): number {
  const value = fields.values[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}
