import { badReply, countOr, countsIn, fieldsOf, listIn, textIn, textOr } from './fields.ts';

/** A frame of a task: a picture. */
export type CvatFrame = {
  /** As it was uploaded; may hold folders, and is not to be trusted as a path. */
  readonly name: string;
  /** Pixels of the upright picture. */
  readonly width: number;
  readonly height: number;
};

/** What a task says about its pictures. The index of a frame is its number. */
export type CvatMeta = {
  readonly frames: readonly CvatFrame[];
  readonly chunkSize: number;
  readonly deleted: ReadonlySet<number>;
  /** When pictures were last put in another order; '' on servers that do not say so. */
  readonly chunksUpdated: string;
};

/** Reads `data/meta` of a task of `size` frames. @throws UserError `invalid` */
export function readMeta(value: unknown, taskId: number, size: number): CvatMeta {
  const where = `task ${String(taskId)}`;
  const fields = fieldsOf(value, `data of ${where}`);
  const frames = listIn(fields, 'frames').map((frame, i) => readFrame(frame, `${where}, frame ${String(i)}`));
  if (frames.length !== size) {
    throw badReply(`${where} has ${String(size)} frames and tells of ${String(frames.length)}`);
  }
  const chunkSize = countOr(fields, 'chunk_size', null);
  if (chunkSize === null || chunkSize === 0) throw badReply(`${where} does not say how its pictures are packed`);
  return {
    frames,
    chunkSize,
    deleted: new Set(countsIn(fields, 'deleted_frames')),
    chunksUpdated: textOr(fields, 'chunks_updated_date', ''),
  };
}

function readFrame(value: unknown, where: string): CvatFrame {
  const fields = fieldsOf(value, where);
  return { name: textIn(fields, 'name'), width: countOr(fields, 'width', 0), height: countOr(fields, 'height', 0) };
}

/** Reads `validation_layout`: frames that are copies of pictures from the pool. @throws UserError `invalid` */
export function readHoneypots(value: unknown, taskId: number): readonly number[] {
  const fields = fieldsOf(value, `validation layout of task ${String(taskId)}`);
  return textOr(fields, 'mode', null) === 'gt_pool' ? countsIn(fields, 'honeypot_frames') : [];
}
