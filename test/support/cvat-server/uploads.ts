import sharp from 'sharp';
import { type Answer, type Asked, json, serverError } from './answer.ts';
import type { CvatRecord, World } from './world.ts';

/** A file that is being sent in pieces. */
export type Upload = { readonly task: number; readonly name: string; readonly length: number; bytes: Buffer };

const ADDRESS = /^\/api\/tasks\/\d+\/data(?:\/([0-9a-f-]*))?$/u;

/** True for anything that has to do with putting pictures into a task. */
export function isUpload({ path, method }: Asked): boolean {
  const upload = ADDRESS.exec(path)?.[1] ?? '';
  return ADDRESS.test(path) && method !== 'GET' && (method !== 'HEAD' || upload !== '');
}

/** Answers uploads: begun, in pieces (TUS), and ended. */
export function answerUpload(asked: Asked, task: CvatRecord, world: World): Answer | Promise<Answer> {
  const { path, method, headers } = asked;
  const upload = ADDRESS.exec(path)?.[1];
  if (upload === '') return createUpload(asked, task, world);
  if (upload !== undefined) return method === 'HEAD' ? whereIs(upload, world) : takePiece(asked, upload, world);
  if (task['size'] !== undefined) return json(400, 'Adding more data is not supported');
  if (headers['upload-start'] !== undefined) return empty(202);
  return headers['upload-finish'] === undefined ? json(400, ['no upload']) : finish(asked, task, world);
}

function empty(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: null, body: Buffer.alloc(0), headers: { 'tus-resumable': '1.0.0', ...headers } };
}

let lastUpload = 0;

function createUpload({ headers }: Asked, task: CvatRecord, world: World): Answer {
  const encoded = /^filename (\S+)$/u.exec(headers['upload-metadata'] ?? '')?.[1];
  if (headers['origin'] === undefined || encoded === undefined) return serverError();
  const name = Buffer.from(encoded, 'base64').toString('utf8');
  if (name.includes('..')) return json(400, `File name ${name} is not allowed`);
  const isThere = [...world.uploads.values()].some((one) => one.task === task.id && one.name === name);
  if (isThere) return serverError();
  const id = `00000000-0000-0000-0000-${String(++lastUpload).padStart(12, '0')}`;
  world.uploads.set(id, { task: task.id, name, length: Number(headers['upload-length']), bytes: Buffer.alloc(0) });
  return empty(201, { location: `http://elsewhere.test/api/tasks/${String(task.id)}/data/${id}` });
}

function takePiece({ headers, bytes }: Asked, id: string, world: World): Answer {
  const upload = world.uploads.get(id);
  if (upload === undefined || upload.bytes.length === upload.length) return empty(404);
  if (Number(headers['upload-offset']) !== upload.bytes.length) return empty(409);
  upload.bytes = Buffer.concat([upload.bytes, bytes]);
  return empty(204, { 'upload-offset': String(upload.bytes.length) });
}

function whereIs(id: string, world: World): Answer {
  const upload = world.uploads.get(id);
  if (upload === undefined || upload.bytes.length === upload.length) return empty(404);
  return empty(200, { 'upload-offset': String(upload.bytes.length), 'upload-length': String(upload.length) });
}

async function finish({ body }: Asked, task: CvatRecord, world: World): Promise<Answer> {
  const { upload_file_order: order = [] } = JSON.parse(body) as { readonly upload_file_order?: readonly string[] };
  const files = new Map(
    [...world.uploads.values()].filter((one) => one.task === task.id).map((one) => [one.name, one]),
  );
  const unended = [...files.values()].some(({ bytes, length }) => bytes.length < length);
  if (unended || order.length !== files.size) return json(400, ['The uploaded files do not match the order']);
  const chosen = order.map((name) => files.get(name)?.bytes ?? Buffer.alloc(0));
  await makeData(world, task, order, chosen);
  world.requests.set(`create:task-${String(task.id)}`, 'started');
  return json(202, { rq_id: `create:task-${String(task.id)}` });
}

async function makeData(
  world: World,
  task: CvatRecord,
  names: readonly string[],
  files: readonly Buffer[],
): Promise<void> {
  const frames = [];
  for (const [i, bytes] of files.entries()) {
    const { width, height } = await sharp(bytes).metadata();
    frames.push({ name: names[i], width, height, related_files: 0 });
  }
  const size = names.length;
  Object.assign(task, { size, mode: 'annotation', data_chunk_size: 4, data_original_chunk_type: 'imageset' });
  world.meta.set(task.id, { chunk_size: 4, size, frames, deleted_frames: [], chunks_updated_date: null });
  world.annotations.set(task.id, { version: 0, tags: [], shapes: [], tracks: [] });
  const job = Math.max(0, ...world.jobs.keys()) + 1;
  const range = { start_frame: 0, stop_frame: size - 1, frame_count: size };
  const about = {
    task_id: task.id,
    project_id: task['project_id'],
    type: 'annotation',
    stage: 'annotation',
    state: 'new',
  };
  world.jobs.set(job, { id: job, ...about, ...range, assignee: null, updated_date: task['updated_date'] });
  const before = world.picture;
  world.picture = (id, frame) =>
    id === task.id ? Promise.resolve(files[frame] ?? Buffer.alloc(0)) : before(id, frame);
}
