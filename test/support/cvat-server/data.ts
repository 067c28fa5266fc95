import { extname } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Answer, type Asked, json, serverError } from './answer.ts';
import { type Member, storedZip } from './stored-zip.ts';
import type { CvatRecord, World } from './world.ts';

const TYPES: Readonly<Record<string, string>> = { '.png': 'image/png', '.tiff': 'image/tiff' };

/** Answers `GET /api/tasks/N/data`: a chunk or a single picture. */
export async function answerData({ query }: Asked, task: CvatRecord, world: World): Promise<Answer> {
  const refused = refusedQuery(query);
  if (refused !== undefined) return refused;
  const meta = world.meta.get(task.id);
  const number = query.get('number') ?? '';
  if (meta === undefined || !/^-?\d+$/u.test(number)) return serverError();
  if (query.get('type') === 'chunk') return chunk(task, Number(number), meta, world);
  return query.get('type') === 'frame' ? frame(task, Number(number), meta, world) : serverError();
}

function refusedQuery(query: URLSearchParams): Answer | undefined {
  if (!['chunk', 'frame', 'context_image', 'preview'].includes(query.get('type') ?? '')) {
    return json(400, ['Data type not specified or has wrong value']);
  }
  if (!['original', 'compressed'].includes(query.get('quality') ?? 'compressed')) {
    return json(400, ['Wrong quality value']);
  }
  return query.has('number') ? undefined : json(400, ['Number is not specified']);
}

async function chunk(task: CvatRecord, k: number, meta: Record<string, unknown>, world: World): Promise<Answer> {
  const size = Number(meta['size']);
  const length = Number(meta['chunk_size']);
  if (length === 0) return serverError();
  const chunks = Math.ceil(size / length);
  if (k < 0 || k >= chunks) {
    const range = `[0, ${String(chunks - 1)}]`;
    return json(400, `Invalid chunk number '${String(k)}'. The chunk number should be in the ${range} range`);
  }
  const members: Member[] = [];
  for (let i = k * length; i < Math.min(size, (k + 1) * length); i++) {
    const bytes = await world.picture(task.id, i);
    members.push({ name: `${String(i - k * length).padStart(6, '0')}${extname(nameOf(meta, i))}`, bytes });
  }
  const zip = storedZip(members);
  return {
    status: 200,
    type: 'application/zip',
    body: zip,
    headers: { 'x-checksum': String(checksum(zip)), 'x-updated-date': String(meta['chunks_updated_date']) },
  };
}

/** CRC-32 of the first thousand bytes, begun with that of the length in decimal. */
function checksum(bytes: Buffer): number {
  return crc32(bytes.subarray(0, 1000), crc32(String(bytes.length)));
}

async function frame(task: CvatRecord, i: number, meta: Record<string, unknown>, world: World): Promise<Answer> {
  const size = Number(meta['size']);
  if (i < 0 || i >= size) {
    const range = `[0, ${String(size)}]`;
    return json(400, `Invalid frame '${String(i)}'. The frame number should be in the ${range} range`);
  }
  const bytes = await world.picture(task.id, i);
  return { status: 200, type: TYPES[extname(nameOf(meta, i))] ?? 'image/jpeg', body: bytes };
}

function nameOf(meta: Record<string, unknown>, i: number): string {
  const frames = meta['frames'] as readonly { readonly name: string }[];
  return frames[i]?.name ?? '';
}
