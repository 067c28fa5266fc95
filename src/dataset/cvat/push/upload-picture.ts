import { open } from 'node:fs/promises';
import { UserError } from '../../../diagnostics.ts';
import type { Requests } from '../client/cvat-client.ts';
import type { PushPicture } from './plan-push.ts';

/** Bytes of a piece: CVAT's own client sends no more at once. */
const PIECE = 10 << 20;
/** How often a piece is begun anew before it is given up. */
const ATTEMPTS = 5;

/**
 * Sends a picture to a task in pieces (TUS 1.0.0): one that is cut off goes on from where the server says it is. Source:
 * `POST /api/tasks/{id}/data/` of CVAT, whose address must end in a slash and whose Origin must be given.
 */
export async function uploadPicture(requests: Requests, task: number, picture: PushPicture): Promise<number> {
  const file = await open(picture.file, 'r');
  try {
    const { size } = await file.stat();
    const upload = { requests, what: `the upload of ${picture.name}`, size, path: '' };
    const started = { ...upload, path: await startUpload(upload, task, picture.name) };
    let offset = 0;
    for (let failures = 0; offset < size;) {
      const piece = Buffer.alloc(Math.min(PIECE, size - offset));
      const { bytesRead } = await file.read(piece, 0, piece.length, offset);
      if (bytesRead === 0) throw new UserError('unreadable', `${picture.file} became shorter while it was sent`);
      try {
        offset = await sendPiece(started, offset, piece.subarray(0, bytesRead));
      } catch (error) {
        if (!(error instanceof UserError) || error.code !== 'unreachable' || ++failures >= ATTEMPTS) throw error;
        offset = await whereItIs(started);
      }
    }
    return size;
  } finally {
    await file.close();
  }
}

type Upload = {
  readonly requests: Requests;
  readonly what: string;
  readonly size: number;
  /** Path of the upload. */
  readonly path: string;
};

const TUS = { 'tus-resumable': '1.0.0' };

async function startUpload({ requests, what, size }: Upload, task: number, name: string): Promise<string> {
  const answer = await requests.send({
    method: 'POST',
    path: `/api/tasks/${String(task)}/data/`,
    headers: {
      ...TUS,
      origin: new URL(requests.url).origin,
      'content-length': '0',
      'upload-length': String(size),
      'upload-metadata': `filename ${Buffer.from(name, 'utf8').toString('base64')}`,
    },
    what,
  });
  const location = answer.headers['location'];
  const id = typeof location === 'string' ? /\/data\/([0-9A-Za-z-]+)\/?$/u.exec(location)?.[1] : undefined;
  if (id === undefined) throw new UserError('invalid', `${requests.url} does not say where to send ${name}`);
  // Behind a proxy the address may name another host: only its last part is used.
  return `/api/tasks/${String(task)}/data/${id}`;
}

async function sendPiece({ requests, what, path }: Upload, offset: number, bytes: Uint8Array): Promise<number> {
  await requests.send({
    method: 'PATCH',
    path,
    headers: { ...TUS, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body: bytes,
    what,
  });
  return offset + bytes.length;
}

/** After the last piece the server knows nothing of the upload any more. */
async function whereItIs({ requests, what, path, size }: Upload): Promise<number> {
  const { status, headers } = await requests.send({ method: 'HEAD', path, headers: TUS, accept: [404], what });
  const offset = Number(headers['upload-offset']);
  return status === 404 || !Number.isSafeInteger(offset) ? size : offset;
}
